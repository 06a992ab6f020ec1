package org.unit430.simulator.translate;

import java.util.HashMap;
import java.util.Map;
import org.unit430.simulator.isa.Instruction;

/** How long a region can run, at most, from a block to the next check of the horizon. */
final class PathCosts {
  // An instruction's words lie in two lines at most.
  private static final int LINES_FETCHED = 2;

  private final int waitStates;
  private final Map<Block, Integer> known = new HashMap<>();

  PathCosts(int waitStates) {
    this.waitStates = waitStates;
  }

  /** MCLK cycles of the longest path. */
  int of(Block block) {
    Integer cost = known.get(block);
    if (cost == null) {
      int behind = 0;
      for (Block next : block.successors) {
        if (!next.isHeader) {
          behind = Math.max(behind, of(next));
        }
      }
      cost = behind + block.steps.stream().mapToInt(this::of).sum();
      known.put(block, cost);
    }
    return cost;
  }

  private int of(Step step) {
    Instruction instruction = step.instruction();
    int waits = LINES_FETCHED + instruction.dataReads() + instruction.dataWrites();
    return step.cycles() + waits * waitStates;
  }
}
