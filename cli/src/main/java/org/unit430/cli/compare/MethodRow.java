package org.unit430.cli.compare;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.stat.interval.ConfidenceInterval;
import org.apache.commons.math3.stat.interval.WilsonScoreInterval;
import org.unit430.cli.stats.MethodDifference;
import org.unit430.energy.EnergyEstimate;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.machine.Profile;

/**
 * What one method gave: sums over all inputs.
 *
 * @param method which
 * @param firmware program that ran
 * @param inputs how many
 * @param correct inputs whose largest logit is the label's
 * @param macsDense multiply-accumulates of all inputs if none is skipped
 * @param macsExecuted those that were not
 * @param total all cycles and events
 * @param distribution of the cycles over the inputs
 * @param energy of {@code total}
 * @param operations parts of {@code total}; they add up to it
 * @param layers parts of {@code total}; they add up to it
 * @param outcomes of each input
 * @param modelCheck of fidelity model; empty if the machine ran every input
 */
public record MethodRow(
    Method method,
    NetworkProgram firmware,
    int inputs,
    int correct,
    long macsDense,
    long macsExecuted,
    Profile total,
    CycleDistribution distribution,
    EnergyEstimate energy,
    List<OperationShare> operations,
    List<LayerShare> layers,
    List<MethodDifference.Outcome> outcomes,
    Optional<ModelCheck> modelCheck) {

  /**
   * An operation's share.
   *
   * @param name of the operation
   * @param count instructions, or stalls for the FRAM wait
   * @param cycles MCLK cycles
   * @param joules mean energy
   */
  public record OperationShare(String name, long count, long cycles, double joules) {}

  /**
   * A layer's share.
   *
   * @param name of the layer
   * @param macsDense if none is skipped
   * @param macsExecuted those that were not
   * @param cycles MCLK cycles
   * @param joules mean energy
   */
  public record LayerShare(
      String name, long macsDense, long macsExecuted, long cycles, double joules) {}

  private static final double CONFIDENCE = 0.95;

  /** Copies the lists. */
  public MethodRow {
    operations = List.copyOf(operations);
    layers = List.copyOf(layers);
    outcomes = List.copyOf(outcomes);
  }

  /** MCLK cycles of all inputs. */
  public long cycles() {
    return total.cycles();
  }

  /** MCLK cycles of an inference. */
  public double meanCycles() {
    return (double) cycles() / inputs;
  }

  /** Where its cycles come from. */
  public String source() {
    return modelCheck.isPresent() || method.isModelled() ? "modelled" : "simulated";
  }

  /** Share of the inputs that it labels right. */
  public double accuracy() {
    return (double) correct / inputs;
  }

  /** 95 % interval of the accuracy (Wilson score). */
  public ConfidenceInterval accuracyInterval() {
    return new WilsonScoreInterval().createInterval(inputs, correct, CONFIDENCE);
  }

  /** Multiply-accumulates that were skipped. */
  public double skipPercent() {
    return 100.0 * (macsDense - macsExecuted) / macsDense;
  }
}
