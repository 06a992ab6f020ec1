package org.unit430.energy;

/**
 * A number with its unit.
 *
 * @param value how many, finite
 * @param unit of what
 */
public record Quantity(double value, Unit unit) {
  /** Refuses what is not a number. */
  public Quantity {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a finite number: " + value);
    }
  }

  /** The quantity in coulombs, amperes or amperes per volt. */
  public double inBaseUnits() {
    return value * unit.inBaseUnits();
  }

  @Override
  public String toString() {
    return value + " " + unit.symbol();
  }
}
