package org.unit430.cli.validate;

/**
 * What the program says about a row.
 *
 * @param value in the row's unit
 * @param low lower end of the 95 % interval, or of what placements of the code give
 * @param high upper end
 * @param basis whether the fit behind it saw the row
 */
record Prediction(double value, double low, double high, Basis basis) {
  /** What a prediction knew of the measurement that it is compared with. */
  enum Basis {
    /** Nothing: the row is in no fit. */
    UNSEEN("not in the fit"),
    /** Nothing: the row is in the fit, and the prediction is that of a fit without it. */
    LEFT_OUT("left out"),
    /** The row alone decides a coefficient, so that no fit can do without it. Not scored. */
    FITTED("fitted"),
    /** What the user's table says. Whether it was fitted to the row only the user can know. */
    GIVEN("table given");

    private final String label;

    Basis(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** A figure that no fit has a part in, such as cycles. */
  static Prediction exact(double value) {
    return new Prediction(value, value, value, Basis.UNSEEN);
  }
}
