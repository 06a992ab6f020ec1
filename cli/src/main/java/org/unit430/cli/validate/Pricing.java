package org.unit430.cli.validate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.unit430.cli.validate.Prediction.Basis;
import org.unit430.energy.EnergyEstimate;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.EnergyTableCatalog;
import org.unit430.energy.calibration.Calibration;
import org.unit430.energy.calibration.Observation;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.microbench.MicrobenchmarkProgram;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;

/**
 * Prices what microbenchmarks do, and answers for rows of the calibration with a fit that did not
 * see them.
 */
final class Pricing {
  private final EnergyTable table = EnergyTableCatalog.forDevice(MicrobenchmarkProgram.DEVICE);
  private final EnergyModel measuredBoard = EnergyModel.ofMeasuredBoard(table);
  private final EnergyModel anyBoard = new EnergyModel(table);

  /** The calibration, made when it is first asked for: it takes seconds, and is always the same. */
  private static final class Fitted {
    static final Calibration CALIBRATION = Calibration.ofFr5994();
    static final Map<String, Observation> ROWS = new HashMap<>();
    static final Map<String, Calibration.Prediction> LEFT_OUT = new HashMap<>();

    static {
      CALIBRATION.observations().forEach(row -> ROWS.put(row.name(), row));
      CALIBRATION.leaveOneOut().forEach(row -> LEFT_OUT.put(row.observation().name(), row));
    }
  }

  EnergyTable table() {
    return table;
  }

  Calibration calibration() {
    return Fitted.CALIBRATION;
  }

  /** What a fit without the row of that name says about it; empty if no fit can do without it. */
  Optional<Calibration.Prediction> leftOut(String observation) {
    return Optional.ofNullable(Fitted.LEFT_OUT.get(observation));
  }

  /**
   * Energy of one unit, nJ.
   *
   * @param observation the row of the calibration that holds this very measurement; empty if none
   * @param repeated whether it is made of copies of the same few instructions
   * @param sameBoard whether the row is from the board that the table was fitted to
   */
  Prediction nanojoules(
      Measurement run,
      OperatingPoint point,
      String observation,
      boolean repeated,
      boolean sameBoard) {
    EnergyModel board = sameBoard ? measuredBoard : anyBoard;
    EnergyEstimate estimate =
        (repeated ? board.ofRepeatedCopies() : board).price(run.unitEvents(), point);
    double scale = 1e9 / run.units();
    Observation row = observation.isEmpty() ? null : Fitted.ROWS.get(observation);
    if (row == null) {
      return prediction(estimate, scale, Basis.UNSEEN);
    }
    return leftOut(observation)
        // The events are the row's; only the coefficients change.
        .map(out -> scale * out.predicted() / calibration().fit().predict(row))
        .map(adjusted -> prediction(estimate, adjusted, Basis.LEFT_OUT))
        .orElseGet(() -> prediction(estimate, scale, Basis.FITTED));
  }

  private static Prediction prediction(EnergyEstimate estimate, double scale, Basis basis) {
    return new Prediction(
        estimate.meanJoules() * scale,
        estimate.lowJoules() * scale,
        estimate.highJoules() * scale,
        basis);
  }
}
