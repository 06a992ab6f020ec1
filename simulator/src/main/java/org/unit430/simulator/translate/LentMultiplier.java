package org.unit430.simulator.translate;

import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.peripheral.MultiplierRegisters;

/**
 * The multiplier's registers while a region has them. A region that multiplies stores only what it
 * must: what its last operation added, and to what, is worked out from the operands, before a
 * result is written or when the registers are given back.
 */
final class LentMultiplier {
  static final int MODE_SHIFT = 16;

  private final HardwareMultiplier multiplier;
  private final MultiplierRegisters registers = new MultiplierRegisters();

  /**
   * What was written to MPY, MPYS, MAC or MACS, and above its 16 bits the mode that this set, see
   * {@link HardwareMultiplier#mode}.
   */
  int operand1;

  /** The same of the last operation that the region has started. */
  int startedOperand1;

  /** What was written to OP2, 16 bits. */
  int operand2;

  /**
   * MCLK cycles from the last start to the bound of the present run; at most what an int can hold.
   */
  int startLeft;

  /** That of the last operation before the registers were borrowed. */
  private int borrowedStartLeft;

  /** That of the operation that has been worked out. */
  private int settledStartLeft;

  LentMultiplier(HardwareMultiplier multiplier) {
    this.multiplier = multiplier;
  }

  /**
   * Borrows the registers, until a MCLK cycle at most.
   *
   * @return the result registers
   */
  static long borrow(LentMultiplier lent, long bound) {
    MultiplierRegisters registers = lent.registers;
    lent.multiplier.lend(registers);
    lent.operand1 = registers.mode << MODE_SHIFT | registers.operand1;
    lent.operand2 = registers.operand2;
    lent.startLeft = (int) Math.min(bound - registers.started, Integer.MAX_VALUE);
    lent.borrowedStartLeft = lent.startLeft;
    lent.settledStartLeft = lent.startLeft;
    return registers.result;
  }

  /** Works out the last operation, before a result is written. */
  static void settle(LentMultiplier lent, long result) {
    if (lent.startLeft != lent.settledStartLeft) {
      MultiplierRegisters registers = lent.registers;
      int mode = lent.startedOperand1 >>> MODE_SHIFT;
      registers.operationMode = mode;
      registers.product =
          HardwareMultiplier.product(mode, lent.startedOperand1 & 0xFFFF, lent.operand2);
      boolean accumulates = (mode & HardwareMultiplier.ACCUMULATES) != 0;
      registers.accumulator = accumulates ? result - registers.product : 0;
      lent.settledStartLeft = lent.startLeft;
    }
  }

  /** Gives the registers back. */
  static void giveBack(LentMultiplier lent, long result, long bound) {
    settle(lent, result);
    MultiplierRegisters registers = lent.registers;
    registers.mode = lent.operand1 >>> MODE_SHIFT;
    registers.operand1 = lent.operand1 & 0xFFFF;
    registers.operand2 = lent.operand2;
    registers.result = result;
    if (lent.startLeft != lent.borrowedStartLeft) {
      registers.started = bound - lent.startLeft;
    }
    lent.multiplier.takeBack(registers);
  }

  /** The sum in the result registers behind an operation in a mode that is not known before. */
  static long sum(int operand1, int operand2, long result) {
    int mode = operand1 >>> MODE_SHIFT;
    long before = (mode & HardwareMultiplier.ACCUMULATES) == 0 ? 0 : result;
    return before + HardwareMultiplier.product(mode, operand1 & 0xFFFF, operand2);
  }
}
