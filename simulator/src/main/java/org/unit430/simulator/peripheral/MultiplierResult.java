package org.unit430.simulator.peripheral;

import static org.unit430.simulator.peripheral.MultiplyMode.MAC;
import static org.unit430.simulator.peripheral.MultiplyMode.MPY;
import static org.unit430.simulator.peripheral.MultiplyMode.MPYS;

/**
 * The result registers of the 32-bit multiplier and the arithmetic on them: accumulation, carry,
 * saturation and the fractional shift (SLAU367 5.2.3 to 5.2.5). "Wide" operations are those with an
 * operand of 24 or 32 bits; they saturate and carry at 64 bits, the others at 32.
 *
 * <p>Two points where the manual's words leave a choice: the carry of MACS is bit 32 (or 64) of the
 * sum of the sign-extended operands, because only then "carry differs from sign" means overflow, as
 * 5.2.3.1 and the saturation rule of figure 5-4 want it; and a 16-bit accumulation carries on into
 * RES2 and RES3, because the manual calls the result "always 64 bits wide" and asks for
 * sign-extended initial values.
 */
final class MultiplierResult {
  private static final long LOW_32 = 0xFFFF_FFFFL;

  /** RES3 to RES0, never saturated or shifted. */
  private long registers;

  /** MPYC. */
  private int carry;

  /** What the running operation adds its product to; the upper word of OP2 adds to it anew. */
  private long accumulator;

  /** RES3 to RES0 as they are. */
  long registers() {
    return registers;
  }

  void setRegisters(long registers) {
    this.registers = registers;
  }

  int carry() {
    return carry;
  }

  void setCarry(int carry) {
    this.carry = carry;
  }

  /** Writes RES0 to RES3. */
  void setWord(int index, int value) {
    int shift = 16 * index;
    registers = (registers & ~(0xFFFFL << shift)) | ((value & 0xFFFFL) << shift);
  }

  /** Fixes what the operation that starts now adds to. */
  void beginSum(int mode, boolean wide, boolean saturating, boolean fractional) {
    if (!MultiplyMode.accumulates(mode)) {
      accumulator = 0;
    } else if (saturating) {
      accumulator = saturated(wide, fractional);
    } else {
      accumulator = registers;
    }
  }

  /**
   * An operation of 16 bits that neither saturates nor is fractional, from beginning to end.
   *
   * @param before what is in the registers
   */
  void sum(int mode, long before, long product) {
    accumulator = MultiplyMode.accumulates(mode) ? before : 0;
    add(mode, product, false);
  }

  /** Adds a product to what {@link #beginSum} fixed and finds MPYC (SLAU367 table 5-3). */
  void add(int mode, long product, boolean wide) {
    long sum = accumulator + product;
    registers = sum;
    if (mode == MPY) {
      carry = 0;
    } else if (mode == MPYS) {
      carry = (int) (product >>> 63);
    } else if (wide) {
      carry = mode == MAC ? unsignedCarry(sum) : signOf65BitSum(sum, product);
    } else if (mode == MAC) {
      carry = (int) (((accumulator & LOW_32) + product) >>> 32);
    } else {
      carry = (int) (((int) accumulator + product) >>> 63);
    }
  }

  private int unsignedCarry(long sum) {
    return Long.compareUnsigned(sum, accumulator) < 0 ? 1 : 0;
  }

  /** The sign of the 64-bit sum, inverted if it overflowed. */
  private int signOf65BitSum(long sum, long product) {
    long overflow = (accumulator ^ sum) & (product ^ sum);
    return (int) ((sum ^ overflow) >>> 63);
  }

  /**
   * Which way the registers saturate (SLAU367 figure 5-4).
   *
   * @return 1 to the most positive number, -1 to the most negative one, 0 not at all
   */
  private int saturation(boolean wide, boolean fractional) {
    long aligned = wide ? registers : registers << 32;
    int topBits = (int) (aligned >>> 62);
    if ((carry == 0 && aligned < 0) || (fractional && topBits == 0b01)) {
      return 1;
    }
    return (carry == 1 && aligned >= 0) || (fractional && topBits == 0b10) ? -1 : 0;
  }

  private long saturated(boolean wide, boolean fractional) {
    int direction = saturation(wide, fractional);
    if (direction == 0) {
      return registers;
    }
    if (wide) {
      return direction > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    return (registers & ~LOW_32) | (direction > 0 ? 0x7FFF_FFFFL : 0x8000_0000L);
  }

  /** RES0 to RES3 as software sees them: saturated, else shifted in fractional mode, else plain. */
  int word(int index, boolean wide, boolean saturating, boolean fractional) {
    long visible = registers;
    if (saturating && saturation(wide, fractional) != 0) {
      visible = saturated(wide, fractional);
    } else if (fractional) {
      visible = registers << 1;
    }
    return (int) (visible >>> (16 * index)) & 0xFFFF;
  }

  /**
   * SUMEXT (SLAU367 table 5-3). In fractional mode the sign-extended bits 33:32 (65:64) of the
   * shifted result, which are MPYC and the top bit of the plain one (5.2.4.1).
   */
  int sumExtension(int mode, boolean wide, boolean fractional) {
    int sign = (int) ((wide ? registers : registers << 32) >>> 63);
    if (fractional) {
      return (sign - 2 * carry) & 0xFFFF;
    }
    return switch (mode) {
      case MPY -> 0;
      case MAC -> carry;
      default -> -sign & 0xFFFF;
    };
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 3;

  void save(long[] to, int at) {
    to[at] = registers;
    to[at + 1] = carry;
    to[at + 2] = accumulator;
  }

  void restore(long[] from, int at) {
    registers = from[at];
    carry = (int) from[at + 1];
    accumulator = from[at + 2];
  }
}
