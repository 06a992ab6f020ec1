package org.unit430.energy.calibration;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.unit430.energy.calibration.Calibration.Prediction;

/** Every row of a fit beside what the fit, and a fit without the row, say of it, as CSV. */
final class Residuals {
  private Residuals() {}

  /** The file. The same calibration gives the same text. */
  static String write(Calibration calibration) {
    Map<Observation, Prediction> leftOut =
        calibration.leaveOneOut().stream()
            .collect(Collectors.toMap(Prediction::observation, row -> row));
    StringBuilder text = new StringBuilder();
    text.append("# Written by: ").append(CalibrationCommand.TEXT).append('\n');
    text.append(
        "# Uncertainties are one standard deviation; left_out_*: by a fit without the row\n");
    text.append("group,row,unit,observed,observed_uncertainty,fitted,fitted_error_pct,left_out,");
    text.append("left_out_uncertainty,left_out_error_pct\n");
    for (Observation row : calibration.observations()) {
      double fitted = calibration.fit().predict(row);
      // Row names have commas.
      text.append('"').append(row.group().label()).append("\",\"").append(row.name()).append("\",");
      text.append(
          String.format(
              Locale.ROOT,
              "%s,%.2f,%.2f,%.2f,%+.2f,",
              row.unit(),
              row.target(),
              row.relativeUncertainty() * row.target(),
              fitted,
              100 * (fitted / row.target() - 1)));
      Prediction out = leftOut.get(row);
      text.append(
          out == null
              ? ",,"
              : String.format(
                  Locale.ROOT,
                  "%.2f,%.2f,%+.2f",
                  out.predicted(),
                  out.standardUncertainty(),
                  100 * out.relativeError()));
      text.append('\n');
    }
    return text.toString();
  }
}
