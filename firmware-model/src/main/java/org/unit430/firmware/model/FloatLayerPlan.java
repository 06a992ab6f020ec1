package org.unit430.firmware.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholdOwners;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.prune.ThresholdDivision;

/** How the float kernel of one layer decides, whatever the input. */
final class FloatLayerPlan {
  /** What is compared with what before a product is executed. */
  enum Looks {
    /** Nothing, or an operand with 0. */
    NOWHERE,
    /** Every activation with the layer's limit. */
    AT_ACTIVATIONS,
    /** Every activation with the threshold of its weight. */
    AT_ACTIVATIONS_BY_WEIGHT,
    /** Every weight with the threshold of its activation. */
    AT_WEIGHTS,
    /** Weights from the largest on with the threshold of their activation, up to one not above. */
    SORTED
  }

  private final FloatLayer layer;
  private final Method method;
  private final FloatThreshold threshold;
  private final Looks looks;
  private final float[] weightThresholds;
  private final int[] stored;
  private final List<int[]> sorted = new ArrayList<>();

  FloatLayerPlan(FloatLayer layer, Method method, FloatThreshold threshold) {
    this.layer = layer;
    this.method = method;
    this.threshold = threshold;
    this.looks = looks(layer, method, threshold);
    this.weightThresholds = FloatReference.weightThresholds(layer, method, threshold);
    this.stored = new int[layer.outputChannels()];
    for (int i = 0; i < layer.weights().length; i++) {
      stored[i / layer.weightsPerOutput()] += layer.weights()[i] != 0 ? 1 : 0;
    }
    for (int i = 0; looks == Looks.SORTED && i < layer.weightsPerOutput(); i++) {
      sorted.add(sortedMagnitudes(i));
    }
  }

  private static Looks looks(FloatLayer layer, Method method, FloatThreshold threshold) {
    if (method.skips() == Skips.SMALL_ACTIVATIONS) {
      return threshold.product() > 0 ? Looks.AT_ACTIVATIONS : Looks.NOWHERE;
    }
    if (method.division().isEmpty()) {
      return Looks.NOWHERE;
    }
    if (FloatReference.ownedByWeights(layer, method)) {
      return Looks.AT_ACTIVATIONS_BY_WEIGHT;
    }
    return method.skips() == Skips.BELOW_THRESHOLD_SORTED ? Looks.SORTED : Looks.AT_WEIGHTS;
  }

  /** Weights of all outputs for one activation of a window as they lie in FRAM, 0 the last. */
  private int[] sortedMagnitudes(int index) {
    int outputs = layer.outputChannels();
    int[] rising = new int[outputs];
    for (int output = 0; output < outputs; output++) {
      float weight = layer.weights()[output * layer.weightsPerOutput() + index];
      rising[output] = Float.floatToIntBits(Math.abs(weight));
    }
    Arrays.sort(rising);
    int[] falling = new int[outputs + 1];
    for (int i = 0; i < outputs; i++) {
      falling[i] = rising[outputs - 1 - i];
    }
    return falling;
  }

  FloatLayer layer() {
    return layer;
  }

  Method method() {
    return method;
  }

  FloatThreshold threshold() {
    return threshold;
  }

  Looks looks() {
    return looks;
  }

  /** Whether thresholds are quotients, made by the routine that divides. */
  boolean divides() {
    return method.division().filter(d -> d == ThresholdDivision.EXACT).isPresent();
  }

  /** One threshold for each weight, where they belong to weights. */
  float[] weightThresholds() {
    return weightThresholds;
  }

  /** One for each activation, by group of outputs; none where they do not belong to activations. */
  List<float[]> activationThresholds(float[] input) {
    return looks == Looks.AT_WEIGHTS || looks == Looks.SORTED
        ? FloatReference.activationThresholds(method, threshold, input)
        : List.of();
  }

  /** Tells of the thresholds that are made for activations. */
  void thresholds(float[] input, FloatThresholdOwners.IndexMaker maker) {
    FloatThresholdOwners.activations(layer, method, threshold, input, maker);
  }

  /** Magnitudes of the weights of one activation of a window, falling; the last is 0. */
  int[] sorted(int index) {
    return sorted.get(index);
  }

  /** Whether sums can stop early. */
  boolean stops() {
    return method.skips() == Skips.NEGATIVE_SUMS && layer.stopsEarly();
  }

  /** Non-zero weights of an output channel. */
  int stored(int channel) {
    return stored[channel];
  }
}
