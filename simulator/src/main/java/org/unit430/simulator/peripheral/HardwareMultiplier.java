package org.unit430.simulator.peripheral;

/**
 * A multiplier that lends its 16-bit registers to who knows the cycle of each access himself.
 * Offsets are those from MPY; they are the same in every generation (SLAU049 7.3, SLAU367 5.3).
 */
public interface HardwareMultiplier extends Peripheral {
  /** Offset of the second operand, which starts an operation. */
  int OP2 = 0x08;

  /** Offset of the result's low word. */
  int RESLO = 0x0A;

  /** Offset of the result's high word. */
  int RESHI = 0x0C;

  /** Whether a register at an offset takes the low word of an operand: MPY to MACS, OP2. */
  static boolean isPlainOperand(int offset) {
    return (offset >= 0 && offset < OP2 && (offset & 1) == 0) || offset == OP2;
  }

  /** Whether a register at an offset is RESLO or RESHI. */
  static boolean isPlainResult(int offset) {
    return offset == RESLO || offset == RESHI;
  }

  /** The mode that a write to MPY, MPYS, MAC or MACS sets. */
  static int mode(int offset) {
    return offset >> 1;
  }

  /** MCLK cycles from the write of OP2 until RESLO and RESHI can be read (SLAU049, SLAU367). */
  int RESULT_CYCLES = 3;

  /** The bit of a mode that says that the product is added to the result registers. */
  int ACCUMULATES = 2;

  /** The product of two 16-bit operands in a mode. */
  static long product(int mode, int operand1, int operand2) {
    return MultiplyMode.operand16(mode, operand1) * MultiplyMode.operand16(mode, operand2);
  }

  /**
   * MCLK cycles from the write of OP2 until nothing of an operation of 16 bits is under way any
   * more, so that every register can be written.
   */
  int settlingCycles();

  /**
   * Whether the next operation is one of 16 bits that neither saturates nor is fractional, no
   * result has been destroyed, no operand is missing and writes are not delayed, so that the
   * registers can be lent.
   */
  boolean isOrdinary();

  /** Hands out the registers. */
  void lend(MultiplierRegisters to);

  /** Takes the registers back; whoever had them has accessed none of them too early. */
  void takeBack(MultiplierRegisters from);
}
