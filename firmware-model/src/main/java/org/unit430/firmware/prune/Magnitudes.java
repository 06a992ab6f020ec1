package org.unit430.firmware.prune;

import java.util.Arrays;
import java.util.List;

/** Non-zero magnitudes of products or activations of a layer, seen on calibration inputs. */
final class Magnitudes {
  private final int fractionBits;
  private int[] values = new int[1 << 12];
  private int size;
  private boolean sorted;

  /**
   * None yet.
   *
   * @param fractionBits a magnitude m stands for m * 2^-fractionBits
   */
  Magnitudes(int fractionBits) {
    this.fractionBits = fractionBits;
  }

  /** Adds one, unless it is zero. */
  void add(int magnitude) {
    if (magnitude != 0) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = magnitude;
      sorted = false;
    }
  }

  /** How many are above a limit, at the layer's own scale. */
  long above(int limit) {
    sort();
    return size - notAbove(limit, fractionBits);
  }

  int fractionBits() {
    return fractionBits;
  }

  /**
   * The smallest magnitude at or above a share of all (nearest rank).
   *
   * @param percent 0 to 100; 0 gives 0
   */
  int percentile(double percent) {
    int rank = (int) rank(percent, size);
    sort();
    return rank == 0 ? 0 : values[rank - 1];
  }

  /**
   * The same for the magnitudes of several layers together, as a real number.
   *
   * @return a multiple of the finest layer's unit
   */
  static double percentile(List<Magnitudes> layers, double percent) {
    long size = layers.stream().mapToLong(layer -> layer.size).sum();
    long rank = rank(percent, size);
    if (rank == 0) {
      return 0;
    }
    layers.forEach(Magnitudes::sort);
    int finest = layers.stream().mapToInt(layer -> layer.fractionBits).max().orElseThrow();
    // The smallest multiple of the finest unit that so many magnitudes are not above.
    long low = 0;
    long high = layers.stream().mapToLong(layer -> layer.largest(finest)).max().orElseThrow();
    while (low < high) {
      long middle = (low + high) / 2;
      long notAbove = layers.stream().mapToLong(layer -> layer.notAbove(middle, finest)).sum();
      if (notAbove >= rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return Math.scalb((double) low, -finest);
  }

  private static long rank(double percent, long size) {
    return (long) Math.ceil(percent / 100 * size);
  }

  private long largest(int finest) {
    return size == 0 ? 0 : (long) values[size - 1] << (finest - fractionBits);
  }

  /** How many are not above a limit in units of 2^-finest. */
  private long notAbove(long limit, int finest) {
    long own = limit >> (finest - fractionBits);
    int from = 0;
    int to = size;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (values[middle] <= own) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private void sort() {
    if (!sorted) {
      Arrays.parallelSort(values, 0, size);
      sorted = true;
    }
  }
}
