package org.unit430.energy;

import java.util.List;

/**
 * How the charges of events change with the operating point. On FRAM devices they do not. A core
 * without a regulator draws more charge at a higher supply voltage; a core whose regulator has
 * steps draws more at the higher ones, which higher clocks need.
 *
 * @param supplySlope change of every charge for a volt of supply, as a share of it at the reference
 *     voltage, 1/V
 * @param steps what charges are multiplied with up to some clocks; clocks strictly rise. Empty
 *     where the clock does not matter
 * @param source where that comes from
 */
public record CoreScale(double supplySlope, List<Step> steps, String source) {
  /**
   * A step of the core voltage.
   *
   * @param upToHertz the highest MCLK that it allows, Hz
   * @param factor what charges are multiplied with, above 0
   */
  public record Step(double upToHertz, double factor) {
    /** Checks the factor. */
    public Step {
      if (!(factor > 0)) {
        throw new IllegalArgumentException("core: a factor must be above 0");
      }
    }
  }

  /** Copies the list and checks the order. */
  public CoreScale {
    steps = List.copyOf(steps);
    for (int i = 1; i < steps.size(); i++) {
      if (!(steps.get(i).upToHertz() > steps.get(i - 1).upToHertz())) {
        throw new IllegalArgumentException("core: upToHertz must rise from step to step");
      }
    }
  }

  /**
   * What charges are multiplied with; above the last step it stays that of the last step, and the
   * table's range decides whether one may ask.
   *
   * @param mclkHertz MCLK, Hz
   * @param voltsAboveReference supply voltage less that which the charges hold at, V
   */
  public double factor(double mclkHertz, double voltsAboveReference) {
    double byVoltage = 1 + supplySlope * voltsAboveReference;
    double byClock = 1;
    for (Step step : steps) {
      byClock = step.factor();
      if (mclkHertz <= step.upToHertz()) {
        break;
      }
    }
    return byVoltage * byClock;
  }
}
