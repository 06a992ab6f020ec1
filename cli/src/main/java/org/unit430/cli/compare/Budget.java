package org.unit430.cli.compare;

/**
 * What a search may give up, and for what.
 *
 * @param points of accuracy on the calibration split
 * @param ofThresholds whether thresholds are searched too, rather than put at one percentile
 * @param minimise what is made small
 */
public record Budget(double points, boolean ofThresholds, Minimise minimise) {
  /** What holds if nobody says anything. */
  public static final Budget DEFAULT = new Budget(1, false, Minimise.ENERGY);

  // Shares of inputs are not exact in binary.
  private static final double ROUNDING = 1e-9;

  /**
   * How many inputs may be labelled wrong.
   *
   * @param reference correct ones of all, with nothing skipped
   */
  int errors(int reference, int inputs) {
    return inputs - reference + (int) Math.floor(points / 100 * inputs + ROUNDING);
  }

  /** The points, as short as can be. */
  String text() {
    String number = points == Math.rint(points) ? "%.0f".formatted(points) : "" + points;
    return number + (points == 1 ? " point" : " points");
  }
}
