package org.unit430.firmware.cost;

import java.util.OptionalInt;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.isa.CycleTable;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.memory.FramCache;

/**
 * The most cycles that one execution of an instruction takes. Its code hits the FRAM cache only
 * where it lies in the line in which the instruction before it ends, and where that one reads at
 * most one word of data from FRAM: the cache has two lines a set and replaces the one least
 * recently used, so one word of data cannot have driven the line out. Loops that stay in the cache
 * ({@link ResidentLoops}) miss each of their lines when they are entered, and none later. Every
 * data word read from FRAM misses.
 */
final class LineCosts {
  private final ControlFlow flow;
  private final Visits visits;
  private final CycleTable table;
  private final int waitStates;
  private final ResidentLoops loops;

  LineCosts(ControlFlow flow, Visits visits, DeviceProfile device, int waitStates) {
    this.flow = flow;
    this.visits = visits;
    this.table = new CycleTable(device.core());
    this.waitStates = waitStates;
    this.loops = new ResidentLoops(flow, visits);
  }

  /**
   * The cycles.
   *
   * @param before the instruction from which control came; none where a routine begins
   */
  long of(OptionalInt before, int address) {
    Instruction instruction = flow.node(address).instruction();
    int reads = visits.readsFram(instruction) ? instruction.dataReads() : 0;
    int writes = visits.writesFram(instruction) ? instruction.dataWrites() : 0;
    return table.cycles(instruction)
        + (long) waitStates * (lines(before, instruction) + reads + writes);
  }

  private int lines(OptionalInt before, Instruction instruction) {
    ResidentLoops.Loop loop = loops.of(instruction.address());
    if (before.isPresent() && loop.code().contains(before.getAsInt())) {
      return 0;
    }
    if (loop.lines() > 0) {
      return loop.lines();
    }
    boolean follows =
        before.isPresent() && follows(flow.node(before.getAsInt()).instruction(), instruction);
    return last(instruction) - first(instruction) + (follows ? 0 : 1);
  }

  private boolean follows(Instruction before, Instruction instruction) {
    boolean evicts = visits.readsFram(before) && before.dataReads() > 1;
    return last(before) == first(instruction) && !evicts && !ControlFlow.isCall(before);
  }

  static int first(Instruction instruction) {
    return instruction.address() >> FramCache.LINE_SHIFT;
  }

  static int last(Instruction instruction) {
    return (instruction.address() + 2 * instruction.words() - 1) >> FramCache.LINE_SHIFT;
  }
}
