package org.unit430.energy.calibration;

import java.util.List;
import java.util.Locale;
import org.unit430.energy.calibration.Calibration.Prediction;
import org.unit430.energy.calibration.Observation.Group;

/** How well a calibration fits, as a Markdown page: coefficients, summary, every row. */
public final class CalibrationReport {
  private static final int FOLDS = 7;

  private final StringBuilder text = new StringBuilder();
  private final Calibration calibration;

  private CalibrationReport(Calibration calibration) {
    this.calibration = calibration;
  }

  /** The page. The same calibration gives the same text. */
  public static String write(Calibration calibration) {
    CalibrationReport report = new CalibrationReport(calibration);
    report.head();
    report.coefficients();
    report.summary();
    report.rows();
    return report.text.toString();
  }

  private void head() {
    line("# Fit of the %s energy table", calibration.currents().device());
    line("");
    line("Written by the command in the table's key `command`; not to be edited.");
    line("What the columns mean and what follows from them is told in [accuracy.md](accuracy.md).");
    line("");
    line(
        "Measured: %s (%d rows). Published: %s (%d rows). Reduced chi square %.2f.",
        calibration.board().source(),
        calibration.board().instructions().size() + calibration.board().stretches().size(),
        calibration.currents().source(),
        calibration.observations().size()
            - calibration.board().instructions().size()
            - calibration.board().stretches().size(),
        calibration.fit().reducedChiSquare());
    line(
        "Scatter of single instructions %.1f %%, of boards %.1f %%.",
        100 * calibration.programScatter(), 100 * calibration.currents().boardSpread());
  }

  private void coefficients() {
    line("");
    line("## Coefficients");
    line("");
    line("| coefficient | value | standard uncertainty | unit | decided by |");
    line("|---|---|---|---|---|");
    Fit fit = calibration.fit();
    for (int i = 0; i < fit.names().size(); i++) {
      FramModel.Fitted fitted = FramModel.fitted().get(i);
      line(
          "| %s | %.1f | %.1f | %s | %s |",
          fitted.name(),
          fit.values()[i],
          Math.sqrt(fit.covariance(i, i)),
          fitted.unit().symbol(),
          fitted.evidence());
    }
  }

  private void summary() {
    List<Prediction> leftOut = calibration.leaveOneOut();
    List<Prediction> folds = calibration.crossValidated(FOLDS);
    line("");
    line("## Errors by group");
    line("");
    line(
        "Fitted: error of the fit to all rows. Left out: each row predicted by a fit without it."
            + " Covered: share of rows");
    line(
        "inside the 95 %% interval of a fit that saw none of their fold (%d folds); rows that alone"
            + " determine a coefficient",
        FOLDS);
    line("are fitted but never left out.");
    line("");
    line(
        "| group | rows | fitted median | fitted worst | left out rows | left out median | left out"
            + " worst | covered |");
    line("|---|---|---|---|---|---|---|---|");
    for (Group group : Group.values()) {
      List<Observation> rows =
          calibration.observations().stream().filter(row -> row.group() == group).toList();
      List<Prediction> fitted =
          rows.stream().map(row -> new Prediction(row, calibration.fit().predict(row), 0)).toList();
      List<Prediction> out = in(group, leftOut);
      line(
          "| %s | %d | %.1f %% | %.1f %% | %d | %s | %s | %s |",
          group.label(),
          rows.size(),
          100 * Calibration.median(fitted),
          100 * Calibration.worst(fitted),
          out.size(),
          out.isEmpty() ? "-" : percent(Calibration.median(out)),
          out.isEmpty() ? "-" : percent(Calibration.worst(out)),
          covered(in(group, folds)));
    }
    line(
        "| all | %d | | | %d | | | %s |",
        calibration.observations().size(), leftOut.size(), covered(folds));
  }

  private static List<Prediction> in(Group group, List<Prediction> predictions) {
    return predictions.stream().filter(p -> p.observation().group() == group).toList();
  }

  private static String covered(List<Prediction> predictions) {
    long inside = predictions.stream().filter(Prediction::covers).count();
    return inside + " of " + predictions.size();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private void rows() {
    List<Prediction> leftOut = calibration.leaveOneOut();
    for (Group group : Group.values()) {
      line("");
      line("## Rows: %s", group.label());
      line("");
      line("| row | unit | observed | fitted | error | error left out |");
      line("|---|---|---|---|---|---|");
      for (Observation row : calibration.observations()) {
        if (row.group() == group) {
          double predicted = calibration.fit().predict(row);
          line(
              "| %s | %s | %.1f | %.1f | %+.1f %% | %s |",
              row.name(),
              row.unit(),
              row.target(),
              predicted,
              100 * (predicted / row.target() - 1),
              leftOut.stream()
                  .filter(p -> p.observation() == row)
                  .map(p -> String.format(Locale.ROOT, "%+.1f %%", 100 * p.relativeError()))
                  .findFirst()
                  .orElse("-"));
        }
      }
    }
  }

  private void line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
