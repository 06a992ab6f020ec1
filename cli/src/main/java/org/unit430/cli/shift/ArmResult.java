package org.unit430.cli.shift;

import java.util.List;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.unit430.cli.compare.ModelCheck;
import org.unit430.cli.stats.MethodDifference;
import org.unit430.energy.EnergyEstimate;

/**
 * What an arm gave in a domain: sums over its inputs.
 *
 * @param arm which
 * @param method how multiply-accumulates were executed
 * @param macsDense multiply-accumulates of all inputs if none is skipped
 * @param macsExecuted those that were not
 * @param cycles MCLK cycles
 * @param energy of all inputs
 * @param outcomes of each input
 * @param check of the model against the machine
 */
record ArmResult(
    Arm arm,
    String method,
    long macsDense,
    long macsExecuted,
    long cycles,
    EnergyEstimate energy,
    List<MethodDifference.Outcome> outcomes,
    ModelCheck check) {
  private static final double CONFIDENCE = 0.95;
  private static final long BOOTSTRAP_SEED = 430;

  ArmResult {
    outcomes = List.copyOf(outcomes);
  }

  int inputs() {
    return outcomes.size();
  }

  int correct() {
    return (int) outcomes.stream().filter(MethodDifference.Outcome::correct).count();
  }

  double accuracy() {
    return (double) correct() / inputs();
  }

  /** 95 % interval of the accuracy (Wilson score). */
  ConfidenceInterval accuracyInterval() {
    return new WilsonScoreInterval().createInterval(inputs(), correct(), CONFIDENCE);
  }

  /** How it differs from another arm on the same inputs. */
  MethodDifference minus(ArmResult other) {
    return MethodDifference.of(outcomes, other.outcomes, BOOTSTRAP_SEED);
  }
}
