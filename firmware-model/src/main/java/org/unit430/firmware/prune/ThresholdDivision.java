package org.unit430.firmware.prune;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How the threshold t of a magnitude m is made from T, in integers: a product of m and the other
 * operand is executed iff the other's magnitude exceeds t. All clamp to 32767, above every 16-bit
 * magnitude, so that such a threshold skips everything; bounds below are those before the clamp.
 * All fall as m grows and rise with T, so that a larger T skips whatever a smaller one does.
 * prior-art.md sections 2 and 6.
 *
 * <p>With T = 2^i (1 + a), m = 2^k (1 + b), 0 &lt;= a, b &lt; 1: i and k are the exponents, a and b
 * the mantissas.
 */
public enum ThresholdDivision {
  /**
   * t = floor(T / m). Since |x|*|w| &gt; T iff |w| &gt; floor(T / |x|) for integers, the skip set
   * is that of the product test, multiply-accumulate for multiply-accumulate.
   */
  EXACT(false, false, "floor(T/m)", "0") {
    @Override
    long quotient(int product, int magnitude) {
      return product / magnitude;
    }
  },
  /**
   * t = floor(T / 2^k). From 2^k &lt;= m &lt; 2^(k+1): floor(T/m) &lt;= t &lt;= 2 floor(T/m) + 1,
   * so it never keeps what exact division skips, and skips products up to about 2T.
   */
  SHIFT(true, false, "floor(T/2^k)", "floor(T/m) to 2 floor(T/m) + 1") {
    @Override
    long quotient(int product, int magnitude) {
      return product >> exponent(magnitude);
    }
  },
  /**
   * The thresholds of {@link #SHIFT}, and so its bound; but k is found by binary search, and each
   * of the 15 leaves returns a constant made offline: nothing is shifted. The routine belongs to
   * one T.
   */
  TREE(true, true, "floor(T/2^k), by search", "floor(T/m) to 2 floor(T/m) + 1") {
    @Override
    long quotient(int product, int magnitude) {
      return product >> exponent(magnitude);
    }
  },
  /**
   * t = floor(2^(i-k)), 0 for T = 0: both operands are cut to their exponents. 2^(i-k) (1 + a) / (1
   * + b) being T / m, (T/m) / 2 &lt; 2^(i-k) &lt; 2 T / m, so that floor(floor(T/m) / 2) &lt;= t
   * &lt;= 2 floor(T/m) + 1. It errs to both sides: it keeps products below T and skips products
   * above. Integers have no exponent field, so that it is found as for {@link #TREE}, of which this
   * is the tree for 2^i.
   */
  MASK(true, true, "floor(2^(i-k))", "floor(T/m) / 2 to 2 floor(T/m) + 1") {
    @Override
    long quotient(int product, int magnitude) {
      return Integer.highestOneBit(product) >> exponent(magnitude);
    }
  },
  /**
   * t = floor(T / m) made offline. In a convolution, where m is a weight, thresholds lie beside the
   * weights in words that other divisions fill at run time: no run-time cost at all, and no FRAM
   * beyond theirs. In a fully connected layer m is an activation, and a table over all of them
   * would take 64 KB a layer: there the routine of {@link #EXACT} is called.
   */
  TABLE(false, true, "floor(T/m), offline", "0") {
    @Override
    long quotient(int product, int magnitude) {
      return product / magnitude;
    }
  },
  /**
   * A table of reciprocals and one multiplication. With n = 15 - k, j = floor(m 2^n / 256), 128 to
   * 255, and R = floor(2^31 / (256 j + 255)): t = floor(floor(T 2^n / 2^15) R / 2^16).
   *
   * <p>m 2^n &lt;= 256 j + 255, so t &lt;= T / m: it never skips a product above T. 256 j + 255
   * &lt; m 2^n (1 + 2^-7), both factors lose less than 1 to their rounding, and the other factor is
   * below 2^16 each time: t &gt; (T / m) / (1 + 2^-7) - 3.
   */
  RECIPROCAL(false, false, "T * table(m)", "(T/m) / 1.0079 - 3 to floor(T/m)") {
    @Override
    long quotient(int product, int magnitude) {
      if (product >> 15 >= magnitude) {
        return LARGEST_THRESHOLD;
      }
      int n = 15 - exponent(magnitude);
      long reciprocal = (1L << 31) / ((magnitude << n) | 255);
      return ((((long) product << n) >> 15) * reciprocal) >> 16;
    }
  },
  /**
   * Mitchell's logarithms, log2(1 + a) being taken for a (IRE Trans. EC-11, 1962): t = floor(M), M
   * = 2^(i-k) (1 + a - b) if a &gt;= b, else 2^(i-k) (1 + (a - b) / 2); 0 for T = 0.
   *
   * <p>M / (T/m) is 1 + b (a - b) / (1 + a) in the first case, largest at b = a/2, and 1 + (b - a)
   * (1 - b) / (2 (1 + a)) in the second, largest at a = 0 and b = 1/2: T / m &lt;= M &lt;= 9/8 T /
   * m in both. So floor(T/m) &lt;= t &lt;= 9/8 T / m: it never keeps what exact division skips, and
   * skips products up to 9/8 T. The routine belongs to one T, whose logarithm is a constant in it.
   */
  MITCHELL(true, true, "2^(log T - log m)", "floor(T/m) to 9/8 T/m") {
    @Override
    long quotient(int product, int magnitude) {
      if (product == 0) {
        return 0;
      }
      int i = exponent(product);
      int k = exponent(magnitude);
      long a = ((long) product << k) - (1L << (i + k)); // a and b, times 2^(i+k)
      long b = ((long) magnitude << i) - (1L << (i + k));
      long one = 1L << (i + k);
      return a >= b ? (one + a - b) >> (2 * k) : (2 * one + a - b) >> (2 * k + 1);
    }
  };

