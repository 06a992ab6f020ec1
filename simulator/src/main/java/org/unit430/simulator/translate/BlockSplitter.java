package org.unit430.simulator.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
        Block rest = new Block(block.steps.get(length).address());
        List<Step> behind = block.steps.subList(length, block.steps.size());
        rest.steps.addAll(behind);
        behind.clear();
        rest.successors.addAll(block.successors);
        block.successors.clear();
        block.successors.add(rest);
        open.addFirst(rest);
      }
    }
    planned.forEach(block -> block.successors.retainAll(planned));
    return planned;
  }
}
