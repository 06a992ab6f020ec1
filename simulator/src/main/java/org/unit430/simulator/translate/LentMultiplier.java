package org.unit430.simulator.translate;

import org.unit430.simulator.peripheral.HardwareMultiplier;
import org.unit430.simulator.peripheral.MultiplierRegisters;

/**
 * The multiplier's registers while a region has them. A region that multiplies stores only what it
 * must: what its last operation added, and to what, is worked out from the operands, before one of
 * them is written again or when the registers are given back.
 */
final class LentMultiplier {
  private final HardwareMultiplier multiplier;
  private final MultiplierRegisters registers = new MultiplierRegisters();

  /** The mode of the next operation, see {@link HardwareMultiplier#mode}. */
  int mode;

  /** What was written to MPY, MPYS, MAC or MACS, 16 bits. */
  int operand1;

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
    lent.mode = registers.mode;
    lent.operand1 = registers.operand1;
    lent.operand2 = registers.operand2;
    lent.startLeft = (int) Math.min(bound - registers.started, Integer.MAX_VALUE);
    lent.borrowedStartLeft = lent.startLeft;
    lent.settledStartLeft = lent.startLeft;
    return registers.result;
  }

  /**
   * An operand or a result is about to be written that does not start an operation: works out the
   * last one.
   */
  static void settle(LentMultiplier lent, long result) {
    if (lent.startLeft != lent.settledStartLeft) {
      MultiplierRegisters registers = lent.registers;
      registers.operationMode = lent.mode;
      registers.product = HardwareMultiplier.product(lent.mode, lent.operand1, lent.operand2);
      boolean accumulates = (lent.mode & HardwareMultiplier.ACCUMULATES) != 0;
      registers.accumulator = accumulates ? result - registers.product : 0;
      lent.settledStartLeft = lent.startLeft;
    }
  }

  /** Gives the registers back. */
  static void giveBack(LentMultiplier lent, long result, long bound) {
    settle(lent, result);
    MultiplierRegisters registers = lent.registers;
    registers.mode = lent.mode;
    registers.operand1 = lent.operand1;
    registers.operand2 = lent.operand2;
    registers.result = result;
    if (lent.startLeft != lent.borrowedStartLeft) {
      registers.started = bound - lent.startLeft;
    }
    lent.multiplier.takeBack(registers);
  }

  /** A product in a mode that is not known beforehand. */
  static long product(int mode, int operand1, int operand2) {
    return HardwareMultiplier.product(mode, operand1, operand2);
  }

  /** What an operation in such a mode adds to. */
  static long accumulator(int mode, long result) {
    return (mode & HardwareMultiplier.ACCUMULATES) == 0 ? 0 : result;
  }
}
