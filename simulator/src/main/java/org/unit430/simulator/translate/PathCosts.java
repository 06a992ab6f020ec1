package org.unit430.simulator.translate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unit430.simulator.isa.Instruction;

/**
 * How much time has to be left for what a region executes from a block to the next check of the
 * horizon, with as many waits for FRAM as there can be: all of that has to begin in time.
 */
final class PathCosts {
  private static final int NO_LINE = -1;

  private final int waitStates;
  private final Map<Block, Integer> known = new HashMap<>();

  PathCosts(int waitStates) {
    this.waitStates = waitStates;
  }

  /** MCLK cycles, on the longest path, until its last instruction has begun. */
  int of(Block block) {
    Integer cost = known.get(block);
    if (cost == null) {
      cost = lengthOf(block.steps.subList(0, block.steps.size() - 1)) + 1;
      int all = lengthOf(block.steps);
      for (Block next : block.successors) {
        if (!next.isHeader) {
          cost = Math.max(cost, all + of(next));
        }
      }
      known.put(block, cost);
    }
    return cost;
  }

  /** MCLK cycles of some steps of a block, at most. */
  private int lengthOf(List<Step> steps) {
    int cycles = 0;
    int waits = 0;
    int cached = NO_LINE;
    for (Step step : steps) {
      Instruction instruction = step.instruction();
      int data = instruction.dataReads() + instruction.dataWrites();
      int lines = step.lastLine() - step.firstLine() + (step.firstLine() == cached ? 0 : 1);
      cycles += step.cycles();
      waits += lines + data;
      // The line fetched last is in the cache until something else is accessed.
      cached = data == 0 ? step.lastLine() : NO_LINE;
    }
    return cycles + waits * waitStates;
  }
}
