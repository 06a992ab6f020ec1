package org.unit430.energy.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Coefficients fitted to observations by weighted least squares, none negative, with the covariance
 * of their errors.
 */
public final class Fit {
  /** Singular values below this share of the largest mean that a coefficient is not determined. */
  private static final double RANK_TOLERANCE = 1e-9;

  private final List<String> names;
  private final double[] values;
  private final RealMatrix covariance;
  private final double reducedChiSquare;

  private Fit(List<String> names, double[] values, RealMatrix covariance, double reducedChiSquare) {
    this.names = names;
    this.values = values;
    this.covariance = covariance;
    this.reducedChiSquare = reducedChiSquare;
  }

  /**
   * Fits the first {@code names.size()} weights of the observations; the others must be 0.
   *
   * @throws UnderdeterminedFitException if the observations leave a coefficient open
   * @throws IllegalArgumentException if an observation needs a coefficient that is not fitted
   */
  public static Fit of(List<String> names, List<Observation> observations) {
    int columns = names.size();
    double[][] design = new double[observations.size()][columns];
    double[] target = new double[observations.size()];
    for (int i = 0; i < design.length; i++) {
      Observation observation = observations.get(i);
      double sigma = observation.relativeUncertainty() * observation.target();
      for (int j = 0; j < observation.size(); j++) {
        if (j < columns) {
          design[i][j] = observation.weight(j) / sigma;
        } else if (observation.weight(j) != 0) {
          throw new IllegalArgumentException(
              observation.name() + " depends on a coefficient that no measurement fits");
        }
      }
      target[i] = observation.target() / sigma;
    }
    RealMatrix inverse = invertNormal(names, design);
    double[] values = solve(design, target, inverse);
    double chiSquare = 0;
    for (int i = 0; i < design.length; i++) {
      double residual = dot(design[i], values) - target[i];
      chiSquare += residual * residual;
    }
    double reduced = chiSquare / Math.max(1, design.length - columns);
    // Scatter beyond the stated uncertainties widens the errors; less scatter never narrows them.
    return new Fit(
        List.copyOf(names), values, inverse.scalarMultiply(Math.max(1, reduced)), reduced);
  }

  private static double[] solve(double[][] design, double[] target, RealMatrix inverse) {
    double[] projected = new double[design[0].length];
    for (int i = 0; i < design.length; i++) {
      for (int j = 0; j < projected.length; j++) {
        projected[j] += design[i][j] * target[i];
      }
    }
    double[] unconstrained = inverse.operate(projected);
    // Where the bound does not bind, ordinary least squares is the answer, and much faster.
    return Arrays.stream(unconstrained).allMatch(value -> value >= 0)
        ? unconstrained
        : NonNegativeLeastSquares.solve(design, target);
  }

  private static RealMatrix invertNormal(List<String> names, double[][] design) {
    int columns = names.size();
    double[] lengths = new double[columns];
    List<String> open = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      for (double[] row : design) {
        lengths[j] += row[j] * row[j];
      }
      lengths[j] = Math.sqrt(lengths[j]);
      if (lengths[j] == 0) {
        open.add(names.get(j));
      }
    }
    if (!open.isEmpty()) {
      throw new UnderdeterminedFitException(open);
    }
    RealMatrix scaled = MatrixUtils.createRealMatrix(design.length, columns);
    for (int i = 0; i < design.length; i++) {
      for (int j = 0; j < columns; j++) {
        scaled.setEntry(i, j, design[i][j] / lengths[j]);
      }
    }
    SingularValueDecomposition svd = new SingularValueDecomposition(scaled);
    double[] singular = svd.getSingularValues();
    RealMatrix right = svd.getV();
    for (int k = 0; k < columns; k++) {
      if (k >= singular.length || singular[k] < RANK_TOLERANCE * singular[0]) {
        for (int j = 0; j < columns; j++) {
          if (Math.abs(right.getEntry(j, k)) > 1e-6 && !open.contains(names.get(j))) {
            open.add(names.get(j));
          }
        }
      }
    }
    if (!open.isEmpty() || design.length < columns) {
      throw new UnderdeterminedFitException(open.isEmpty() ? names : open);
    }
    RealMatrix inverse = MatrixUtils.createRealMatrix(columns, columns);
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < columns; k++) {
          sum += right.getEntry(i, k) * right.getEntry(j, k) / (singular[k] * singular[k]);
        }
        inverse.setEntry(i, j, sum / (lengths[i] * lengths[j]));
      }
    }
    return inverse;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < b.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Names of the coefficients. */
  public List<String> names() {
    return names;
  }

  /** Values of the coefficients, in pC, uA and uA/V. */
  public double[] values() {
    return values.clone();
  }

  /** The value of one coefficient. */
  public double value(String name) {
    return values[names.indexOf(name)];
  }

  /** Covariance of two coefficients' errors. */
  public double covariance(int i, int j) {
    return covariance.getEntry(i, j);
  }

  /** Sum of squared residuals, each over its stated uncertainty, per degree of freedom. */
  public double reducedChiSquare() {
    return reducedChiSquare;
  }

  /** What the fit says about a row. */
  public double predict(Observation observation) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += observation.weight(i) * values[i];
    }
    return sum;
  }

  /** Standard uncertainty of {@link #predict} that comes from the coefficients. */
  public double predictionUncertainty(Observation observation) {
    double variance = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        variance += observation.weight(i) * observation.weight(j) * covariance.getEntry(i, j);
      }
    }
    return Math.sqrt(Math.max(0, variance));
  }
}
