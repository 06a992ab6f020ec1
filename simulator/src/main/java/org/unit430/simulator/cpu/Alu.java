package org.unit430.simulator.cpu;

import org.unit430.simulator.isa.Size;

/**
 * Results and flags, SLAU367 4.6.2 and 4.6.3. One function a flag family; operands come masked to
 * their size. Every function returns the result in bits 19:0 and the status bits C, Z, N, V, in
 * their places of SR, from bit 20 up: see {@link #result} and {@link #flags}.
 */
public final class Alu {
  /** SR bit 0. */
  public static final int CARRY = 0x001;

  /** SR bit 1. */
  public static final int ZERO = 0x002;

  /** SR bit 2. */
  public static final int NEGATIVE = 0x004;

  /** SR bit 8. */
  public static final int OVERFLOW = 0x100;

  /** All four. */
  public static final int FLAGS = CARRY | ZERO | NEGATIVE | OVERFLOW;

  private static final int FLAG_SHIFT = 20;

  private Alu() {}

  /** The result of an outcome, 20 bits. */
  public static int result(int outcome) {
    return outcome & 0xFFFFF;
  }

  /** The status bits of an outcome. */
  public static int flags(int outcome) {
    return outcome >>> FLAG_SHIFT;
  }

  /** destination + source + carry (0 or 1). V: operands of one sign gave the other. */
  public static int add(Size size, int destination, int source, int carry) {
    int sum = destination + source + carry;
    int result = sum & size.mask();
    int flags =
        (sum > size.mask() ? CARRY : 0)
            | (((destination ^ result) & (source ^ result) & size.signBit()) != 0 ? OVERFLOW : 0);
    return outcome(size, result, flags);
  }

  /** destination + NOT source + carry: a subtraction with carry 1. C = 1 means no borrow. */
  public static int subtract(Size size, int destination, int source, int carry) {
    return add(size, destination, ~source & size.mask(), carry);
  }

  /**
   * Decimal addition, digit by digit: a digit sum above 9 is reduced by 10 and carries. Defined for
   * BCD digits only (SLAU367 4.6.2.12); V is undefined and given as 0.
   */
  public static int addDecimal(Size size, int destination, int source, int carry) {
    int result = 0;
    int carried = carry;
    for (int shift = 0; shift < size.bits(); shift += 4) {
      int digit = (destination >> shift & 15) + (source >> shift & 15) + carried;
      carried = digit > 9 ? 1 : 0;
      result |= (digit - 10 * carried & 15) << shift;
    }
    return outcome(size, result, carried);
  }

  /** AND and BIT: C = NOT Z, V = 0. */
  public static int and(Size size, int destination, int source) {
    return logic(size, destination & source, 0);
  }

  /** XOR: C = NOT Z, V = both operands negative. */
  public static int xor(Size size, int destination, int source) {
    return logic(
        size, destination ^ source, (destination & source & size.signBit()) != 0 ? OVERFLOW : 0);
  }

  /** SXT: bit 7 into all higher bits of the size. */
  public static int extendSign(Size size, int operand) {
    return logic(size, (byte) operand & size.mask(), 0);
  }

  /** RRA: the sign stays. V = 0. */
  public static int shiftRightArithmetically(Size size, int operand) {
    return outcome(size, (operand >> 1) | (operand & size.signBit()), operand & CARRY);
  }

  /** RRC, and with carry 0 RRU: carry enters at the top. V = 0 (SLAU367 4.6.2.41). */
  public static int rotateRight(Size size, int operand, int carry) {
    return outcome(size, (operand >> 1) | (carry != 0 ? size.signBit() : 0), operand & CARRY);
  }

  private static int logic(Size size, int result, int overflow) {
    return outcome(size, result, overflow | (result != 0 ? CARRY : 0));
  }

  private static int outcome(Size size, int result, int carryAndOverflow) {
    int flags =
        carryAndOverflow
            | (result == 0 ? ZERO : 0)
            | ((result & size.signBit()) != 0 ? NEGATIVE : 0);
    return flags << FLAG_SHIFT | result;
  }
}
