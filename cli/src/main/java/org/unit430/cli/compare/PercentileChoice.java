package org.unit430.cli.compare;

import java.util.List;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;

/**
 * Thresholds at percentiles of their own, and how they were found.
 *
 * @param method whose they are
 * @param thresholds found
 * @param percents of each layer's groups, or of each layer
 * @param correct calibration inputs labelled right
 * @param reference the same of the network with nothing skipped
 * @param cost of an inference at these thresholds, on the calibration inputs that were measured
 * @param costAtZero the same at T = 0
 * @param tried sets of thresholds whose accuracy was looked at
 */
record PercentileChoice(
    Method method,
    Thresholds thresholds,
    List<List<Double>> percents,
    int correct,
    int reference,
    double cost,
    double costAtZero,
    int tried) {
  PercentileChoice {
    percents = percents.stream().map(List::copyOf).toList();
  }
}
