package org.unit430.cli.energy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.unit430.cli.OutputDirectory;
import org.unit430.cli.energy.ScatterPlot.Axis;
import org.unit430.cli.energy.ScatterPlot.Guide;
import org.unit430.cli.energy.ScatterPlot.Point;
import org.unit430.cli.energy.ScatterPlot.Series;
import org.unit430.energy.calibration.Calibration;
import org.unit430.energy.calibration.Calibration.Prediction;
import org.unit430.energy.calibration.Observation.Group;

/** Pictures of how well rows are predicted by a fit that has not seen them. */
final class AccuracyPlots {
  /** Predicted against measured. */
  static final String PREDICTED = "accuracy-predicted.svg";

  /** The errors. */
  static final String RESIDUALS = "accuracy-residuals.svg";

  private static final List<Double> DECADES = List.of(100.0, 300.0, 1000.0, 3000.0, 10_000.0);
  private static final double LOW = 60;
  private static final double HIGH = 12_000;
  private static final double BAND = 0.10;
  private static final double MOST_ERROR = 20;

  private final List<Prediction> rows;

  /** Of every row that can be left out. */
  AccuracyPlots(Calibration calibration) {
    this.rows = calibration.leaveOneOut();
  }

  /** Writes both pictures. */
  void write(OutputDirectory directory) {
    directory.write(PREDICTED, predicted());
    directory.write(RESIDUALS, residuals());
  }

  /** Predicted against measured, pC or uA, on logarithmic axes with a band of 10 %. */
  String predicted() {
    return ScatterPlot.draw(
        "Rows predicted by a fit that has not seen them",
        new Axis("measured or published (pC, uA)", LOW, HIGH, true, DECADES),
        new Axis("predicted (pC, uA)", LOW, HIGH, true, DECADES),
        List.of(
            new Guide(new Point(LOW, LOW), new Point(HIGH, HIGH), false),
            new Guide(new Point(LOW, LOW * (1 + BAND)), new Point(HIGH / (1 + BAND), HIGH), true),
            new Guide(new Point(LOW / (1 - BAND), LOW), new Point(HIGH, HIGH * (1 - BAND)), true)),
        series(row -> new Point(row.observation().target(), row.predicted())));
  }

  /** The errors, in percent. */
  String residuals() {
    double percent = 100 * BAND;
    return ScatterPlot.draw(
        "Errors of rows predicted by a fit that has not seen them",
        new Axis("measured or published (pC, uA)", LOW, HIGH, true, DECADES),
        new Axis(
            "error (%)",
            -MOST_ERROR, MOST_ERROR, false, List.of(-20.0, -10.0, -5.0, 0.0, 5.0, 10.0, 20.0)),
        List.of(
            new Guide(new Point(LOW, 0), new Point(HIGH, 0), false),
            new Guide(new Point(LOW, percent), new Point(HIGH, percent), true),
            new Guide(new Point(LOW, -percent), new Point(HIGH, -percent), true)),
        series(row -> new Point(row.observation().target(), 100 * row.relativeError())));
  }

  private List<Series> series(Function<Prediction, Point> point) {
    return Arrays.stream(Group.values())
        .map(
            group ->
                new Series(
                    group.label(),
                    rows.stream()
                        .filter(row -> row.observation().group() == group)
                        .map(point)
                        .toList()))
        .toList();
  }
}
