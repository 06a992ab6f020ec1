package org.unit430.firmware.prune;

import java.util.List;
import java.util.Optional;

/**
 * How the multiply-accumulates of a network are executed.
 *
 * @param name on the command line and in reports
 * @param weights which of the workload's two networks it runs
 * @param storage how weights lie in FRAM
 * @param skips which multiply-accumulates it tests for and leaves out
 * @param division how UnIT makes its thresholds; empty for other methods
 */
public record Method(
    String name,
    Weights weights,
    Storage storage,
    Skips skips,
    Optional<ThresholdDivision> division) {

  /** Which network. */
  public enum Weights {
    /** As trained. */
    UNPRUNED,
    /** Pruned while it was trained: most weights are zero. */
    TRAINING_TIME_PRUNED
  }

  /** How weights lie in FRAM. */
  public enum Storage {
    /** Every weight, zero or not. */
    DENSE,
    /** Only non-zero weights, each with its offset (compressed rows, prior-art.md section 4). */
    SPARSE
  }

  /** What is left out at run time. */
  public enum Skips {
    /** Nothing. */
    NOTHING,
    /** Products with a zero activation. */
    ZERO_ACTIVATIONS,
    /** Products with a zero weight, tested for each. */
    ZERO_WEIGHTS,
    /** Products not above the layer's threshold: UnIT. */
    BELOW_THRESHOLD
  }

  /** Checks that a division comes with UnIT and only with it. */
  public Method {
    if (division.isPresent() != (skips == Skips.BELOW_THRESHOLD)) {
      throw new IllegalArgumentException(
          "method " + name + ": UnIT, and only UnIT, needs a division");
    }
  }

  /** Name and division, as one word. */
  public String label() {
    return division.map(d -> name + ":" + d.label()).orElse(name);
  }

  /** Every method there is, in the order in which reports list them. */
  public static List<Method> all() {
    return List.of(
        new Method("dense", Weights.UNPRUNED, Storage.DENSE, Skips.NOTHING, Optional.empty()),
        new Method(
            "zero-skip", Weights.UNPRUNED, Storage.DENSE, Skips.ZERO_ACTIVATIONS, Optional.empty()),
        new Method(
            "ttp-dense",
            Weights.TRAINING_TIME_PRUNED,
            Storage.DENSE,
            Skips.NOTHING,
            Optional.empty()),
        new Method(
            "ttp-zero-test",
            Weights.TRAINING_TIME_PRUNED,
            Storage.DENSE,
            Skips.ZERO_WEIGHTS,
            Optional.empty()),
        new Method(
            "ttp-csr",
            Weights.TRAINING_TIME_PRUNED,
            Storage.SPARSE,
            Skips.NOTHING,
            Optional.empty()),
        unit(ThresholdDivision.EXACT),
        unit(ThresholdDivision.SHIFT));
  }

  private static Method unit(ThresholdDivision division) {
    return new Method(
        "unit", Weights.UNPRUNED, Storage.DENSE, Skips.BELOW_THRESHOLD, Optional.of(division));
  }
}
