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
import java.util.function.Predicate;
import org.unit430.simulator.isa.Instruction;

/**
 * Finds the region that begins at an address: the blocks reached from there by jumps and calls,
 * nearest first, and of those, if the region is a loop, only the ones that lead back to its entry.
 */
final class RegionFinder {
  private final CodeSource source;
  private final Predicate<Instruction> translatable;
  private final int limit;

  private final Map<Integer, Step> steps = new HashMap<>();
  private final Set<Integer> leaders = new TreeSet<>();

  /**
   * A finder for one region.
   *
   * @param translatable which instructions may be part of it
   * @param limit how many instructions it may have
   */
  RegionFinder(CodeSource source, Predicate<Instruction> translatable, int limit) {
    this.source = source;
    this.translatable = translatable;
    this.limit = limit;
  }

  /** The region's blocks, the entry first; empty if not even one instruction can be translated. */
  List<Block> find(int entry) {
    collect(entry);
    Map<Integer, Block> blocks = blocks();
    Block first = blocks.get(entry);
    if (first == null) {
      return List.of();
    }
    blocks.values().forEach(block -> connect(block, blocks));
    keepLoop(first, blocks);
    first.isEntry = true;
    markTables(blocks);
    markHeaders(blocks.values());
    List<Block> ordered = new ArrayList<>(blocks.values());
    ordered.remove(first);
    ordered.add(0, first);
    return ordered;
  }

  private void collect(int entry) {
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
            leaders.add(target);
            open.add(target);
          }
          break;
        }
        address = step.next();
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

  private static void keepLoop(Block entry, Map<Integer, Block> blocks) {
    Set<Block> leading = new HashSet<>();
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Block block : blocks.values()) {
        for (Block next : block.successors) {
          if ((next == entry || leading.contains(next)) && leading.add(block)) {
            grows = true;
          }
        }
      }
    }
    if (!leading.contains(entry)) {
      leading.clear();
      leading.addAll(reachable(entry));
    }
    blocks.values().retainAll(leading);
    blocks.values().forEach(block -> block.successors.retainAll(leading));
  }

  private static Set<Block> reachable(Block entry) {
    Set<Block> found = new HashSet<>(Set.of(entry));
    Deque<Block> open = new ArrayDeque<>(found);
    while (!open.isEmpty()) {
      for (Block next : open.remove().successors) {
        if (found.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }

  /**
   * Where computed branches go, into the middle of unrolled loops, control comes from outside too;
   * as entries of one region they need none each. Not so for returns: who calls from outside the
   * region does not come back to it.
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
      if (block.isEntry) {
        block.isHeader = true;
        if (!onPath.containsKey(block)) {
          walk(block, onPath);
        }
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
