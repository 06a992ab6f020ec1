package org.unit430.simulator.isa;

/** Which of the two instruction sets a device runs. */
public enum CpuCore {
  /** The 16-bit core of the x1xx, x2xx and x4xx families (SLAU049). */
  MSP430,
  /** The 20-bit core with extension words and address instructions (SLAU367, SLAU445). */
  CPUX
}
