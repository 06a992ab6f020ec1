package org.unit430.simulator.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.unit430.simulator.isa.Instruction;

/**
 * Finds the region that begins at an address. A loop is the blocks reached from there by jumps and
 * calls, nearest first, that lead back. Where there is no loop, or not within the limit, it is code
 * that only goes forward, up to where another region begins or a loop: so that code too long for
 * one region becomes several in a row, which do not overlap.
 */
final class RegionFinder {
  /** Instructions of straight code that are not worth a region of their own. */
  private static final int FEWEST = 24;

  private final CodeSource source;
  private final Predicate<Instruction> translatable;
  private final IntPredicate isEntry;
  private final IntPredicate isLoopEntry;
  private final LoopEntrance entersLoop;
  private final int limit;

  private final Map<Integer, Step> steps = new HashMap<>();
  private final Set<Integer> leaders = new TreeSet<>();

  /**
   * A finder for one region.
   *
   * @param translatable which instructions may be part of it
   * @param isEntry where other regions begin
   * @param isLoopEntry where those of them do that are loops
   * @param entersLoop whether control comes into such a loop
   * @param limit how many instructions it may have
   */
  RegionFinder(
      CodeSource source,
      Predicate<Instruction> translatable,
      IntPredicate isEntry,
      IntPredicate isLoopEntry,
      LoopEntrance entersLoop,
      int limit) {
    this.source = source;
    this.translatable = translatable;
    this.isEntry = isEntry;
    this.isLoopEntry = isLoopEntry;
    this.entersLoop = entersLoop;
    this.limit = limit;
  }

  /**
   * The region's blocks, the entry first; empty if not even one instruction can be translated.
   *
   * @param joins whether a loop can be entered where other regions are that are loops, too
   */
  List<Block> find(int entry, boolean joins) {
    IntPredicate isOtherEntry = joins ? isLoopEntry : address -> false;
    Map<Integer, Block> blocks = loop(entry, isOtherEntry);
    boolean isLoop = !blocks.isEmpty();
    if (!isLoop) {
      blocks = straight(entry);
    }
    Block first = blocks.get(entry);
    if (first == null) {
      return List.of();
    }
    first.isEntry = true;
    if (isLoop) {
      blocks.values().forEach(block -> block.isEntry |= isOtherEntry.test(block.start));
    } else {
      markTables(blocks);
    }
    markHeaders(blocks.values());
    List<Block> ordered = new ArrayList<>(blocks.values());
    ordered.remove(first);
    ordered.add(0, first);
    return ordered;
  }

  private Map<Integer, Block> loop(int entry, IntPredicate isOtherEntry) {
    collect(entry, (from, to) -> true);
    steps.keySet().stream().filter(isOtherEntry::test).forEach(leaders::add);
    Map<Integer, Block> blocks = blocks();
    blocks.values().forEach(block -> connect(block, blocks));
    keepLoop(entry, blocks);
    return blocks;
  }

  private Map<Integer, Block> straight(int entry) {
    steps.clear();
    leaders.clear();
    collect(
        entry,
        (from, to) ->
            (to > from.address() || isCallOrReturn(from)) && (to == entry || !endsAt(from, to)));
    Map<Integer, Block> blocks = blocks();
    blocks.values().forEach(block -> connect(block, blocks));
    return blocks;
  }

  /**
   * Code goes on past the beginning of other straight code rather than being very short. What a
   * loop calls is part of it; who calls that, too, does not come into the loop by that.
   */
  private boolean endsAt(Step from, int to) {
    return isLoopEntry.test(to)
        || (!isCallOrReturn(from) && entersLoop.test(from.address(), to))
        || (steps.size() >= FEWEST && isEntry.test(to));
  }

  private static boolean isCallOrReturn(Step step) {
    return Flow.isCall(step.instruction().opcode()) || Flow.isReturn(step.instruction());
  }

  /** Says whether control comes into a loop's code by going from an address to another. */
  interface LoopEntrance {
    boolean test(int from, int to);
  }

  /** Says whether the region may go on from an instruction to an address. */
  private interface Passage {
    boolean admits(Step from, int to);
  }

  private void collect(int entry, Passage passage) {
    Deque<Integer> open = new ArrayDeque<>(List.of(entry));
    leaders.add(entry);
    while (!open.isEmpty()) {
      int address = open.remove();
      while (!steps.containsKey(address) && steps.size() < limit) {
        Step step = source.at(address);
        if (step == null || !translatable.test(step.instruction())) {
          break;
        }
        steps.put(address, step);
        if (Flow.of(step.instruction()) != Flow.STRAIGHT) {
          for (int target : Flow.successors(step)) {
            if (passage.admits(step, target)) {
              leaders.add(target);
              open.add(target);
            }
          }
          break;
        }
        address = step.next();
        if (!passage.admits(step, address)) {
          break;
        }
      }
    }
  }

  private Map<Integer, Block> blocks() {
    Map<Integer, Block> blocks = new TreeMap<>();
    for (int leader : leaders) {
      Block block = new Block(leader);
      int address = leader;
      while (steps.containsKey(address) && (address == leader || !leaders.contains(address))) {
        Step step = steps.get(address);
        block.steps.add(step);
        if (Flow.of(step.instruction()) != Flow.STRAIGHT) {
          break;
        }
        address = step.next();
      }
      if (!block.steps.isEmpty()) {
        blocks.put(leader, block);
      }
    }
    return blocks;
  }

  private static void connect(Block block, Map<Integer, Block> blocks) {
    for (int target : Flow.successors(block.last())) {
      Block next = blocks.get(target);
      if (next != null) {
        block.successors.add(next);
      }
    }
  }

  /** Keeps what leads back to the entry; nothing if that is not a loop. */
  private static void keepLoop(int entry, Map<Integer, Block> blocks) {
    Block first = blocks.get(entry);
    Set<Block> leading = new HashSet<>();
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Block block : blocks.values()) {
        for (Block next : block.successors) {
          if ((next == first || leading.contains(next)) && leading.add(block)) {
            grows = true;
          }
        }
      }
    }
    if (!leading.contains(first)) {
      leading.clear();
    }
    blocks.values().retainAll(leading);
    blocks.values().forEach(block -> block.successors.retainAll(leading));
  }

  /**
   * Where computed branches of straight code go, into the middle of unrolled loops, control comes
   * from outside too; as entries of one region they need none each. Not so for returns: who calls
   * from outside the region does not come back to it.
   */
  private static void markTables(Map<Integer, Block> blocks) {
    for (Block block : blocks.values()) {
      Instruction last = block.last().instruction();
      if (Flow.of(last) == Flow.COMPUTED && !Flow.isCall(last.opcode()) && !Flow.isReturn(last)) {
        block.successors.forEach(target -> target.isEntry = true);
      }
    }
  }

  /** Every cycle of the region has a target of a back edge, as a depth-first walk finds them. */
  private static void markHeaders(Collection<Block> blocks) {
    Map<Block, Boolean> onPath = new LinkedHashMap<>();
    for (Block block : blocks) {
      if (block.isEntry && !onPath.containsKey(block)) {
        walk(block, onPath);
      }
    }
  }

  private static void walk(Block block, Map<Block, Boolean> onPath) {
    onPath.put(block, true);
    for (Block next : block.successors) {
      Boolean state = onPath.get(next);
      if (state == null) {
        walk(next, onPath);
      } else if (state) {
        next.isHeader = true;
      }
    }
    onPath.put(block, false);
  }
}
