package org.unit430.energy.calibration;

import java.util.List;

/** The observations cannot tell some coefficients; the message names them. */
public final class UnderdeterminedFitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient List<String> coefficients;

  UnderdeterminedFitException(List<String> coefficients) {
    super(
        "the measurements do not determine "
            + String.join(", ", coefficients)
            + "; add rows that isolate them");
    this.coefficients = List.copyOf(coefficients);
  }

  /** The coefficients that are open. */
  public List<String> coefficients() {
    return coefficients;
  }
}
