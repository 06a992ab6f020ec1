package org.unit430.simulator.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unit430.simulator.isa.CpuCore;

/** Plans the blocks of a region, and cuts those for which one plan is not enough. */
final class BlockSplitter {
  private final RegionContext context;
  private final CpuCore core;

  BlockSplitter(RegionContext context, CpuCore core) {
    this.context = context;
    this.core = core;
  }

  /**
   * Blocks with their plans, each of them executed to its end once it is begun. One whose first
   * instruction has to be interpreted is left out, with what only it leads to.
   */
  List<Block> split(List<Block> blocks) {
    List<Block> planned = new ArrayList<>();
    Map<Integer, Block> byStart = new HashMap<>();
    blocks.forEach(block -> byStart.put(block.start, block));
    Deque<Block> open = new ArrayDeque<>(blocks);
    while (!open.isEmpty()) {
      Block block = open.remove();
      block.plan = BlockPlan.of(block.steps, context, core);
      int length = block.plan.length();
      if (length == 0) {
        continue;
      }
      planned.add(block);
      if (length < block.steps.size()) {
        cut(block, length, byStart).ifPresent(open::addFirst);
      }
    }
    planned.forEach(block -> block.successors.retainAll(planned));
    planned.retainAll(reachable(planned));
    return planned;
  }

  private static Set<Block> reachable(List<Block> blocks) {
    Set<Block> found = new HashSet<>();
    Deque<Block> open = new ArrayDeque<>();
    blocks.stream().filter(block -> block.isEntry).forEach(open::add);
    while (!open.isEmpty()) {
      Block block = open.remove();
      if (found.add(block)) {
        open.addAll(block.successors);
      }
    }
    return found;
  }

  /**
   * Ends a block early.
   *
   * @return the block of the rest; none if there is one already, which two blocks have in common
   *     after a jump into the middle of an instruction
   */
  private static Optional<Block> cut(Block block, int length, Map<Integer, Block> byStart) {
    List<Step> behind = block.steps.subList(length, block.steps.size());
    int start = behind.get(0).address();
    Block known = byStart.get(start);
    Block rest = known == null ? new Block(start) : known;
    if (known == null) {
      rest.steps.addAll(behind);
      rest.successors.addAll(block.successors);
      byStart.put(start, rest);
    }
    behind.clear();
    block.successors.clear();
    block.successors.add(rest);
    return known == null ? Optional.of(rest) : Optional.empty();
  }
}
