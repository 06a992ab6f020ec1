package org.unit430.firmware.inference;

import org.unit430.firmware.inference.LayerArithmetic.LayerResult;
import org.unit430.firmware.inference.LayerArithmetic.Sum;
import org.unit430.firmware.quantize.QuantizedLayer;

/**
 * SnaPEA in exact mode: positive weights first, then negative ones until the sum, bias included, is
 * below zero, where ReLU makes the output 0 whatever follows. Zero weights are not stored. The sign
 * is looked at before each round of {@value #CHECK} negative weights, the first round being the
 * short one.
 */
public final class SignedSums {
  /** Negative weights between two looks at the sign. */
  public static final int CHECK = 4;

  private SignedSums() {}

  /** Whether a layer's sums may be cut short: behind it a ReLU, before it nothing negative. */
  public static boolean stopEarly(QuantizedLayer layer) {
    return layer.relu() && !layer.isLast() && !layer.windows().signedInput();
  }

  /** Executes a layer for which {@link #stopEarly} holds. */
  static LayerResult run(
      QuantizedLayer layer, short[] input, LayerArithmetic.SumListener listener) {
    return LayerArithmetic.run(
        layer, (channel, y, x) -> sum(layer, input, channel, y, x), listener);
  }

  private static Sum sum(QuantizedLayer layer, short[] input, int channel, int y, int x) {
    int perOutput = layer.weightsPerOutput();
    int[] order = new int[perOutput];
    int positive = 0;
    int stored = 0;
    for (int sign = 1; sign >= -1; sign -= 2) {
      for (int i = 0; i < perOutput; i++) {
        if (Integer.signum(layer.weights()[channel * perOutput + i]) == sign) {
          order[stored++] = i;
        }
      }
      positive = sign > 0 ? stored : positive;
    }
    int first =
        layer.firstActivation(
            channel, y * layer.windows().rowStride(), x * layer.windows().columnStride());
    int accumulator = layer.initialAccumulator(channel);
    for (int done = 0; done < stored; done++) {
      if ((done >= positive && (stored - done) % CHECK == 0) || done == positive) {
        if (accumulator < 0) {
          return new Sum(accumulator, done, 0);
        }
      }
      int weight = order[done];
      accumulator +=
          input[first + layer.activationOffset(weight)]
              * layer.weights()[channel * perOutput + weight];
    }
    return new Sum(accumulator, stored, 0);
  }
}
