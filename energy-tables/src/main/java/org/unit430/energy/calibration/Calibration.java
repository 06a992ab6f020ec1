package org.unit430.energy.calibration;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.unit430.energy.ChargeStructure;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.calibration.Observation.Group;

/**
 * The calibration of a device: its observations, the fit to them, and what the fit says about rows
 * it did not see. Deterministic.
 */
public final class Calibration {
  /** Half-width of a 95 % interval in standard deviations. */
  private static final double COVERAGE_FACTOR = 1.959963984540054;

  /** A coefficient with fewer rows than this cannot be left to the other folds. */
  private static final int ROWS_TO_HOLD_OUT = 4;

  private static final String FR5994_BOARD = "fr5994-board-x-2026.yaml";
  private static final String FR5994_SHEET = "fr5994-data-sheet.yaml";

  private final MeasuredBoard board;
  private final SupplyCurrents currents;
  private final List<String> names;
  private final List<Observation> observations;
  private final Fit fit;
  private final List<Prediction> leaveOneOut;

  /**
   * A row, and what a fit without it says.
   *
   * @param observation the row
   * @param predicted in the row's unit
   * @param standardUncertainty of the prediction for this one row: coefficients and code scatter
   */
  public record Prediction(Observation observation, double predicted, double standardUncertainty) {
    /** Prediction over observation, minus 1. */
    public double relativeError() {
      return predicted / observation.target() - 1;
    }

    /** Whether the row lies in the prediction's 95 % interval. */
    public boolean covers() {
      return Math.abs(predicted - observation.target()) <= COVERAGE_FACTOR * standardUncertainty;
    }
  }

  /**
   * Fits.
   *
   * @param board energies of one board
   * @param currents the data sheet's typical currents
   * @throws UnderdeterminedFitException if a coefficient stays open
   */
  public Calibration(MeasuredBoard board, SupplyCurrents currents) {
    this.board = board;
    this.currents = currents;
    this.names = FramModel.fitted().stream().map(FramModel.Fitted::name).toList();
    ChargeStructure structure = FramModel.structure();
    ChargeStructure dataSheet =
        structure.substitute(Map.of(FramModel.LINE_FILL, FramModel.LINE_FILL_DATA_SHEET));
    ChargeStructure repeated =
        structure.substitute(Map.of(FramModel.LINE_FILL, FramModel.LINE_FILL_REPEATED));
    this.observations =
        new ArrayList<>(board.observations(new RowWeights(structure), new RowWeights(repeated)));
    this.observations.addAll(currents.observations(new RowWeights(dataSheet)));
    this.fit = Fit.of(names, observations);
    this.leaveOneOut =
        observations.stream()
            .filter(this::canBeLeftOut)
            .map(observation -> predict(Fit.of(names, without(List.of(observation))), observation))
            .toList();
  }

  /** The calibration of the MSP430FR5994 from the rows that come with this program. */
  public static Calibration ofFr5994() {
    return new Calibration(
        MeasuredBoard.read(FR5994_BOARD, resource(FR5994_BOARD)),
        SupplyCurrents.read(FR5994_SHEET, resource(FR5994_SHEET)));
  }

  /** The files that {@link #ofFr5994} reads, by name. */
  public static Map<String, byte[]> filesOfFr5994() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(FR5994_BOARD, resource(FR5994_BOARD));
    files.put(FR5994_SHEET, resource(FR5994_SHEET));
    return files;
  }

  private static byte[] resource(String name) {
    try (InputStream stream = Calibration.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the program was built without " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }

  /** The measured rows. */
  public MeasuredBoard board() {
    return board;
  }

  /** The data sheet's rows. */
  public SupplyCurrents currents() {
    return currents;
  }

  /** All rows of the fit. */
  public List<Observation> observations() {
    return List.copyOf(observations);
  }

  /** The fit to all rows. */
  public Fit fit() {
    return fit;
  }

  /**
   * What events do not say about code: root mean square of the relative errors of single
   * instructions, each predicted by a fit without it.
   */
  public double programScatter() {
    return rms(
        leaveOneOut.stream()
            .filter(prediction -> prediction.observation().group() == Group.INSTRUCTION)
            .mapToDouble(Prediction::relativeError)
            .toArray());
  }

  /** Every row that the others determine, predicted by a fit without it. */
  public List<Prediction> leaveOneOut() {
    return leaveOneOut;
  }

  /**
   * Every row that the others determine, predicted by a fit that saw none of its fold: rows are
   * dealt to the folds in turn.
   */
  public List<Prediction> crossValidated(int folds) {
    List<Observation> eligible = observations.stream().filter(this::canBeLeftOut).toList();
    List<Prediction> predictions = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      List<Observation> held = new ArrayList<>();
      for (int i = fold; i < eligible.size(); i += folds) {
        held.add(eligible.get(i));
      }
      Fit others = Fit.of(names, without(held));
      held.forEach(observation -> predictions.add(predict(others, observation)));
    }
    return predictions;
  }

  private Prediction predict(Fit others, Observation observation) {
    double predicted = others.predict(observation);
    double coefficients = others.predictionUncertainty(observation);
    double scatter = observation.relativeUncertainty() * predicted;
    return new Prediction(observation, predicted, Math.hypot(coefficients, scatter));
  }

  /** The table that follows from the fit. */
  public EnergyTable table() {
    return TableBuilder.build(this);
  }

  private List<Observation> without(List<Observation> held) {
    return observations.stream().filter(observation -> !held.contains(observation)).toList();
  }

  private boolean canBeLeftOut(Observation observation) {
    // Two routines determine what each other needs.
    int enough = observation.group() == Group.ROUTINE ? 2 : ROWS_TO_HOLD_OUT;
    for (int j = 0; j < names.size(); j++) {
      int column = j;
      if (observation.weight(j) != 0
          && observations.stream().filter(other -> other.weight(column) != 0).count() < enough) {
        return false;
      }
    }
    return true;
  }

  private static double rms(double[] errors) {
    return Math.sqrt(StatUtils.sumSq(errors) / errors.length);
  }

  /** Median of the absolute relative errors. */
  public static double median(List<Prediction> predictions) {
    return StatUtils.percentile(
        predictions.stream().mapToDouble(p -> Math.abs(p.relativeError())).toArray(), 50);
  }

  /** Largest absolute relative error. */
  public static double worst(List<Prediction> predictions) {
    return Arrays.stream(
            predictions.stream().mapToDouble(p -> Math.abs(p.relativeError())).toArray())
        .max()
        .orElse(0);
  }
}
