package org.unit430.cli.stats;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.unit430.firmware.dataset.SplitMix64;

/**
 * What a figure of two methods differs by, with the percentile interval of the paired bootstrap
 * (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13): inputs are drawn
 * again and again with replacement, each with the figures of both methods, because what makes an
 * input dear for one makes it dear for the other.
 *
 * <p>The interval tells what other inputs of the same kind would do. It knows nothing of errors
 * that all inputs share, such as those of an energy table.
 *
 * @param difference mean of first minus second
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 * @param ratio sum of first over sum of second
 * @param lowRatio lower end of its 95 % interval
 * @param highRatio upper end of its 95 % interval
 */
public record PairedBootstrap(
    double difference, double low, double high, double ratio, double lowRatio, double highRatio) {
  /** How often inputs are drawn. */
  public static final int RESAMPLES = 2_000;

  private static final double LOW_PERCENT = 2.5;
  private static final double HIGH_PERCENT = 97.5;

  /**
   * Compares a figure of two methods.
   *
   * @param first of each input, above 0
   * @param second of the same inputs
   * @param seed decides the draws; the same seed gives the same interval
   * @throws IllegalArgumentException if there are no inputs or the lengths differ
   */
  public static PairedBootstrap of(double[] first, double[] second, long seed) {
    if (first.length != second.length || first.length == 0) {
      throw new IllegalArgumentException(
          "%d and %d inputs are no pairs".formatted(first.length, second.length));
    }
    SplitMix64 random = new SplitMix64(seed);
    double[] differences = new double[RESAMPLES];
    double[] ratios = new double[RESAMPLES];
    for (int sample = 0; sample < RESAMPLES; sample++) {
      double firstSum = 0;
      double secondSum = 0;
      for (int i = 0; i < first.length; i++) {
        int drawn = random.nextInt(first.length);
        firstSum += first[drawn];
        secondSum += second[drawn];
      }
      differences[sample] = (firstSum - secondSum) / first.length;
      ratios[sample] = firstSum / secondSum;
    }
    double firstSum = sum(first);
    double secondSum = sum(second);
    return new PairedBootstrap(
        (firstSum - secondSum) / first.length,
        new Percentile(LOW_PERCENT).evaluate(differences),
        new Percentile(HIGH_PERCENT).evaluate(differences),
        firstSum / secondSum,
        new Percentile(LOW_PERCENT).evaluate(ratios),
        new Percentile(HIGH_PERCENT).evaluate(ratios));
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /** Whether the interval holds 0: other inputs might turn the difference round. */
  public boolean withinNoise() {
    return low <= 0 && high >= 0;
  }
}
