package org.unit430.firmware.prune;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How the threshold t = T / magnitude is made, in integers. All clamp to 32767, above every 16-bit
 * magnitude, so that such a threshold skips everything. prior-art.md section 2.
 */
public enum ThresholdDivision {
  /**
   * t = floor(T / m). Since |x|*|w| &gt; T iff |w| &gt; floor(T / |x|) for integers, the skip set
   * is that of the product test, multiply-accumulate for multiply-accumulate.
   */
  EXACT {
    @Override
    long quotient(int product, int magnitude) {
      return product / magnitude;
    }
  },
  /**
   * t = floor(T / 2^k) with k = floor(log2 m). From 2^k &lt;= m &lt; 2^(k+1): floor(T/m) &lt;= t
   * &lt;= 2 floor(T/m) + 1, so it never keeps what exact division skips, and skips products up to
   * about 2T.
   */
  SHIFT {
    @Override
    long quotient(int product, int magnitude) {
      return product >> (31 - Integer.numberOfLeadingZeros(magnitude));
    }
  };

  /** The largest threshold; no 16-bit magnitude exceeds it. */
  public static final int LARGEST_THRESHOLD = 32767;

  abstract long quotient(int product, int magnitude);

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
