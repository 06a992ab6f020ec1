package org.unit430.cli.validate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unit430.cli.validate.Prediction.Basis;
import org.unit430.energy.Coefficient;
import org.unit430.energy.EnergyEstimate;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.calibration.Calibration;
import org.unit430.energy.calibration.Observation;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;
import org.unit430.simulator.microbench.UnbuildableException;

/**
 * Prices what microbenchmarks do: with the table that comes with the program, for whose own rows a
 * fit that did not see them answers, or with a user's table as it is.
 */
final class Pricing {
  /** Half-width of a 95 % interval in standard deviations. */
  private static final double COVERAGE_FACTOR = 1.96;

  /** What a table of one board has in place of the data sheet's typical device. */
  private static final Map<String, String> ON_ONE_BOARD = Map.of("lineFillDataSheet", "lineFill");

  private final EnergyTable table;
  private final boolean given;
  private final EnergyModel measuredBoard;
  private final EnergyModel anyBoard;

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

  /**
   * Prices with a table.
   *
   * @param table of the MSP430FR5994
   * @param given whether it is the user's, of another board than the rows that come along
   */
  Pricing(EnergyTable table, boolean given) {
    this.table = table;
    this.given = given;
    this.measuredBoard = EnergyModel.ofMeasuredBoard(table);
    this.anyBoard = new EnergyModel(table);
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
    EnergyModel board = sameBoard && !given ? measuredBoard : anyBoard;
    EnergyEstimate estimate =
        (repeated ? board.ofRepeatedCopies() : board).price(run.unitEvents(), point);
    double scale = 1e9 / run.units();
    if (given) {
      return prediction(estimate, scale, Basis.GIVEN);
    }
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

  /** Current of a row of the data sheet, uA. */
  Prediction microamperes(Observation row) {
    if (given) {
      return ofGivenTable(row);
    }
    return leftOut(row.name())
        .map(out -> around(out.predicted(), out.standardUncertainty(), Basis.LEFT_OUT))
        .orElseGet(
            () ->
                around(
                    calibration().fit().predict(row),
                    Math.hypot(
                        calibration().fit().predictionUncertainty(row),
                        row.relativeUncertainty() * row.target()),
                    Basis.FITTED));
  }

  /**
   * The row's weights times the table's coefficients.
   *
   * @throws UnbuildableException if the table has no value for one, such as another clock's
   */
  private Prediction ofGivenTable(Observation row) {
    List<String> columns = calibration().fit().names();
    List<String> names = table.structure().names();
    double value = 0;
    double[] deviations = new double[names.size()];
    for (int column = 0; column < columns.size(); column++) {
      if (row.weight(column) != 0) {
        String name = columns.get(column);
        int index =
            names.indexOf(names.contains(name) ? name : ON_ONE_BOARD.getOrDefault(name, name));
        if (index < 0) {
          throw new UnbuildableException("energy table %s has no %s".formatted(table.id(), name));
        }
        Coefficient coefficient = table.coefficients().get(index);
        value += row.weight(column) * coefficient.quantity().value();
        deviations[index] += row.weight(column) * coefficient.standardUncertainty();
      }
    }
    double coefficients = Math.sqrt(table.correlation().variance(deviations));
    return around(value, Math.hypot(coefficients, row.relativeUncertainty() * value), Basis.GIVEN);
  }

  private static Prediction around(double value, double standardUncertainty, Basis basis) {
    double half = COVERAGE_FACTOR * standardUncertainty;
    return new Prediction(value, value - half, value + half, basis);
  }

  private static Prediction prediction(EnergyEstimate estimate, double scale, Basis basis) {
    return new Prediction(
        estimate.meanJoules() * scale,
        estimate.lowJoules() * scale,
        estimate.highJoules() * scale,
        basis);
  }
}
