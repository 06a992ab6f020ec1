package org.unit430.simulator.device;

/**
 * Clock, supply and wait states under which a stretch of code ran.
 *
 * @param mclkHertz CPU clock, Hz, above 0
 * @param supplyVolts supply voltage at VCC, V, above 0
 * @param framWaitStates the NWAITS setting of FRCTL0, 0 to 15
 */
public record OperatingPoint(double mclkHertz, double supplyVolts, int framWaitStates) {
  /** Checks the ranges. */
  public OperatingPoint {
    if (!(mclkHertz > 0)) {
      throw new IllegalArgumentException("mclkHertz must be above 0, not " + mclkHertz);
    }
    if (!(supplyVolts > 0)) {
      throw new IllegalArgumentException("supplyVolts must be above 0, not " + supplyVolts);
    }
    if (framWaitStates < 0 || framWaitStates > 15) {
      throw new IllegalArgumentException("framWaitStates must be 0 to 15, not " + framWaitStates);
    }
  }
}
