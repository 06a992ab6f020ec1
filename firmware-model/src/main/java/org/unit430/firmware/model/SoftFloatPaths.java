package org.unit430.firmware.model;

import org.unit430.simulator.runtime.RuntimeLibrary;

/**
 * Which way operands take through the soft float routines of {@link RuntimeLibrary}: calls with the
 * same number execute the same instructions. The comments name the branches of the sources. What
 * networks hardly ever do has no number: operands that are infinite or no numbers, and, where they
 * are multiplied or divided, subnormal operands and results that are no normal numbers.
 */
final class SoftFloatPaths {
  /** Operands that have to be tried themselves. */
  static final int UNNUMBERED = -1;

  private static final int MAGNITUDE = 0x7FFFFFFF;
  private static final int INFINITY = 0x7F800000;
  private static final int FRACTION_BITS = 23;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int LEADING_ONE = 1 << FRACTION_BITS;
  private static final int LARGEST_EXPONENT = 254;
  private static final int BIAS = 127;

  // Bits that the routines keep below a significand.
  private static final int GUARD_BITS = 16;
  private static final int GUARD = (1 << GUARD_BITS) - 1;
  private static final int HALF = (GUARD + 1) / 2;
  private static final int ROUNDINGS = 4;
  private static final int FARTHEST = 32;

  private SoftFloatPaths() {}

  /** Of float-multiply.s43, whichever the multiplier. */
  static int multiply(int a, int b) {
    int x = a & MAGNITUDE;
    int y = b & MAGNITUDE;
    if (x >= INFINITY || y >= INFINITY) {
      return UNNUMBERED;
    }
    if (x == 0 || y == 0) {
      return x == 0 ? 0 : 1; // a is looked at first
    }
    if (x < LEADING_ONE || y < LEADING_ONE) {
      return UNNUMBERED;
    }
    long factor = significand(y);
    long product = (significand(x) * factor) << Byte.SIZE; // r8:r7:r15:r14
    boolean two = product >>> (2 * FRACTION_BITS + 1 + Byte.SIZE) != 0; // 3: less than 2 or not
    int exponent = (x >> FRACTION_BITS) + (y >> FRACTION_BITS) - BIAS + (two ? 1 : 0);
    if (exponent < 1 || exponent > LARGEST_EXPONENT) {
      return UNNUMBERED;
    }
    if (!two) {
      product <<= 1;
    }
    boolean below = (product & GUARD) != 0; // 4: whether bits fall out
    long kept = (product >>> GUARD_BITS) | (below ? 1 : 0);
    int way = (two ? 1 : 0) + 2 * (below ? 1 : 0) + ROUNDINGS * rounding(kept);
    // 1: without a multiplier an addition for each one of the factor.
    return 2 + way * (FRACTION_BITS + 2) + Long.bitCount(factor);
  }

  /** Of float-add.s43. */
  static int add(int a, int b) {
    int x = a & MAGNITUDE;
    int y = b & MAGNITUDE;
    if (x >= INFINITY || y >= INFINITY) {
      return UNNUMBERED;
    }
    int order = order(x, y);
    int large = Math.max(x, y);
    int small = Math.min(x, y);
    int largeExponent = Math.max(1, large >> FRACTION_BITS);
    int smallExponent = Math.max(1, small >> FRACTION_BITS);
    int subnormal = (large < LEADING_ONE ? 1 : 0) + (small < LEADING_ONE ? 2 : 0); // 3 and 5
    int distance = largeExponent - smallExponent;
    long first = (long) significand(large) << GUARD_BITS;
    long second = (long) significand(small) << GUARD_BITS;
    long moved = moved(second, distance);
    int operands = ((order * ROUNDINGS + subnormal) << Byte.SIZE) | alignment(second, distance);
    int way = operands << Byte.SIZE;
    if ((a ^ b) >= 0) {
      long sum = first + moved;
      int carry = 0;
      if (sum >>> (FRACTION_BITS + 1 + GUARD_BITS) != 0) {
        carry = (sum & 1) == 0 ? 1 : 2; // shift_sticky behind the sum
        sum = (sum >> 1) | (sum & 1);
        if (largeExponent == LARGEST_EXPONENT) {
          return UNNUMBERED;
        }
      }
      return way | (carry * ROUNDINGS + rounding(sum));
    }
    long difference = first - moved;
    int nothing = 3 * ROUNDINGS;
    if (difference == 0) {
      return way | nothing;
    }
    int leading = Long.numberOfLeadingZeros((long) LEADING_ONE << GUARD_BITS);
    int places = Long.numberOfLeadingZeros(difference) - leading; // 13
    boolean least = places > largeExponent - 1;
    places = least ? largeExponent - 1 : places;
    int result = (2 * places + (least ? 1 : 0)) * ROUNDINGS + rounding(difference << places);
    return way | (nothing + 1 + result);
  }

