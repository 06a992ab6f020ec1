package org.unit430.firmware.float32;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.float32.FloatSums.LayerResult;
import org.unit430.firmware.inference.LayerArithmetic.MacFilter;
import org.unit430.firmware.inference.RandomSkips;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Storage;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/**
 * Inference in IEEE single precision under one method, in the order in which kernels add: the
 * specification that the firmware must equal bit for bit, logits and executed multiply-accumulates.
 * Java's float arithmetic rounds every operation to nearest, ties to even (JLS 15.4), and keeps
 * subnormal numbers, as the soft float routines do.
 */
public final class FloatReference {
  private static final int MAGNITUDE = 0x7FFFFFFF;

  private final FloatNetwork network;
  private final Method method;
  private final List<FloatThreshold> thresholds;
  // Thresholds that belong to weights do not depend on the input; empty for other layers.
  private final List<float[]> weightThresholds = new ArrayList<>();

  /**
   * What one inference gave.
   *
   * @param logits outputs of the last layer
   * @param macsExecuted of each layer
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Result(float[] logits, List<Long> macsExecuted) {
    /** Index of the largest logit; the first of equals. */
    public int predicted() {
      int best = 0;
      for (int i = 1; i < logits.length; i++) {
        best = logits[i] > logits[best] ? i : best;
      }
      return best;
    }
  }

  /** Told of every decision of a threshold. */
  @FunctionalInterface
  public interface DecisionListener {
    /**
     * A product was looked at.
     *
     * @param layer index
     * @param x activation
     * @param w weight
     * @param kept whether it is executed
     */
    void decided(int layer, float x, float w, boolean kept);
  }

  /**
   * Prepares a method.
   *
   * @param thresholds of each layer, as {@link FloatThresholds} says; used where a method has some
   */
  public FloatReference(FloatNetwork network, Method method, List<FloatThreshold> thresholds) {
    this.network = network;
    this.method = method;
    this.thresholds = List.copyOf(thresholds);
    for (int i = 0; i < network.layers().size(); i++) {
      weightThresholds.add(
          weightThresholds(network.layers().get(i), method.at(i), thresholds.get(i)));
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
     * @return who is told of what it computes
     */
    FloatListener begin(int index, float[] input);
  }

  /** Runs one input, in the network's real units, CHW. */
  public Result run(float[] input) {
    return run(input, (index, activations) -> FloatListener.NOBODY);
  }

  /** Runs one input as {@link #run(float[])} does, and tells of its decisions. */
  public Result run(float[] input, DecisionListener listener) {
    return run(
        input,
        (index, activations) ->
            new FloatListener() {
              @Override
              public MacFilter watching(MacFilter filter) {
                float[] weights = network.layers().get(index).weights();
                return (x, w) -> {
                  boolean kept = filter.keeps(x, w);
                  listener.decided(index, activations[x], weights[w], kept);
                  return kept;
                };
              }
            });
  }

  /** What each layer gets of one input, in the order of the layers. */
  public List<float[]> activations(float[] input) {
    List<float[]> ofLayers = new ArrayList<>();
    run(
        input,
        (index, activations) -> {
          ofLayers.add(activations);
          return FloatListener.NOBODY;
        });
    return ofLayers;
  }

  /** Runs one input as {@link #run(float[])} does, and tells of its layers. */
  public Result run(float[] input, LayerListener listener) {
    float[] activations = input;
    List<Long> executed = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      FloatLayer layer = network.layers().get(i);
      FloatListener ofLayer = listener.begin(i, activations);
      MacFilter filter =
          filter(layer, method.at(i), thresholds.get(i), weightThresholds.get(i), activations);
      LayerResult result = run(layer, method.at(i), ofLayer.watching(filter), activations, ofLayer);
      executed.add(result.macsExecuted());
      activations = result.outputs();
    }
    return new Result(activations, executed);
  }

  /**
   * Executes a layer.
   *
   * @param method of this layer
   * @param filter of the method
   */
  static LayerResult run(FloatLayer layer, Method method, MacFilter filter, float[] input) {
    return run(layer, method, filter, input, FloatListener.NOBODY);
  }

  private static LayerResult run(
      FloatLayer layer, Method method, MacFilter filter, float[] input, FloatListener listener) {
    return method.skips() == Method.Skips.NEGATIVE_SUMS && layer.stopsEarly()
        ? FloatSums.signed(layer, input, listener)
        : FloatSums.run(layer, input, filter, listener);
  }

  /**
   * Which multiply-accumulates of a layer a method executes.
   *
   * @param method of this layer
   * @param threshold of this layer
   * @param weightThresholds as {@link #weightThresholds} gives them
   */
  static MacFilter filter(
      FloatLayer layer,
      Method method,
      FloatThreshold threshold,
      float[] weightThresholds,
      float[] input) {
    float[] weights = layer.weights();
    return switch (method.skips()) {
      case NOTHING, NEGATIVE_SUMS ->
          method.storage() == Storage.SPARSE ? (x, w) -> weights[w] != 0 : (x, w) -> true;
      case ZERO_WEIGHTS -> (x, w) -> weights[w] != 0;
      case ZERO_ACTIVATIONS -> (x, w) -> input[x] != 0;
      case SMALL_ACTIVATIONS -> {
        float limit = threshold.product();
        yield (x, w) -> exceeds(input[x], limit);
      }
      case RANDOM -> new RandomSkips((int) threshold.product());
      case BELOW_THRESHOLD_UNTESTED -> {
        float product = threshold.product();
        yield (x, w) -> exceeds(input[x] * weights[w], product);
      }
      case BELOW_THRESHOLD, BELOW_THRESHOLD_SORTED -> {
        if (ownedByWeights(layer, method)) {
          yield (x, w) -> exceeds(input[x], weightThresholds[w]);
        }
        yield byActivation(layer, method, threshold, input);
      }
      case BY_LAYER -> throw new IllegalArgumentException("not the method of one layer");
    };
  }

  /** Thresholds owned by activations: one for each group of output channels. */
  private static MacFilter byActivation(
      FloatLayer layer, Method method, FloatThreshold threshold, float[] input) {
    float[] weights = layer.weights();
    List<float[]> made = activationThresholds(method, threshold, input);
    if (made.size() == 1) {
      float[] owned = made.get(0);
      return (x, w) -> exceeds(weights[w], owned[x]);
    }
    int perOutput = layer.weightsPerOutput();
    return (x, w) -> exceeds(weights[w], made.get(threshold.groupOf(w / perOutput))[x]);
  }

  /** One threshold for each activation, by group of output channels. */
  public static List<float[]> activationThresholds(
      Method method, FloatThreshold threshold, float[] input) {
    List<float[]> made = new ArrayList<>();
    for (float product : threshold.products()) {
      float[] owned = new float[input.length];
      for (int i = 0; i < owned.length; i++) {
        owned[i] = threshold(method, input[i], product);
      }
      made.add(owned);
    }
    return made;
  }

  /** Whether thresholds of a layer belong to its weights, so that no inference changes them. */
  public static boolean ownedByWeights(FloatLayer layer, Method method) {
    boolean sorted =
        method.skips() == Method.Skips.BELOW_THRESHOLD_SORTED && layer.windows().groups() == 1;
    return method.division().isPresent() && layer.kind() == Kind.CONVOLUTION && !sorted;
  }

  /** One threshold for each weight where they own them; else none. */
  public static float[] weightThresholds(
      FloatLayer layer, Method method, FloatThreshold threshold) {
    float[] made = new float[ownedByWeights(layer, method) ? layer.weights().length : 0];
    for (int i = 0; i < made.length; i++) {
      made[i] = threshold(method, layer.weights()[i], threshold.of(i / layer.weightsPerOutput()));
    }
    return made;
  }

  /** The threshold for one operand; a zero operand skips everything. */
  private static float threshold(Method method, float operand, float product) {
    return operand == 0
        ? Float.POSITIVE_INFINITY
        : FloatDivision.of(method.division().orElseThrow()).threshold(product, Math.abs(operand));
  }

  /** Magnitudes are in the order of their bits. */
  private static boolean exceeds(float operand, float threshold) {
    return (Float.floatToIntBits(operand) & MAGNITUDE) > Float.floatToRawIntBits(threshold);
  }
}
