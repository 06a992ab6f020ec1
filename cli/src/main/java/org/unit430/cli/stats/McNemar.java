package org.unit430.cli.stats;

import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * McNemar's test of two classifiers on the same inputs (McNemar, "Note on the sampling error of the
 * difference between correlated proportions or percentages", Psychometrika 12, 1947), in its exact
 * form: if both are equally good, each input that only one of them gets right is as likely to be
 * the one's as the other's.
 *
 * @param onlyFirst inputs that only the first gets right
 * @param onlySecond inputs that only the second gets right
 */
public record McNemar(int onlyFirst, int onlySecond) {
  private static final double SIGNIFICANT = 0.05;

  /** Checks the range. */
  public McNemar {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException("counts must not be negative");
    }
  }

  /**
   * Compares two classifiers.
   *
   * @param first whether the first gets each input right
   * @param second whether the second does; as long
   * @throws IllegalArgumentException if the lengths differ
   */
  public static McNemar of(boolean[] first, boolean[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(
          "%d and %d inputs are no pairs".formatted(first.length, second.length));
    }
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < first.length; i++) {
      onlyFirst += first[i] && !second[i] ? 1 : 0;
      onlySecond += second[i] && !first[i] ? 1 : 0;
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  /**
   * The two-sided exact p-value: how likely so uneven a division or a more uneven one is by chance.
   *
   * @return 0 to 1; 1 if no input tells the two apart
   */
  public double pValue() {
    int discordant = onlyFirst + onlySecond;
    if (discordant == 0) {
      return 1;
    }
    // No generator: the distribution is only asked, never drawn from.
    BinomialDistribution fair = new BinomialDistribution(null, discordant, 0.5);
    // A sum, because cumulativeProbability is 1 minus something and so 0 below 1e-16.
    double tail =
        IntStream.rangeClosed(0, Math.min(onlyFirst, onlySecond))
            .mapToDouble(fair::probability)
            .sum();
    return Math.min(1, 2 * tail);
  }

  /** Whether chance explains the difference at the 5 % level. */
  public boolean withinNoise() {
    return pValue() >= SIGNIFICANT;
  }
}
