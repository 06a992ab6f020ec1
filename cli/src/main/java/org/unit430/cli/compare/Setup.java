package org.unit430.cli.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.unit430.cli.ClockOption;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.simulator.device.OperatingPoint;

/**
 * What a comparison is made of.
 *
 * @param workload name
 * @param data directory of the original files, where the workload needs it
 * @param inputs test inputs, 1 or more
 * @param seed which test inputs
 * @param mclkMegahertz 8 or 16
 * @param supplyVolts at VCC
 * @param methods in the order of the rows
 * @param percentile of non-zero products at which UnIT's thresholds are put
 * @param thresholds what shares one
 * @param budget of searches
 * @param calibrationInputs inputs of the calibration split that set scales and thresholds
 * @param fidelity how costs are found
 * @param arithmetic what kernels compute in
 * @param multiplier what kernels multiply on
 */
public record Setup(
    String workload,
    Optional<Path> data,
    int inputs,
    long seed,
    int mclkMegahertz,
    double supplyVolts,
    List<Method> methods,
    double percentile,
    ThresholdScope thresholds,
    Budget budget,
    int calibrationInputs,
    Fidelity fidelity,
    Arithmetic arithmetic,
    Multiplier multiplier) {
  /** Copies the list. */
  public Setup {
    methods = List.copyOf(methods);
  }

  /** The clock, supply and wait states of the run: one wait state above 8 MHz (SLASE54 5.3). */
  public OperatingPoint point() {
    return ClockOption.point(mclkMegahertz, supplyVolts);
  }
}
