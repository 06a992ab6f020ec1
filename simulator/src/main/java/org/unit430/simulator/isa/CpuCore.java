package org.unit430.simulator.isa;

/** Which of the two instruction sets a device runs. */
public enum CpuCore {
  /** The 16-bit core of the x1xx, x2xx and x4xx families (SLAU049). */
  MSP430(0xFFFF),
  /** The 20-bit core with extension words and address instructions (SLAU367, SLAU445). */
  CPUX(0xFFFFF);

  private final int addressMask;

  CpuCore(int addressMask) {
    this.addressMask = addressMask;
  }

  /** The bits that a register holds, and so an address has: 16 or 20. */
  public int addressMask() {
    return addressMask;
  }
}
