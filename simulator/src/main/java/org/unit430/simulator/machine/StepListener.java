package org.unit430.simulator.machine;

import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;

/** Told of each retired instruction, on the tracing path only. */
@FunctionalInterface
public interface StepListener {
  /**
   * An instruction has retired.
   *
   * @param cycle MCLK cycle at which it began
   * @param instruction what was executed
   * @param registers as it left them
   */
  void retired(long cycle, Instruction instruction, Registers registers);
}
