package org.unit430.firmware.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Integers that are linear in path counts, learnt from examples and exact: a prediction is made
 * only for counts that the examples span, and then it is the one value that linearity allows.
 *
 * <p>Examples are kept as a matrix in reduced row echelon form modulo the prime 2^31-1. Figures of
 * a layer are below that, so that the residue of a prediction is the prediction. A chance
 * dependence modulo the prime has a probability of about 2^-31.
 */
final class LinearCosts {
  private static final long PRIME = (1L << 31) - 1;

  private final int size;
  private final List<long[]> rows = new ArrayList<>();
  private final List<Integer> pivots = new ArrayList<>();

  /**
   * Nothing learnt yet.
   *
   * @param size how many path counts there are
   */
  LinearCosts(int size) {
    this.size = size;
  }

  /** Whether counts are a combination of those learnt. */
  boolean spans(long[] counts) {
    long[] rest = residues(counts);
    reduce(rest);
    return firstNonZero(rest) < 0;
  }

  /** Learns counts and their figures; does nothing if the counts are spanned already. */
  void learn(long[] counts, long[] figures) {
    long[] row = residues(concatenate(counts, figures));
    reduce(row);
    int pivot = firstNonZero(row);
    if (pivot < 0) {
      return;
    }
    scale(row, inverse(row[pivot]));
    for (long[] earlier : rows) {
      subtract(earlier, row, earlier[pivot]);
    }
    rows.add(row);
    pivots.add(pivot);
  }

  /** The figures for counts, or nothing if the examples do not span these. */
  Optional<long[]> predict(long[] counts) {
    if (!spans(counts) || rows.isEmpty()) {
      return Optional.empty();
    }
    long[] figures = new long[rows.get(0).length - size];
    for (int r = 0; r < rows.size(); r++) {
      // In reduced form every pivot column has one row, whose factor is the count itself.
      long factor = Math.floorMod(counts[pivots.get(r)], PRIME);
      if (factor != 0) {
        long[] row = rows.get(r);
        for (int i = 0; i < figures.length; i++) {
          figures[i] = (figures[i] + factor * row[size + i]) % PRIME;
        }
      }
    }
    return Optional.of(figures);
  }

  /** Rows learnt. */
  int rank() {
    return rows.size();
  }

  private void reduce(long[] row) {
    for (int r = 0; r < rows.size(); r++) {
      subtract(row, rows.get(r), row[pivots.get(r)]);
    }
  }

  private int firstNonZero(long[] row) {
    for (int i = 0; i < size; i++) {
      if (row[i] != 0) {
        return i;
      }
    }
    return -1;
  }

  private static void subtract(long[] row, long[] subtrahend, long factor) {
    if (factor != 0) {
      long negative = PRIME - factor;
      for (int i = 0; i < row.length; i++) {
        row[i] = (row[i] + negative * subtrahend[i]) % PRIME;
      }
    }
  }

  private static void scale(long[] row, long factor) {
    for (int i = 0; i < row.length; i++) {
      row[i] = row[i] * factor % PRIME;
    }
  }

  /** By Fermat: a^(p-2). */
  private static long inverse(long value) {
    long result = 1;
    long power = value;
    for (long exponent = PRIME - 2; exponent > 0; exponent >>= 1) {
      if ((exponent & 1) == 1) {
        result = result * power % PRIME;
      }
      power = power * power % PRIME;
    }
    return result;
  }

  private static long[] residues(long[] values) {
    return Arrays.stream(values).map(value -> Math.floorMod(value, PRIME)).toArray();
  }

  private static long[] concatenate(long[] first, long[] second) {
    long[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
