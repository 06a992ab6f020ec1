package org.unit430.cli.estimate;

import java.util.List;
import java.util.Optional;
import org.unit430.energy.EnergyEstimate;
import org.unit430.firmware.build.MemoryPlan;
import org.unit430.firmware.prune.Method;

/**
 * What one method gave: sums over all inputs.
 *
 * @param method which
 * @param percentile of UnIT's thresholds
 * @param memory what the firmware needs
 * @param inputs how many
 * @param correct inputs whose largest output is the label's, if there are labels
 * @param agreeing inputs whose largest output is that of the float model
 * @param leastCycles of the cheapest inference
 * @param mostCycles of the dearest inference
 * @param energy of all
 * @param steps parts of the whole, the last what lies between steps; they add up
 */
record Estimate(
    Method method,
    double percentile,
    MemoryPlan memory,
    int inputs,
    Optional<Integer> correct,
    int agreeing,
    long leastCycles,
    long mostCycles,
    EnergyEstimate energy,
    List<StepShare> steps) {
  Estimate {
    steps = List.copyOf(steps);
  }

  /**
   * A step's share.
   *
   * @param name of the step
   * @param output shape of what it makes, empty between steps
   * @param macsDense if none is skipped
   * @param macsExecuted those that were not
   * @param cycles MCLK cycles
   * @param joules mean energy
   */
  record StepShare(
      String name, String output, long macsDense, long macsExecuted, long cycles, double joules) {
    double skipPercent() {
      return macsDense == 0 ? 0 : 100.0 * (macsDense - macsExecuted) / macsDense;
    }
  }

  long cycles() {
    return steps.stream().mapToLong(StepShare::cycles).sum();
  }

  long macsDense() {
    return steps.stream().mapToLong(StepShare::macsDense).sum();
  }

  long macsExecuted() {
    return steps.stream().mapToLong(StepShare::macsExecuted).sum();
  }

  double skipPercent() {
    return macsDense() == 0 ? 0 : 100.0 * (macsDense() - macsExecuted()) / macsDense();
  }
}
