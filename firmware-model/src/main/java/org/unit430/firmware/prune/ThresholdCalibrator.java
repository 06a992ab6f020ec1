package org.unit430.firmware.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unit430.firmware.inference.LayerArithmetic;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;

/** Sets UnIT's thresholds from calibration inputs alone; test inputs never come here. */
public final class ThresholdCalibrator {
  private ThresholdCalibrator() {}

  /**
   * Gives each layer the same percentile of its own non-zero products.
   *
   * @param network quantised
   * @param calibration inputs at the first layer's scale
   * @param percent 0 to 100: T is the smallest magnitude at or above that share of the layer's
   *     non-zero |x*w| (nearest rank); 0 gives T = 0
   * @throws IllegalArgumentException if there are no inputs or percent is out of range
   */
  public static Thresholds percentile(
      QuantizedNetwork network, List<short[]> calibration, double percent) {
    return percentile(network, calibration, percent, Method.Skips.BELOW_THRESHOLD);
  }

  /**
   * Gives each layer the same percentile of what a rule of skipping compares: of its non-zero
   * products, or of its non-zero activations for {@code SMALL_ACTIVATIONS}.
   */
  public static Thresholds percentile(
      QuantizedNetwork network, List<short[]> calibration, double percent, Method.Skips skips) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("a percentile of " + percent + " is not 0 to 100");
    }
    if (calibration.isEmpty()) {
      throw new IllegalArgumentException("no calibration inputs");
    }
    List<Integer> products = new ArrayList<>();
    List<short[]> activations = new ArrayList<>(calibration);
    for (QuantizedLayer layer : network.layers()) {
      products.add(percentile(layer, activations, percent, skips));
      if (!layer.isLast()) {
        activations.replaceAll(input -> LayerArithmetic.dense(layer, input));
      }
    }
    return new Thresholds(products);
  }

  /**
   * The threshold of one layer.
   *
   * @param layer quantised
   * @param inputs the layer's own inputs
   * @param percent 0 to 100
   * @param skips whose threshold it is
   * @return T at the layer's accumulator scale, or a limit at the scale of its activations
   */
  public static int percentile(
      QuantizedLayer layer, List<short[]> inputs, double percent, Method.Skips skips) {
    Magnitudes magnitudes = new Magnitudes();
    if (skips == Method.Skips.SMALL_ACTIVATIONS) {
      for (short[] input : inputs) {
        for (short x : input) {
          magnitudes.add(Math.abs(x));
        }
      }
      return magnitudes.percentile(percent);
    }
    for (short[] input : inputs) {
      LayerArithmetic.run(
          layer,
          input,
          (x, w) -> {
            magnitudes.add(Math.abs(input[x] * layer.weights()[w]));
            return false;
          });
    }
    return magnitudes.percentile(percent);
  }

  /** A growing list of non-zero magnitudes. */
  private static final class Magnitudes {
    private int[] values = new int[1 << 16];
    private int size;

    void add(int magnitude) {
      if (magnitude != 0) {
        if (size == values.length) {
          values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = magnitude;
      }
    }

    int percentile(double percent) {
      int rank = (int) Math.ceil(percent / 100 * size);
      if (rank == 0) {
        return 0;
      }
      Arrays.parallelSort(values, 0, size);
      return values[rank - 1];
    }
  }
}
