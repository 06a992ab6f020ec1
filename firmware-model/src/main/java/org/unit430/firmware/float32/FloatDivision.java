package org.unit430.firmware.float32;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.unit430.firmware.prune.ThresholdDivision;

/**
 * How the threshold t of a magnitude m is made from T in single precision: a product of m and the
 * other operand is executed iff the other's magnitude exceeds t. The approximations work on IEEE
 * 754 exponents, which a float, unlike an integer, has at hand. {@link #ordinal} is DIVISION of
 * float.inc.
 *
 * <p>With T = 2^i (1 + a), m = 2^k (1 + b), 0 &lt;= a, b &lt; 1, both normal. Where an
 * approximation's exponent leaves the range of normal numbers t is 0 below and infinity above; T =
 * 0 gives t = 0. The exponent of a subnormal m counts as -127. All rise with T and fall as m grows.
 */
public enum FloatDivision {
  /**
   * t = T / m, rounded to nearest: |t - T/m| &lt;= 2^-24 T/m where t is normal. A product may be
   * skipped that exceeds T by that much, and no more.
   */
  EXACT(ThresholdDivision.EXACT, "T/m", "T/m (1 +- 2^-24)") {
    @Override
    float quotient(float product, float magnitude) {
      return product / magnitude;
    }
  },
  /**
   * t = T 2^-k: exponents are subtracted, T's mantissa is kept. T/m = t / (1 + b), so T/m &lt;= t
   * &lt; 2 T/m: it never keeps what the exact quotient skips, and skips products below 2T.
   */
  SHIFT(ThresholdDivision.SHIFT, "T*2^-k", "T/m to 2 T/m") {
    @Override
    float quotient(float product, float magnitude) {
      int bits = Float.floatToRawIntBits(product);
      return scaled((bits & EXPONENT) - exponent(magnitude), bits & ~EXPONENT);
    }
  },
  /**
   * t = 2^(i-k): both operands are masked to their exponents (prior-art.md section 1). t = T/m (1 +
   * b) / (1 + a), so T/m / 2 &lt; t &lt; 2 T/m: it errs to both sides.
   */
  MASK(ThresholdDivision.MASK, "2^(i-k)", "T/m / 2 to 2 T/m") {
    @Override
    float quotient(float product, float magnitude) {
      return scaled(exponent(product) - exponent(magnitude), 0);
    }
  },
  /**
   * The bits of T less those of m and plus those of 1.0 (Mitchell's logarithms: a float's bits are
   * its logarithm with linear mantissa). t = 2^(i-k) (1 + a - b) if a &gt;= b, else 2^(i-k) (1 + (a
   * - b) / 2), so T/m &lt;= t &lt;= 9/8 T/m as proven at {@link ThresholdDivision#MITCHELL}.
   */
  MITCHELL(ThresholdDivision.MITCHELL, "2^(log T - log m)", "T/m to 9/8 T/m") {
    @Override
    float quotient(float product, float magnitude) {
      int difference = Float.floatToRawIntBits(product) - Float.floatToRawIntBits(magnitude);
      return scaled(difference, 0);
    }
  };

  private static final int EXPONENT = 0x7F800000;
  private static final int ONE = 0x3F800000;
  private static final int LEAST_NORMAL = 0x00800000;

  private final ThresholdDivision division;
  private final String formula;
  private final String bound;

  FloatDivision(ThresholdDivision division, String formula, String bound) {
    this.division = division;
    this.formula = formula;
    this.bound = bound;
  }

  abstract float quotient(float product, float magnitude);

  private static int exponent(float number) {
    return Float.floatToRawIntBits(number) & EXPONENT;
  }

  /** Bits of an exponent's difference brought to a number, with a mantissa; cut at both ends. */
  private static float scaled(int difference, int mantissa) {
    if (difference >= EXPONENT - ONE) {
      return Float.POSITIVE_INFINITY;
    }
    return difference < LEAST_NORMAL - ONE ? 0 : Float.intBitsToFloat(difference + ONE + mantissa);
  }

  /**
   * The threshold for one operand.
   *
   * @param product T, not negative, finite
   * @param magnitude |x| or |w|, above 0, finite
   * @return t: the other operand is kept iff its magnitude exceeds t
   */
  public float threshold(float product, float magnitude) {
    return product == 0 ? 0 : quotient(product, magnitude);
  }

  /** Whether t can exceed T / m, so that a product above T is skipped: all can. */
  public boolean canSkipAboveThreshold() {
    return true;
  }

  /** How t is defined, in a few characters; k and i are the exponents of m and T. */
  public String formula() {
    return formula;
  }

  /** The proven range of t, before it is cut at the ends of the exponents' range. */
  public String bound() {
    return bound;
  }

  /** The name on the command line and in reports. */
  public String label() {
    return division.label();
  }

  /**
   * The float form of a division.
   *
   * @throws IllegalArgumentException saying why there is none, and which there are
   */
  public static FloatDivision of(ThresholdDivision division) {
    return find(division)
        .orElseThrow(() -> new IllegalArgumentException(refusal(division).orElseThrow()));
  }

  /** Why a division has no float form, and which there are; empty if it has one. */
  public static Optional<String> refusal(ThresholdDivision division) {
    if (find(division).isPresent()) {
      return Optional.empty();
    }
    String names =
        Arrays.stream(values()).map(FloatDivision::label).collect(Collectors.joining(", "));
    return Optional.of(
        "division %s makes no sense in float32: %s; there are %s"
            .formatted(division.label(), reason(division), names));
  }

  private static Optional<FloatDivision> find(ThresholdDivision division) {
    return Arrays.stream(values()).filter(own -> own.division == division).findFirst();
  }

  private static String reason(ThresholdDivision division) {
    return switch (division) {
      case TREE -> "it searches for an exponent that a float has at hand, which shift uses";
      case TABLE -> "its magnitudes are too many for a table";
      case RECIPROCAL -> "its table is made for 16-bit magnitudes";
      case EXACT, SHIFT, MASK, MITCHELL -> throw new IllegalArgumentException(division.label());
    };
  }
}
