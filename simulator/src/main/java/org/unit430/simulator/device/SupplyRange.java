package org.unit430.simulator.device;

/**
 * The supply voltage that a device works with.
 *
 * @param minimumVolts lowest, V
 * @param maximumVolts highest, V
 */
public record SupplyRange(double minimumVolts, double maximumVolts) {
  /** Checks the order. */
  public SupplyRange {
    if (!(minimumVolts > 0 && minimumVolts <= maximumVolts)) {
      throw new IllegalArgumentException(
          "the supply goes from " + minimumVolts + " V to " + maximumVolts + " V");
    }
  }
}
