package org.unit430.firmware.dataset;

import java.util.List;

/**
 * Brings measurements of different units to one scale: mean 0 and standard deviation 1/4 over
 * reference rows, cut off at -1 and 1, that is at four standard deviations. So a 16-bit input has
 * 15 fraction bits, and an outlier (the data hold gyroscope values a hundred times the largest sane
 * one) costs no precision.
 */
final class Standardisation {
  private static final double DEVIATIONS = 4;

  private final double[] mean;
  private final double[] deviation;

  /**
   * Measures.
   *
   * @param rows at least one, all of one length
   */
  Standardisation(List<double[]> rows) {
    int columns = rows.get(0).length;
    mean = new double[columns];
    deviation = new double[columns];
    for (int column = 0; column < columns; column++) {
      double sum = 0;
      for (double[] row : rows) {
        sum += row[column];
      }
      mean[column] = sum / rows.size();
      double squares = 0;
      for (double[] row : rows) {
        double off = row[column] - mean[column];
        squares += off * off;
      }
      deviation[column] = Math.sqrt(squares / rows.size());
    }
  }

  /**
   * Scales a row.
   *
   * @param row as long as the reference rows
   * @return -1 to 1; 0 in a column that never changed in the reference rows
   */
  float[] apply(double[] row) {
    float[] scaled = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      double z = deviation[i] == 0 ? 0 : (row[i] - mean[i]) / deviation[i];
      scaled[i] = (float) (Math.max(-DEVIATIONS, Math.min(DEVIATIONS, z)) / DEVIATIONS);
    }
    return scaled;
  }
}
