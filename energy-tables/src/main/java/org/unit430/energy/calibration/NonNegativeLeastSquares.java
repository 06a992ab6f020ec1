package org.unit430.energy.calibration;

import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.convex.ConvexSolver;

/** Least squares with coefficients that cannot be negative, as a quadratic programme. */
final class NonNegativeLeastSquares {
  private NonNegativeLeastSquares() {}

  /**
   * The x of 0 or more that makes |design x - target| smallest.
   *
   * @param design one row an observation, one column a coefficient, full column rank
   * @param target one number an observation
   * @throws IllegalStateException if the solver finds no optimum
   */
  static double[] solve(double[][] design, double[] target) {
    int columns = design[0].length;
    // Columns of unit length keep the programme well conditioned whatever the units.
    double[] lengths = new double[columns];
    for (double[] row : design) {
      for (int j = 0; j < columns; j++) {
        lengths[j] += row[j] * row[j];
      }
    }
    R064Store scaled = R064Store.FACTORY.make(design.length, columns);
    for (int j = 0; j < columns; j++) {
      lengths[j] = Math.sqrt(lengths[j]);
      for (int i = 0; i < design.length; i++) {
        scaled.set(i, j, design[i][j] / lengths[j]);
      }
    }
    MatrixStore<Double> transposed = scaled.transpose();
    R064Store negativeIdentity = R064Store.FACTORY.make(columns, columns);
    for (int j = 0; j < columns; j++) {
      negativeIdentity.set(j, j, -1.0);
    }
    Optimisation.Result result =
        ConvexSolver.newBuilder()
            .objective(
                transposed.multiply(scaled), transposed.multiply(R064Store.FACTORY.column(target)))
            .inequalities(negativeIdentity, R064Store.FACTORY.make(columns, 1))
            .build()
            .solve();
    if (!result.getState().isOptimal()) {
      throw new IllegalStateException("least squares ended " + result.getState());
    }
    double[] solution = new double[columns];
    for (int j = 0; j < columns; j++) {
      solution[j] = Math.max(0, result.doubleValue(j)) / lengths[j];
    }
    return solution;
  }
}
