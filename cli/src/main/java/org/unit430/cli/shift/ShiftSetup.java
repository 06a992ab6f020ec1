package org.unit430.cli.shift;

import org.unit430.cli.ClockOption;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.device.OperatingPoint;

/**
 * What a study is made of.
 *
 * @param inputs that judge each domain, 1 or more; fewer where a domain has not so many
 * @param seed which of them
 * @param unit how UnIT is executed
 * @param percentile of each layer's non-zero products at which UnIT's threshold is put
 * @param calibrationInputs that set formats, and thresholds
 * @param mclkMegahertz 8 or 16
 * @param supplyVolts at VCC
 */
record ShiftSetup(
    int inputs,
    long seed,
    Method unit,
    double percentile,
    int calibrationInputs,
    int mclkMegahertz,
    double supplyVolts) {

  /** One FRAM wait state above 8 MHz (SLASE54 5.3). */
  OperatingPoint point() {
    return ClockOption.point(mclkMegahertz, supplyVolts);
  }
}
