package org.unit430.firmware.cost;

import java.util.List;

/**
 * Which inputs a bound in single precision holds for: those of which every value is 0, or its
 * magnitude is 2^least or more, and below 2^(most + 1).
 *
 * @param least exponent of the smallest magnitude but 0, -149 for any
 * @param most exponent of the largest magnitude, 127 for any
 */
public record FloatInputs(int least, int most) {
  static final int LEAST_EXPONENT = -149;

  /** Every input, subnormal and huge ones, too. */
  public static final FloatInputs ANY = new FloatInputs(LEAST_EXPONENT, Float.MAX_EXPONENT);

  /**
   * What a sensor can deliver: samples of 24 bits at most, scaled to the neighbourhood of 1. The
   * largest magnitude is below 256.
   */
  public static final FloatInputs SENSOR = new FloatInputs(-24, 7);

  /** Checks the range. */
  public FloatInputs {
    if (least < LEAST_EXPONENT || most > Float.MAX_EXPONENT || least > most) {
      throw new IllegalArgumentException("inputs of 2^%d to 2^%d".formatted(least, most));
    }
  }

  /** Whether the range has all of some inputs. */
  public boolean has(List<float[]> inputs) {
    for (float[] input : inputs) {
      for (float number : input) {
        int exponent = exponent(number);
        if (number != 0 && (exponent < least || exponent > most)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The smallest magnitude but 0. */
  public float smallest() {
    return Math.scalb(1f, least);
  }

  /** The largest magnitude. */
  public float largest() {
    return Math.scalb(Math.nextDown(2f), most);
  }

  /** The exponent of the leading one, of subnormal numbers, too. */
  static int exponent(float number) {
    int exponent = Math.getExponent(number);
    return exponent >= Float.MIN_EXPONENT
        ? exponent
        : LEAST_EXPONENT
            + 31
            - Integer.numberOfLeadingZeros(Float.floatToRawIntBits(Math.abs(number)));
  }
}
