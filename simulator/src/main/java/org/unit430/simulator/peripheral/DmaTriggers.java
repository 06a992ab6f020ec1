package org.unit430.simulator.peripheral;

/** Where modules connect their flags to a DMA controller. */
public interface DmaTriggers {
  /**
   * A trigger that a module sets and clears like an interrupt request.
   *
   * @param number as in DMAxTSEL, at least 1
   * @param taken clears the module's flag, called when a transfer starts
   */
  InterruptLine trigger(int number, Runnable taken);
}
