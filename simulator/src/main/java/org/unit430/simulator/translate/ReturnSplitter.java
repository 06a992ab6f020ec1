package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.List;
import org.unit430.simulator.isa.Instruction;

/**
 * Writes a return to which several blocks lead once for each of them. What set the flags last is
 * then known behind it, so that they can wait; and each goes back from its own place, which tells
 * the CPU that simulates where from.
 */
final class ReturnSplitter {
  // RET, or what pops registers before it.
  private static final int MOST_STEPS = 3;
  private static final int MOST_COPIES = 4;

  private ReturnSplitter() {}

  /** The blocks, with copies behind them. */
  static List<Block> split(List<Block> blocks) {
    List<Block> all = new ArrayList<>(blocks);
    for (Block block : blocks) {
      List<Block> before =
          blocks.stream().filter(other -> other.successors.contains(block)).toList();
      if (isShortReturn(block) && before.size() <= MOST_COPIES) {
        before.stream().skip(block.isEntry ? 0 : 1).forEach(from -> all.add(copy(block, from)));
      }
    }
    return all;
  }

  private static boolean isShortReturn(Block block) {
    Instruction last = block.last().instruction();
    return block.steps.size() <= MOST_STEPS
        && Flow.of(last) == Flow.COMPUTED
        && Flow.isReturn(last)
        && FlagFlow.lastSetter(block) < 0;
  }

  private static Block copy(Block block, Block from) {
    Block copy = new Block(block.start);
    copy.steps.addAll(block.steps);
    copy.successors.addAll(block.successors);
    copy.plan = block.plan;
    copy.isHeader = block.isHeader;
    from.successors.remove(block);
    from.successors.add(copy);
    return copy;
  }
}
