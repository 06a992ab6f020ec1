package org.unit430.energy.calibration;

/** How the committed table and its report are made again. */
final class CalibrationCommand {
  static final String TEXT = "mvn -pl energy-tables -am test -Dunit430.regenerate=true";

  private CalibrationCommand() {}
}
