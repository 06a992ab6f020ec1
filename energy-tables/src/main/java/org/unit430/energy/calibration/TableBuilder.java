package org.unit430.energy.calibration;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.unit430.energy.Coefficient;
import org.unit430.energy.Correlation;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.OperatingRange;
import org.unit430.energy.Quantity;
import org.unit430.energy.Spread;
import org.unit430.energy.Unit;

/** Makes an energy table of a calibration: fitted coefficients, derived ones, and spreads. */
final class TableBuilder {
  /** Digits that a table states; the uncertainties are at least 0.1 % of the values. */
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private final Fit fit;
  private final List<FramModel.Fitted> fitted = FramModel.fitted();
  private final List<FramModel.Derived> derived = FramModel.derived();

  private TableBuilder(Fit fit) {
    this.fit = fit;
  }

  static EnergyTable build(Calibration calibration) {
    return new TableBuilder(calibration.fit()).table(calibration);
  }

  private EnergyTable table(Calibration calibration) {
    String board = calibration.board().source();
    String sheet = calibration.currents().source();
    List<Coefficient> coefficients = new ArrayList<>();
    double[][] covariance = covariance();
    for (int i = 0; i < fitted.size(); i++) {
      FramModel.Fitted from = fitted.get(i);
      coefficients.add(
          new Coefficient(
              from.name(),
              new Quantity(round(fit.values()[i]), from.unit()),
              round(Math.sqrt(covariance[i][i])),
              from.conditions(),
              "fit to " + board + " and " + sheet + "; decided by: " + from.evidence()));
    }
    for (int k = 0; k < derived.size(); k++) {
      FramModel.Derived rule = derived.get(k);
      int i = fitted.size() + k;
      coefficients.add(
          new Coefficient(
              rule.name(),
              new Quantity(round(value(rule)), Unit.PICOCOULOMB),
              round(Math.sqrt(covariance[i][i])),
              "not measured; derived",
              rule.rule()));
    }
    double shift =
        Math.abs(
            fit.value(FramModel.LINE_FILL_DATA_SHEET) / fit.value(FramModel.LINE_FILL_REPEATED)
                - 1);
    Spread fills =
        new Spread(
            round(shift),
            "lineFillDataSheet over lineFillRepeated: the typical device against board X");
    return new EnergyTable(
        "msp430fr5994-1",
        calibration.currents().device(),
        CalibrationCommand.TEXT,
        new OperatingRange(1.8, 3.6, 1e6, 16e6, sheet + " section 5.3; clocks of section 5.4"),
        FramModel.structure(),
        coefficients,
        new Correlation(correlation(covariance)),
        new Spread(
            round(calibration.programScatter()),
            "root mean square error of single instructions of " + board + ", leave-one-out"),
        new Spread(
            round(calibration.currents().boardSpread()),
            sheet + " section 5.4, FRAM(75%) at 8 MHz and above: (MAX / TYP - 1) / 3"),
        Map.of(FramModel.LINE_FILL, fills, FramModel.FRAM_WRITE, fills),
        Map.of(FramModel.LINE_FILL, FramModel.LINE_FILL_DATA_SHEET),
        Map.of(FramModel.LINE_FILL, FramModel.LINE_FILL_REPEATED),
        FramModel.FRAM_STANDBY,
        "");
  }

  private double value(FramModel.Derived rule) {
    return rule.terms().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .mapToDouble(term -> term.getValue() * fit.value(term.getKey()))
        .sum();
  }

  /** Covariance of all coefficients: the fit's, carried through the rules of the derived ones. */
  private double[][] covariance() {
    int inputs = fitted.size();
    int outputs = inputs + derived.size();
    double[][] map = new double[outputs][inputs];
    for (int i = 0; i < inputs; i++) {
      map[i][i] = 1;
    }
    for (int k = 0; k < derived.size(); k++) {
      double[] row = map[inputs + k];
      derived.get(k).terms().forEach((name, factor) -> row[fit.names().indexOf(name)] = factor);
    }
    double[][] covariance = new double[outputs][outputs];
    for (int i = 0; i < outputs; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int a = 0; a < inputs; a++) {
          for (int b = 0; b < inputs; b++) {
            sum += map[i][a] * fit.covariance(a, b) * map[j][b];
          }
        }
        covariance[i][j] = sum;
        covariance[j][i] = sum;
      }
    }
    for (int k = 0; k < derived.size(); k++) {
      double rule = derived.get(k).relativeUncertainty() * value(derived.get(k));
      covariance[inputs + k][inputs + k] += rule * rule;
    }
    return covariance;
  }

  private static double[][] correlation(double[][] covariance) {
    int size = covariance.length;
    double[][] correlation = new double[size][size];
    for (int i = 0; i < size; i++) {
      correlation[i][i] = 1;
      for (int j = 0; j < i; j++) {
        double value = covariance[i][j] / Math.sqrt(covariance[i][i] * covariance[j][j]);
        double rounded =
            BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN).doubleValue();
        // Adding 0.0 turns -0.0 into 0.0.
        correlation[i][j] = rounded + 0.0;
        correlation[j][i] = rounded + 0.0;
      }
    }
    return correlation;
  }

  private static double round(double value) {
    return BigDecimal.valueOf(value).round(FOUR_DIGITS).doubleValue();
  }
}
