package org.unit430.firmware.model;

import java.util.List;

/**
 * A number that grows about linearly with several counts, learnt from few examples by ridge
 * regression (Hoerl and Kennard, Technometrics 12, 1970): every count is centred and scaled to its
 * standard deviation, and the sum of squared errors is minimised together with a small multiple of
 * the squared coefficients. That keeps them small where the examples do not tell counts apart,
 * which least squares alone would not.
 */
final class PathRegression {
  /**
   * Weight of the squared coefficients, per example. Of 0.03 to 0.000003, tried on 60 to 100 inputs
   * of digits, har and six shifted forms of mnist under one to six methods, this and its neighbours
   * have the least largest errors; 0.03 takes the misses of inputs that are unlike the examples for
   * far too like theirs.
   */
  private static final double RIDGE = 0.0003;

  private final double meanOutput;
  private final double[] centres;
  // By count, per unit of it; 0 for a count that was the same in all examples.
  private final double[] slopes;

  private PathRegression(double meanOutput, double[] centres, double[] slopes) {
    this.meanOutput = meanOutput;
    this.centres = centres;
    this.slopes = slopes;
  }

  /**
   * Learns.
   *
   * @param inputs the counts of each example, one or more of equal length
   * @param outputs one for each example
   */
  static PathRegression of(List<double[]> inputs, double[] outputs) {
    int size = inputs.get(0).length;
    int examples = inputs.size();
    double[] centres = new double[size];
    double[] deviations = new double[size];
    for (int i = 0; i < size; i++) {
      for (double[] input : inputs) {
        centres[i] += input[i] / examples;
      }
      for (double[] input : inputs) {
        deviations[i] += (input[i] - centres[i]) * (input[i] - centres[i]) / examples;
      }
      deviations[i] = Math.sqrt(deviations[i]);
    }
    double meanOutput = 0;
    for (double output : outputs) {
      meanOutput += output / examples;
    }
    double[][] squares = new double[size][size];
    double[] products = new double[size];
    for (int e = 0; e < examples; e++) {
      double[] scaled = new double[size];
      for (int i = 0; i < size; i++) {
        scaled[i] = deviations[i] == 0 ? 0 : (inputs.get(e)[i] - centres[i]) / deviations[i];
      }
      for (int i = 0; i < size; i++) {
        products[i] += scaled[i] * (outputs[e] - meanOutput);
        for (int j = 0; j < size; j++) {
          squares[i][j] += scaled[i] * scaled[j];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      squares[i][i] += RIDGE * examples;
    }
    double[] slopes = solve(squares, products);
    for (int i = 0; i < size; i++) {
      slopes[i] = deviations[i] == 0 ? 0 : slopes[i] / deviations[i];
    }
    return new PathRegression(meanOutput, centres, slopes);
  }

  /** By Cholesky's decomposition into L times its transpose; the ridge makes it possible. */
  private static double[] solve(double[][] symmetric, double[] right) {
    int size = right.length;
    double[][] lower = new double[size][size];
    double[] solution = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = symmetric[i][j];
        for (int k = 0; k < j; k++) {
          rest -= lower[i][k] * lower[j][k];
        }
        lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
      }
      double rest = right[i];
      for (int k = 0; k < i; k++) {
        rest -= lower[i][k] * solution[k];
      }
      solution[i] = rest / lower[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = i + 1; k < size; k++) {
        solution[i] -= lower[k][i] * solution[k];
      }
      solution[i] /= lower[i][i];
    }
    return solution;
  }

  /** The output for counts. */
  double at(double[] input) {
    double sum = meanOutput;
    for (int i = 0; i < slopes.length; i++) {
      sum += slopes[i] * (input[i] - centres[i]);
    }
    return sum;
  }
}
