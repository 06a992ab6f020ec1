package org.unit430.simulator.peripheral;

import org.unit430.simulator.event.Event;

/**
 * A multiplier by its 16-bit registers, for callers that know the cycle of each access themselves.
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

  /** The mode of the next operation. */
  int mode();

  /** Whether a write may have to wait for a result. */
  boolean delaysWrites();

  /**
   * Reads RESLO or RESHI.
   *
   * @param cycle the MCLK cycle of the access
   */
  int readResult(int offset, long cycle);

  /**
   * Writes RESLO or RESHI while writes are not delayed.
   *
   * @param cycle the MCLK cycle of the access
   */
  void writeResult(int offset, int value, long cycle);

  /**
   * Writes MPY, MPYS, MAC or MACS while writes are not delayed.
   *
   * @param cycle the MCLK cycle of the access
   */
  void writeOperand1(int offset, int value, long cycle);

  /**
   * Writes OP2 while writes are not delayed.
   *
   * @param mode the {@link #mode() mode} that is set
   * @param cycle the MCLK cycle of the access
   * @return whether the operation that starts is one of {@link Event#MULTIPLY_32}, which the caller
   *     has to count; otherwise it is one of {@link Event#MULTIPLY_16}
   */
  boolean writeOperand2(int mode, int value, long cycle);
}
