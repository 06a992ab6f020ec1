package org.unit430.simulator.peripheral;

/**
 * The four operations of the hardware multipliers, numbered as in MPY32CTL0 bits 5:4 (SLAU367 table
 * 5-9). Plain ints: they are compared at every multiplication.
 */
final class MultiplyMode {
  static final int MPY = 0;
  static final int MPYS = 1;
  static final int MAC = 2;
  static final int MACS = 3;

  private MultiplyMode() {}

  /** Whether operands and result are two's complement. */
  static boolean isSigned(int mode) {
    return (mode & 1) != 0;
  }

  /** Whether the product is added to the result registers. */
  static boolean accumulates(int mode) {
    return (mode & 2) != 0;
  }

  /** A 16-bit operand as the number that the operation takes it for. */
  static long operand16(int mode, int word) {
    return isSigned(mode) ? (short) word : word & 0xFFFF;
  }

  /** A 32-bit operand as the number that the operation takes it for. */
  static long operand32(int mode, int high, int low) {
    int bits = (high << 16) | (low & 0xFFFF);
    return isSigned(mode) ? bits : bits & 0xFFFF_FFFFL;
  }
}
