package org.unit430.cli.compare;

/**
 * What a search may give up, and for what.
 *
 * @param points of accuracy on the calibration split
 * @param minimise what is made small
 */
public record Budget(double points, Minimise minimise) {
  // Shares of inputs are not exact in binary.
  private static final double ROUNDING = 1e-9;

  /**
   * Whether an accuracy is within the budget.
   *
   * @param correct of so many inputs
   * @param reference correct ones with nothing skipped
   */
  boolean allows(int correct, int reference, int inputs) {
    return 100.0 * (reference - correct) / inputs <= points + ROUNDING;
  }

  /** The points, as short as can be. */
  String text() {
    String number = points == Math.rint(points) ? "%.0f".formatted(points) : "" + points;
    return number + (points == 1 ? " point" : " points");
  }
}
