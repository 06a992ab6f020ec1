package org.unit430.simulator.peripheral;

/** How a module keeps the CPU off the bus: a delayed register write, a DMA transfer. */
@FunctionalInterface
public interface CpuHold {
  /**
   * Stops the CPU for some MCLK cycles, from the present access on. The cycle that modules see
   * afterwards is later by as much.
   *
   * @param cycles at least 1
   */
  void hold(int cycles);
}
