package org.unit430.energy;

/**
 * One number of an energy table with its past.
 *
 * @param name how events refer to it, for example {@code lineFill}
 * @param quantity its value, 0 or more
 * @param standardUncertainty one standard deviation, in the unit of the quantity, 0 or more
 * @param conditions where it holds
 * @param source where it comes from
 */
public record Coefficient(
    String name, Quantity quantity, double standardUncertainty, String conditions, String source) {
  /** Checks the ranges. */
  public Coefficient {
    if (!(quantity.value() >= 0)) {
      throw new IllegalArgumentException("value must not be negative: " + quantity.value());
    }
    if (!(standardUncertainty >= 0) || Double.isInfinite(standardUncertainty)) {
      throw new IllegalArgumentException(
          "standardUncertainty must be 0 or more: " + standardUncertainty);
    }
    if (name.isBlank() || conditions.isBlank() || source.isBlank()) {
      throw new IllegalArgumentException("name, conditions and source must say something");
    }
  }
}