  /** The smaller operand with the bits below, of which the last says whether any fell out. */
  private static long moved(long significand, int distance) {
    if (distance >= FARTHEST) {
      return significand != 0 ? 1 : 0;
    }
    long lost = significand & ((1L << distance) - 1);
    return (significand >>> distance) | (lost != 0 ? 1 : 0);
  }

  /** 6 to 9: rounds of the loop, and in how many of them a one falls out. */
  private static int alignment(long significand, int distance) {
    if (distance >= FARTHEST) {
      return 0xFE + (significand == 0 ? 0 : 1);
    }
    int rounds = distance - GUARD_BITS;
    if (rounds <= 0) {
      return distance;
    }
    // The first one that falls out stays at the end, and falls out again each time.
    int zeros = significand == 0 ? rounds : Long.numberOfTrailingZeros(significand) - GUARD_BITS;
    int ones = Math.max(0, rounds - zeros);
    return GUARD_BITS + rounds * (rounds + 1) / 2 + ones;
  }

  /** Of float-compare.s43. */
  static int compare(int a, int b) {
    if ((a & MAGNITUDE) >= INFINITY || (b & MAGNITUDE) >= INFINITY) {
      return UNNUMBERED;
    }
    if (((a | b) & MAGNITUDE) == 0) {
      return 0;
    }
    int high = Integer.compare(a >> Short.SIZE, b >> Short.SIZE);
    int low = Integer.compare(a & GUARD, b & GUARD);
    int order = high != 0 ? 1 + high : ROUNDINGS + low;
    return 1 + 2 * order + ((a & b) < 0 ? 1 : 0);
  }

  /** Of float-divide.s43. */
  static int divide(int a, int b) {
    int x = a & MAGNITUDE;
    int y = b & MAGNITUDE;
    if (x >= INFINITY || y >= INFINITY || x < LEADING_ONE || y < LEADING_ONE) {
      return UNNUMBERED;
    }
    long dividend = significand(x);
    long divisor = significand(y);
    int order = order((int) dividend, (int) divisor);
    boolean less = dividend < divisor; // 1: the quotient's first bit is to be a one
    int exponent = (x >> FRACTION_BITS) - (y >> FRACTION_BITS) + BIAS - (less ? 1 : 0);
    if (exponent < 1 || exponent > LARGEST_EXPONENT) {
      return UNNUMBERED;
    }
    long scaled = (less ? dividend << 1 : dividend) << FRACTION_BITS;
    long quotient = scaled / divisor;
    long rest = 2 * (scaled % divisor);
    boolean half = rest >= divisor; // 5
    boolean left = (half ? rest - divisor : rest) != 0; // 6
    long kept = (quotient << GUARD_BITS) | (half ? HALF : 0) | (left ? 1 : 0);
    int way = ((order * ROUNDINGS + rounding(kept)) * 2 + (half ? 1 : 0)) * 2 + (left ? 1 : 0);
    // 4: a subtraction undone for each 0.
    return way * (FRACTION_BITS + 2) + Long.bitCount(quotient);
  }

  /** How upper and lower words compare: the upper one less, greater, or equal and the lower... */
  private static int order(int x, int y) {
    int high = Integer.compare(x >> Short.SIZE, y >> Short.SIZE);
    if (high != 0) {
      return high < 0 ? 0 : 1;
    }
    return (x & GUARD) < (y & GUARD) ? 2 : 3;
  }

  /** round_and_return: down; up; halfway and even; halfway and odd. */
  private static int rounding(long significand) {
    int below = (int) significand & GUARD;
    if (below < HALF) {
      return 0;
    }
    if (below > HALF) {
      return 1;
    }
    return ((significand >> GUARD_BITS) & 1) == 0 ? 2 : 3;
  }

  /** With the leading one of a normal number. */
  private static int significand(int magnitude) {
    int fraction = magnitude & FRACTION;
    return magnitude >= LEADING_ONE ? fraction | LEADING_ONE : fraction;
  }
}
