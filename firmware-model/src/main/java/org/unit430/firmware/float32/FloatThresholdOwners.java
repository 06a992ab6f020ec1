package org.unit430.firmware.float32;

import java.util.stream.IntStream;
import org.unit430.firmware.prune.Method;

/** For which operands UnIT's kernels make thresholds in single precision. */
public final class FloatThresholdOwners {
  private FloatThresholdOwners() {}

  /** Told of every threshold that an inference makes. */
  @FunctionalInterface
  public interface Maker {
    /**
     * A threshold is made.
     *
     * @param group of output channels, whose T it is
     * @param magnitude of the weight or the activation that it belongs to, above 0
     */
    void make(int group, float magnitude);
  }

  /** Told of every threshold that is made for an activation. */
  @FunctionalInterface
  public interface IndexMaker {
    /**
     * A threshold is made.
     *
     * @param group of output channels, whose T it is
     * @param index of the activation
     */
    void make(int group, int index);
  }

  /**
   * Tells of the thresholds that a layer's kernel makes in one inference; of none if the method has
   * no division.
   *
   * @param method of the layer
   * @param input activations, CHW
   */
  public static void visit(
      FloatLayer layer, Method method, FloatThreshold threshold, float[] input, Maker maker) {
    if (FloatReference.ownedByWeights(layer, method)) {
      float[] weights = layer.weights();
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] != 0) {
          maker.make(threshold.groupOf(i / layer.weightsPerOutput()), Math.abs(weights[i]));
        }
      }
    } else if (method.division().isPresent()) {
      activations(
          layer,
          method,
          threshold,
          input,
          (group, index) -> maker.make(group, Math.abs(input[index])));
    }
  }

  /**
   * Tells of the thresholds that the kernel of a layer makes for activations, which own them.
   *
   * @param method of the layer
   * @param input activations, CHW
   */
  public static void activations(
      FloatLayer layer, Method method, FloatThreshold threshold, float[] input, IndexMaker maker) {
    boolean sparse = method.storage() == Method.Storage.SPARSE;
    for (int group = 0; group < threshold.groups(); group++) {
      for (int i = 0; i < input.length; i++) {
        if (input[i] != 0 && (!sparse || hasWeights(layer, i, threshold, group))) {
          maker.make(group, i);
        }
      }
    }
  }

  private static boolean hasWeights(
      FloatLayer layer, int input, FloatThreshold threshold, int group) {
    return IntStream.range(0, layer.outputChannels())
        .filter(output -> threshold.groupOf(output) == group)
        .anyMatch(output -> layer.weights()[output * layer.weightsPerOutput() + input] != 0);
  }
}
