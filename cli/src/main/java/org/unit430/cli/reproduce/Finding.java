package org.unit430.cli.reproduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one reading gave on all workloads.
 *
 * @param reading which
 * @param gains one for each workload
 */
record Finding(Reading reading, List<Gain> gains) {
  /** Copies the list. */
  Finding {
    gains = List.copyOf(gains);
  }

  /** One for each reading that ran, in their order. */
  static List<Finding> of(List<Gain> gains) {
    List<Finding> findings = new ArrayList<>();
    for (Reading reading : Reading.values()) {
      List<Gain> ofReading = gains.stream().filter(gain -> gain.reading() == reading).toList();
      if (!ofReading.isEmpty()) {
        findings.add(new Finding(reading, ofReading));
      }
    }
    return findings;
  }

  /** Workloads whose value the paper can have measured. */
  int agreeing(Metric metric) {
    return (int) gains.stream().filter(gain -> metric.agrees(gain.value(metric))).count();
  }

  /** Of all metrics and workloads. */
  int agreeing() {
    return Arrays.stream(Metric.values()).mapToInt(this::agreeing).sum();
  }

  /** Whether nothing contradicts the paper. */
  boolean agrees() {
    return agreeing() == gains.size() * Metric.values().length;
  }

  double least(Metric metric) {
    return gains.stream().mapToDouble(gain -> gain.value(metric)).min().orElseThrow();
  }

  double most(Metric metric) {
    return gains.stream().mapToDouble(gain -> gain.value(metric)).max().orElseThrow();
  }

  /** The verdict on a metric in words. */
  String verdict(Metric metric) {
    int agreeing = agreeing(metric);
    if (agreeing == gains.size()) {
      return "consistent";
    }
    return agreeing == 0
        ? "not consistent"
        : "consistent on %d of %d".formatted(agreeing, gains.size());
  }

  /** Points by which the reductions of time and energy differ at most. */
  double timeEnergyGap() {
    return most(gain -> Math.abs(gain.value(Metric.TIME) - gain.value(Metric.ENERGY)));
  }

  /** Workloads on which time falls by no less than multiply-accumulates do. */
  int timeOutdoesMacs() {
    return (int)
        gains.stream().filter(gain -> gain.value(Metric.TIME) >= gain.value(Metric.MACS)).count();
  }

  private double most(ToDoubleFunction<Gain> value) {
    return gains.stream().mapToDouble(value).max().orElseThrow();
  }
}
