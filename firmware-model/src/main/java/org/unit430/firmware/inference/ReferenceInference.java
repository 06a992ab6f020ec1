package org.unit430.firmware.inference;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.inference.LayerArithmetic.LayerResult;
import org.unit430.firmware.inference.LayerArithmetic.MacFilter;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedNetwork;

/**
 * Inference in integers under one method: the specification that the firmware must equal bit for
 * bit, logits and executed multiply-accumulates.
 */
public final class ReferenceInference {
  private final QuantizedNetwork network;
  private final Method method;
  private final Thresholds thresholds;
  // Thresholds that belong to weights do not depend on the input: one table a convolution, null for
  // other layers.
  private final List<int[]> weightThresholds = new ArrayList<>();

  /**
   * What one inference gave.
   *
   * @param logits 32-bit accumulators of the last layer
   * @param macsExecuted of each layer
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Result(int[] logits, List<Long> macsExecuted) {
    /** Index of the largest logit; the first of equals. */
    public int predicted() {
      int best = 0;
      for (int i = 1; i < logits.length; i++) {
        best = logits[i] > logits[best] ? i : best;
      }
      return best;
    }
  }

  /** Watches an inference layer by layer. */
  @FunctionalInterface
  public interface LayerListener {
    /**
     * A layer begins.
     *
     * @param index of the layer
     * @param input its activations, CHW
     * @return who is told of its sums
     */
    LayerArithmetic.SumListener begin(int index, short[] input);
  }

  /**
   * Prepares a method.
   *
   * @param network of the weights that the method runs
   * @param thresholds used by UnIT only
   */
  public ReferenceInference(QuantizedNetwork network, Method method, Thresholds thresholds) {
    this.network = method.prepared(network);
    this.method = method;
    this.thresholds = thresholds;
    for (int i = 0; i < network.layers().size(); i++) {
      QuantizedLayer layer = network.layers().get(i);
      Method own = method.at(i);
      boolean owned = own.division().isPresent() && layer.kind() == Kind.CONVOLUTION;
      weightThresholds.add(owned ? weightThresholds(own, layer, thresholds.of(i)) : new int[0]);
    }
  }

  /** Runs one input, given at the first layer's scale in CHW. */
  public Result run(short[] input) {
    return run(input, (index, activations) -> LayerArithmetic.NOBODY);
  }

  /** Runs one input as {@link #run(short[])} does, and tells of its layers. */
  public Result run(short[] input, LayerListener listener) {
    short[] activations = input;
    List<Long> executed = new ArrayList<>();
    int[] logits = {};
    for (int i = 0; i < network.layers().size(); i++) {
      QuantizedLayer layer = network.layers().get(i);
      LayerThreshold threshold = method.threshold(thresholds, i);
      LayerResult result =
          run(
              method.at(i),
              layer,
              threshold,
              weightThresholds.get(i),
              activations,
              listener.begin(i, activations));
      executed.add(result.macsExecuted());
      logits = result.outputs();
      activations = LayerArithmetic.toShorts(result.outputs());
    }
    return new Result(logits, executed);
  }

  /** Executes a layer under a method. */
  static LayerResult run(
      Method method,
      QuantizedLayer layer,
      LayerThreshold threshold,
      int[] weightThresholds,
      short[] input) {
    return run(method, layer, threshold, weightThresholds, input, LayerArithmetic.NOBODY);
  }

  private static LayerResult run(
      Method method,
      QuantizedLayer layer,
      LayerThreshold threshold,
      int[] weightThresholds,
      short[] input,
      LayerArithmetic.SumListener listener) {
    if (method.skips() == Method.Skips.NEGATIVE_SUMS && SignedSums.stopEarly(layer)) {
      return SignedSums.run(layer, input, listener);
    }
    MacFilter filter = filter(method, layer, threshold, weightThresholds, input);
    return LayerArithmetic.run(layer, input, filter, listener);
  }

  /**
   * Which multiply-accumulates of a layer a method executes.
   *
   * @param threshold T of the layer or of its groups of output channels
   * @param weightThresholds of a convolution under UnIT, by weight
   * @param input the layer's activations
   */
  static MacFilter filter(
      Method method,
      QuantizedLayer layer,
      LayerThreshold threshold,
      int[] weightThresholds,
      short[] input) {
    short[] weights = layer.weights();
    return switch (method.skips()) {
      case NOTHING, NEGATIVE_SUMS ->
          method.storage() == Method.Storage.SPARSE
              ? (x, w) -> weights[w] != 0
              : LayerArithmetic.ALL;
      case ZERO_ACTIVATIONS -> (x, w) -> input[x] != 0;
      case SMALL_ACTIVATIONS -> {
        int limit = threshold.product();
        yield (x, w) -> Math.abs(input[x]) > limit;
      }
      case ZERO_WEIGHTS -> (x, w) -> weights[w] != 0;
      case RANDOM -> new RandomSkips(threshold.product());
      case BELOW_THRESHOLD_UNTESTED -> {
        int product = threshold.product();
        yield (x, w) -> Math.abs(input[x] * weights[w]) > product;
      }
      case BY_LAYER -> throw new IllegalArgumentException("not the method of one layer");
      case BELOW_THRESHOLD -> {
        if (layer.kind() == Kind.CONVOLUTION) {
          yield (x, w) -> Math.abs(input[x]) > weightThresholds[w];
        }
        yield byActivation(method, layer, threshold, input);
      }
      case BELOW_THRESHOLD_SORTED -> {
        if (layer.windows().groups() > 1 && layer.kind() == Kind.CONVOLUTION) {
          yield (x, w) -> Math.abs(input[x]) > weightThresholds[w];
        }
        yield byActivation(method, layer, threshold, input);
      }
    };
  }

  /** Thresholds owned by activations: one for each group of output channels. */
  private static MacFilter byActivation(
      Method method, QuantizedLayer layer, LayerThreshold threshold, short[] input) {
    short[] weights = layer.weights();
    if (threshold.groups() == 1) {
      int[] made = thresholdsOf(method, input, threshold.product());
      return (x, w) -> Math.abs(weights[w]) > made[x];
    }
    List<int[]> made =
        threshold.products().stream().map(t -> thresholdsOf(method, input, t)).toList();
    int perGroup = threshold.channels() * layer.weightsPerOutput();
    return (x, w) -> Math.abs(weights[w]) > made.get(w / perGroup)[x];
  }

  /** Thresholds owned by weights, each from the T of its output channel. */
  static int[] weightThresholds(Method method, QuantizedLayer layer, LayerThreshold threshold) {
    short[] weights = layer.weights();
    int[] made = new int[weights.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = threshold(method, weights[i], threshold.of(i / layer.weightsPerOutput()));
    }
    return made;
  }

  /** One threshold for each operand; a zero operand skips everything. */
  static int[] thresholdsOf(Method method, short[] operands, int product) {
    int[] made = new int[operands.length];
    for (int i = 0; i < operands.length; i++) {
      made[i] = threshold(method, operands[i], product);
    }
    return made;
  }

  private static int threshold(Method method, short operand, int product) {
    return operand == 0
        ? ThresholdDivision.LARGEST_THRESHOLD
        : method.division().orElseThrow().threshold(product, Math.abs(operand));
  }
}
