package org.unit430.firmware.cost;

import java.util.List;
import org.unit430.firmware.cost.ForcedRun.Operands;

/**
 * What sums in single precision take at most: not as many times the slowest addition as there are
 * additions, since that one, in which 24 places cancel, makes the sum so small that another number
 * has to make it large before as much can cancel again.
 *
 * <p>An addition's loops go round as often as the exponents of the sum E and of the product p say,
 * and, where these differ by 1 at most and the signs do, how many places cancel. All such cases are
 * gone through. To the cycles of each a rate times the growth of E is added: cancelling is the
 * cheaper for it, by as much as the growth that has to come before is dearer. Let C be the largest
 * of these charges. The growths of a sum add up to what lies between its last exponent and its
 * first, so n additions take n C and the rate times that distance at most (the potential method:
 * Tarjan, SIAM Journal on Algebraic and Discrete Methods 6, 1985). That holds at any rate; the one
 * that gives the least is taken.
 *
 * <p>A sum of 0 has the least exponent of all. For the routine, 0 and subnormal numbers have the
 * exponent -126.
 */
final class FloatSumCosts {
  /** Of a float. */
  static final int SIGNIFICAND_BITS = 24;

  // From this distance on only whether an operand is zero can be seen; nothing is moved.
  private static final int FARTHEST = 32;

  private static final long RATES_PER_CYCLE = 8;

  // Cancelling another place costs less than this many cycles.
  private static final long HIGHEST_RATE = 32 * RATES_PER_CYCLE;

  private static final float BELOW_TWO = Math.nextDown(2f);

  // By the distance of the exponents: signs alike; and not, with no place cancelled, and with one.
  private final long[] alike = new long[FARTHEST + 1];
  private final long[] keeping = new long[FARTHEST + 1];
  private final long[] unlike = new long[FARTHEST + 1];
  // By the places that cancel, from a distance of 0 or 1.
  private final long[] cancelling = new long[SIGNIFICAND_BITS + 1];
  private final long vanishing;

  /**
   * Measures.
   *
   * @param addition address of the routine
   */
  FloatSumCosts(CallCosts calls, int addition) {
    vanishing = calls.of(addition, Operands.of(1, -1));
    for (int distance = 0; distance <= FARTHEST; distance++) {
      float least = Math.scalb(1f, -distance);
      float most = Math.scalb(BELOW_TWO, -distance);
      alike[distance] = calls.most(addition, List.of(Operands.of(1, least), Operands.of(1, most)));
      // Of equal exponents something cancels. A difference of 0 takes no round of a loop either.
      keeping[distance] =
          distance == 0 ? vanishing : calls.of(addition, Operands.of(BELOW_TWO, -least));
      unlike[distance] = Math.max(keeping[distance], calls.of(addition, Operands.of(1, -most)));
    }
    cancelling[0] = calls.of(addition, Operands.of(1.5f, -0.5f));
    for (int places = 1; places <= SIGNIFICAND_BITS; places++) {
      float left = Math.scalb(1f, -places);
      cancelling[places] =
          Math.max(
              calls.of(addition, Operands.of(1, left - 1)),
              calls.of(addition, Operands.of(1 + left, -1)));
    }
  }

  /**
   * The most cycles of a layer's additions.
   *
   * @param layer whose products are 0 or normal numbers
   * @param additions in all
   * @param sums to which these belong, each of which began with a bias
   */
  long most(FloatExponents layer, long additions, long sums) {
    int bottom = Math.max(layer.leastSum(), Float.MIN_EXPONENT);
    long begin = Math.max(layer.mostBias() - bottom, 0);
    long least = Long.MAX_VALUE;
    for (long rate = 0; rate <= HIGHEST_RATE; rate++) {
      least = Math.min(least, charge(layer, bottom, rate) * additions + rate * begin * sums);
    }
    return (least + RATES_PER_CYCLE - 1) / RATES_PER_CYCLE;
  }

  /** The largest charge of an addition, at a rate in parts of a cycle. */
  private long charge(FloatExponents layer, int bottom, long rate) {
    long largest = of(either(0), 0, rate);
    for (int product = layer.least(); product <= layer.most(); product++) {
      // A sum of 0 becomes the product.
      long begun = either(product - Float.MIN_EXPONENT);
      largest = Math.max(largest, of(begun, product - bottom, rate));
    }
    for (int sum = bottom; sum <= layer.most(); sum++) {
      // A product of 0 changes nothing.
      largest = Math.max(largest, of(either(sum - Float.MIN_EXPONENT), 0, rate));
      for (int product = layer.least(); product <= layer.most(); product++) {
        largest = Math.max(largest, charge(sum, product, bottom, rate));
      }
    }
    return largest;
  }

  private long charge(int sum, int product, int bottom, long rate) {
    int larger = Math.max(sum, product);
    int distance = Math.min(Math.abs(sum - product), FARTHEST);
    long largest = of(alike[distance], larger + 1 - sum, rate);
    if (distance > 1) {
      return Math.max(largest, of(unlike[distance], larger - sum, rate));
    }
    for (int places = 0; places <= SIGNIFICAND_BITS && larger - places >= bottom; places++) {
      largest = Math.max(largest, of(cancelling[places], larger - places - sum, rate));
    }
    return Math.max(largest, of(vanishing, bottom - sum, rate));
  }

  /** The cycles where one operand is 0, at the distance of the exponents, whatever the signs. */
  private long either(int distance) {
    int index = Math.min(distance, FARTHEST);
    return Math.max(alike[index], keeping[index]);
  }

  private static long of(long cycles, int growth, long rate) {
    return RATES_PER_CYCLE * cycles + rate * growth;
  }
}
