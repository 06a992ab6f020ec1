package org.unit430.energy;

import org.unit430.simulator.device.OperatingPoint;

/**
 * Where a table may be used.
 *
 * @param lowVolts lowest supply voltage, V
 * @param highVolts highest supply voltage, V
 * @param lowHertz lowest MCLK, Hz
 * @param highHertz highest MCLK, Hz
 * @param source who says so
 */
public record OperatingRange(
    double lowVolts, double highVolts, double lowHertz, double highHertz, String source) {
  /** Checks that the ranges are not empty. */
  public OperatingRange {
    if (!(lowVolts > 0) || !(highVolts >= lowVolts) || Double.isInfinite(highVolts)) {
      throw new IllegalArgumentException(
          "no supply range: " + lowVolts + " to " + highVolts + " V");
    }
    if (!(lowHertz > 0) || !(highHertz >= lowHertz) || Double.isInfinite(highHertz)) {
      throw new IllegalArgumentException(
          "no clock range: " + lowHertz + " to " + highHertz + " Hz");
    }
  }

  /**
   * Refuses a point outside.
   *
   * @param table the table's id, for the message
   * @throws OutsideTableException naming the limit
   */
  void check(String table, OperatingPoint point) {
    double volts = point.supplyVolts();
    if (volts < lowVolts || volts > highVolts) {
      throw new OutsideTableException(
          "energy table %s holds from %s V to %s V, not at %s V"
              .formatted(table, lowVolts, highVolts, volts));
    }
    double hertz = point.mclkHertz();
    if (hertz < lowHertz || hertz > highHertz) {
      throw new OutsideTableException(
          "energy table %s holds from %s MHz to %s MHz, not at %s MHz"
              .formatted(table, lowHertz / 1e6, highHertz / 1e6, hertz / 1e6));
    }
  }
}
