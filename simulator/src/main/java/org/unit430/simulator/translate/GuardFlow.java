package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.translate.AccessBase.Additions;
import org.unit430.simulator.translate.RegionContext.Stretch;

/**
 * Finds out what has to be checked at the beginning of each block of a region. What has been
 * checked before need not be, and a check looks ahead: at all that is accessed by the register on
 * any way until it is changed, or until a block to which loops come back.
 */
final class GuardFlow {
  /** A start this long before a block's beginning is before it, whatever overlaps. */
  private static final int SURELY_BEFORE = 2;

  /** So far ahead, in bytes, that what is not accessed in the end seldom is out of range. */
  private static final int FARTHEST = 64;

  /** So far around a pointer, in bytes, it is noted what is in the same stretch. */
  private static final int AROUND = 4096;

  /**
   * What to check at the beginning of a block.
   *
   * @param ranges by number of the {@link AccessBase}
   * @param latestStart the multiplier must not have been started later, in cycles from there, or
   *     {@link Integer#MAX_VALUE}
   */
  record Guard(Map<Integer, PointerRange> ranges, int latestStart) {}

  /** What is known at a point. */
  private record Known(Map<Integer, PointerRange> ranges, int latestStart) {
    Known or(Known other) {
      Map<Integer, PointerRange> either = new TreeMap<>();
      ranges.forEach(
          (number, range) -> {
            PointerRange there = other.ranges.get(number);
            PointerRange both = there == null ? null : range.or(there);
            if (both != null) {
              either.put(number, both);
            }
          });
      return new Known(either, Math.max(latestStart, other.latestStart));
    }
  }

  private final List<Block> blocks;
  private final Function<AccessBase, Stretch> guess;
  private final IntFunction<Stretch> stretchAt;
  private final int registerMask;
  private final Map<Block, Map<Integer, PointerRange>> wanted = new HashMap<>();
  private final Map<Block, Known> known;

  /**
   * Follows all ways through a region.
   *
   * @param guess where what is accessed by a base is taken to be, or null
   * @param stretchAt the memory around an address, as {@code guess} has it, or null
   */
  GuardFlow(
      List<Block> blocks,
      Function<AccessBase, Stretch> guess,
      IntFunction<Stretch> stretchAt,
      int registerMask) {
    this.blocks = blocks;
    this.guess = guess;
    this.stretchAt = stretchAt;
    this.registerMask = registerMask;
    inPostorder().forEach(block -> wanted.put(block, wantedBy(block)));
    Known nothing = new Known(Map.of(), Integer.MAX_VALUE);
    this.known = Dataflow.beginnings(blocks, nothing, this::behind, Known::or);
  }

  /** What to check at the beginning of each block. */
  Map<Block, Guard> guards() {
    Map<Block, Guard> guards = new HashMap<>();
    known.forEach((block, before) -> guards.put(block, guard(block, before)));
    return guards;
  }

  /** Every block behind those that may follow it, back edges apart. */
  private List<Block> inPostorder() {
    List<Block> ordered = new ArrayList<>();
    Set<Block> seen = new HashSet<>();
    blocks.forEach(block -> visit(block, seen, ordered));
    return ordered;
  }

  private static void visit(Block block, Set<Block> seen, List<Block> ordered) {
    if (seen.add(block)) {
      block.successors.forEach(next -> visit(next, seen, ordered));
      ordered.add(block);
    }
  }

  private Map<Integer, PointerRange> accessedBy(Block block) {
    Map<Integer, PointerRange> accessed = new TreeMap<>();
    for (AccessBase base : block.plan.bases()) {
      Stretch stretch = guess.apply(base);
      if (stretch != null) {
        accessed.put(base.number(), PointerRange.of(base, stretch));
      }
    }
    return accessed;
  }

  private Map<Integer, PointerRange> wantedBy(Block block) {
    Map<Integer, PointerRange> sum = accessedBy(block);
    for (Block next : block.successors) {
      if (!next.isHeader) {
        wanted
            .getOrDefault(next, Map.of())
            .forEach((number, range) -> add(sum, number, range, block.plan));
      }
    }
    return sum;
  }

  private static void add(
      Map<Integer, PointerRange> sum, int number, PointerRange behind, BlockPlan plan) {
    int register = AccessBase.registerOf(number);
    if (plan.changes(register)) {
      return;
    }
    PointerRange range = behind.moved(-plan.stepped(register));
    PointerRange before = sum.get(number);
    PointerRange both = before == null ? range : before.and(range);
    if (both != null && both.last() - both.first() <= FARTHEST && both.most() >= 0) {
      sum.put(number, both);
    }
  }

  private Guard guard(Block block, Known before) {
    Map<Integer, PointerRange> checks = new TreeMap<>();
    accessedBy(block)
        .forEach(
            (number, range) -> {
              PointerRange checked = before.ranges.get(number);
              if (checked == null || !checked.covers(range)) {
                checks.put(number, wanted.get(block).get(number));
              }
            });
    MultiplierTiming timing = block.plan.timing();
    int latest = Math.min(timing.latestStartForResults(), timing.latestStartForWrites());
    boolean isSure = latest >= SURELY_BEFORE || latest >= before.latestStart;
    return new Guard(checks, isSure ? Integer.MAX_VALUE : latest);
  }

  private Known behind(Block block, Known before) {
    Guard guard = guard(block, before);
    Map<Integer, PointerRange> ranges = new TreeMap<>(before.ranges);
    guard.ranges.forEach(
        (number, range) -> {
          PointerRange checked = ranges.get(number);
          PointerRange both = checked == null ? range : checked.and(range);
          ranges.put(number, both == null ? range : both);
        });
    BlockPlan plan = block.plan;
    Map<Integer, PointerRange> behind = new TreeMap<>();
    ranges.forEach(
        (number, range) -> {
          int register = AccessBase.registerOf(number);
          if (!plan.changes(register) && fits(range, plan, register)) {
            behind.put(number, range.moved(plan.stepped(register)));
          }
        });
    for (int register = Registers.CG2 + 1; register < Code.REGISTERS; register++) {
      PointerRange around = plan.constant(register) < 0 ? null : around(plan.constant(register));
      if (around != null) {
        behind.put(AccessBase.numberOf(register, false), around);
      }
    }
    int start = Math.min(before.latestStart, guard.latestStart);
    return new Known(Collections.unmodifiableMap(behind), latestStart(start, plan));
  }

  /** What a pointer to an address can be used for, or null. */
  private PointerRange around(int address) {
    Stretch stretch = stretchAt.apply(address);
    return stretch == null
        ? null
        : new PointerRange(
            stretch,
            Math.max(stretch.first() - address, -AROUND),
            Math.min(stretch.last() - address, AROUND),
            address & 1);
  }

  private static int latestStart(int before, BlockPlan plan) {
    if (plan.startCycle() >= 0) {
      return plan.startCycle() - plan.cycles();
    }
    return before == Integer.MAX_VALUE ? before : before - plan.cycles();
  }

  /** Whether a register that points into a stretch does not wrap in a block that steps it. */
  private boolean fits(PointerRange range, BlockPlan plan, int register) {
    int stepped = plan.stepped(register);
    Additions additions = plan.additions(register);
    return (stepped == 0 && additions.areNone())
        || (range.fits(Math.min(stepped, 0), Math.max(stepped, 0), registerMask)
            && range.fits(additions));
  }
}