  /** The largest threshold; no 16-bit magnitude exceeds it. */
  public static final int LARGEST_THRESHOLD = 32767;

  /** What {@code unit} stands for where no division is named. */
  public static final List<ThresholdDivision> DEFAULTS = List.of(EXACT, SHIFT);

  private final boolean skipsAbove;
  private final boolean ofOneProduct;
  private final String formula;
  private final String bound;

  ThresholdDivision(boolean skipsAbove, boolean ofOneProduct, String formula, String bound) {
    this.skipsAbove = skipsAbove;
    this.ofOneProduct = ofOneProduct;
    this.formula = formula;
    this.bound = bound;
  }

  abstract long quotient(int product, int magnitude);

  private static int exponent(int number) {
    return 31 - Integer.numberOfLeadingZeros(number);
  }

  /** Whether t can exceed T / m, so that a product above T is skipped. */
  public boolean canSkipAboveThreshold() {
    return skipsAbove;
  }

  /** Whether the routine is assembled for one T, so that each layer needs its own. */
  public boolean isOfOneProduct() {
    return ofOneProduct;
  }

  /** How t is defined, in a few characters; k and i are the exponents of m and T. */
  public String formula() {
    return formula;
  }

  /** The proven range of t, before the clamp. */
  public String bound() {
    return bound;
  }

  /**
   * The threshold for one operand.
   *
   * @param product T at the accumulator's scale, 0 to 2^31-1
   * @param magnitude |x| or |w|, 1 to 32767
   * @return t, 0 to 32767: the other operand is kept iff its magnitude exceeds t
   */
  public int threshold(int product, int magnitude) {
    if (product < 0) {
      throw new IllegalArgumentException("a threshold of " + product + " is negative");
    }
    if (magnitude < 1 || magnitude > LARGEST_THRESHOLD) {
      throw new IllegalArgumentException("a magnitude of " + magnitude + " is not 1 to 32767");
    }
    return (int) Math.min(LARGEST_THRESHOLD, quotient(product, magnitude));
  }

  /** The name on the command line and in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The division with that {@link #label()}. */
  public static Optional<ThresholdDivision> byLabel(String label) {
    return Arrays.stream(values()).filter(division -> division.label().equals(label)).findFirst();
  }
}
