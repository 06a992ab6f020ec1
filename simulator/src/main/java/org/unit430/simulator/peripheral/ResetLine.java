package org.unit430.simulator.peripheral;

/** How a module resets the device. */
@FunctionalInterface
public interface ResetLine {
  /**
   * Asks for a reset. It takes place when the instruction that caused it is over: modules then
   * return to their reset values and the CPU continues at the reset vector.
   */
  void reset(ResetCause cause);
}
