package org.unit430.cli.validate;

import java.util.Optional;
import java.util.function.Supplier;
import org.unit430.energy.OutsideTableException;
import org.unit430.simulator.microbench.UnbuildableException;

/**
 * One measurement beside its prediction.
 *
 * @param group what it is summed up with
 * @param key which row
 * @param voltageV supply, V; NaN where it does not matter
 * @param mclkHz MCLK, Hz
 * @param measured in {@code unit}; NaN if the row states none
 * @param unit of all figures
 * @param source of the measurement
 * @param prediction empty if the row could not be built
 * @param notBuilt why; empty if it was
 */
record ValidationRow(
    RowGroup group,
    String key,
    double voltageV,
    double mclkHz,
    double measured,
    String unit,
    String source,
    Optional<Prediction> prediction,
    String notBuilt) {

  /** What is known of a row before anything is built. */
  record Subject(
      RowGroup group,
      String key,
      double voltageV,
      double mclkHz,
      double measured,
      String unit,
      String source) {

    /** The row with what {@code build} predicts, or with the reason why it cannot. */
    ValidationRow predicted(Supplier<Prediction> build) {
      try {
        if (Double.isNaN(measured)) {
          throw new UnbuildableException("the row states no measurement");
        }
        return row(Optional.of(build.get()), "");
      } catch (UnbuildableException | OutsideTableException e) {
        return row(Optional.empty(), e.getMessage());
      }
    }

    /** The row without a prediction. */
    ValidationRow notBuilt(String why) {
      return row(Optional.empty(), why);
    }

    /** The same in another group. */
    Subject in(RowGroup other) {
      return new Subject(other, key, voltageV, mclkHz, measured, unit, source);
    }

    private ValidationRow row(Optional<Prediction> prediction, String notBuilt) {
      return new ValidationRow(
          group, key, voltageV, mclkHz, measured, unit, source, prediction, notBuilt);
    }
  }

  /** Prediction over measurement less 1, percent. Where nothing was measured, 0 if it is so. */
  Optional<Double> errorPct() {
    return prediction.map(
        it -> measured == 0 ? (it.value() == 0 ? 0.0 : 100.0) : 100 * (it.value() / measured - 1));
  }

  /** Whether the error says something about what the program did not know. */
  boolean isScored() {
    return prediction.isPresent() && prediction.get().basis() != Prediction.Basis.FITTED;
  }
}
