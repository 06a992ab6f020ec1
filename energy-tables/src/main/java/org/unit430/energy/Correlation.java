package org.unit430.energy;

import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;

/** How the errors of coefficients go together: a correlation matrix. Immutable. */
public final class Correlation {
  /** Committed matrices are rounded to 6 decimals, which moves eigenvalues by far less. */
  private static final double ROUNDING = 1e-4;

  private final double[][] rows;

  /**
   * Checks that the matrix is one.
   *
   * @param rows square, symmetric, ones on the diagonal, positive semidefinite
   * @throws IllegalArgumentException saying which of these it is not, and where
   */
  public Correlation(double[][] rows) {
    this.rows = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != rows.length) {
        throw new IllegalArgumentException(
            "row " + i + " has " + rows[i].length + " numbers, not " + rows.length);
      }
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i][i] != 1) {
        throw new IllegalArgumentException("[" + i + "][" + i + "] is " + rows[i][i] + ", not 1");
      }
      for (int j = 0; j < i; j++) {
        if (rows[i][j] != rows[j][i]) {
          throw new IllegalArgumentException(
              "not symmetric at [%d][%d]: %s and %s".formatted(i, j, rows[i][j], rows[j][i]));
        }
      }
    }
    if (rows.length > 0) {
      double smallest =
          Arrays.stream(
                  new EigenDecomposition(MatrixUtils.createRealMatrix(this.rows))
                      .getRealEigenvalues())
              .min()
              .orElseThrow();
      if (!(smallest >= -ROUNDING)) {
        throw new IllegalArgumentException(
            "not positive semidefinite: smallest eigenvalue " + smallest);
      }
    }
  }

  /** How many coefficients it speaks of. */
  public int size() {
    return rows.length;
  }

  /** The correlation of two coefficients, -1 to 1. */
  public double get(int i, int j) {
    return rows[i][j];
  }

  /**
   * Variance of a weighted sum of the coefficients.
   *
   * @param deviations for each coefficient: weight x standard uncertainty
   */
  public double variance(double[] deviations) {
    double variance = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        variance += deviations[i] * rows[i][j] * deviations[j];
      }
    }
    return Math.max(0, variance);
  }
}
