package org.unit430.firmware.inference;

import java.util.stream.IntStream;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/** For which operands UnIT's kernels make thresholds. */
public final class ThresholdOwners {
  private ThresholdOwners() {}

  /** Whether they belong to activations, so that an inference makes its own; else to weights. */
  public static boolean areActivations(QuantizedLayer layer, Method method) {
    return layer.kind() == Kind.FULLY_CONNECTED
        || (method.skips() == Skips.BELOW_THRESHOLD_SORTED && layer.windows().groups() == 1);
  }

  /**
   * The activations for which a layer's kernel makes thresholds.
   *
   * @param input activations, CHW
   * @param threshold of the layer
   * @return their indices; none where thresholds belong to weights, or there are none
   */
  public static int[] activations(
      QuantizedLayer layer, short[] input, Method method, LayerThreshold threshold) {
    if (method.division().isEmpty() || !areActivations(layer, method)) {
      return new int[0];
    }
    boolean looksAtWeights = method.storage() == Method.Storage.SPARSE && threshold.groups() == 1;
    return IntStream.range(0, input.length)
        .filter(i -> input[i] != 0 && (!looksAtWeights || weightsOf(layer, i, threshold, 0) > 0))
        .toArray();
  }

  /** Stored weights of an input of a fully connected layer, for a group of its outputs. */
  public static int weightsOf(
      QuantizedLayer layer, int input, LayerThreshold threshold, int group) {
    int count = 0;
    for (int output = 0; output < layer.outputChannels(); output++) {
      boolean stored = layer.weights()[output * layer.weightsPerOutput() + input] != 0;
      count += stored && threshold.groupOf(output) == group ? 1 : 0;
    }
    return count;
  }
}
