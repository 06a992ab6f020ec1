package org.unit430.firmware.float32;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.network.Shape;
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
  private static final int SIGN = 0x80000000;
  private static final int MAGNITUDE = 0x7FFFFFFF;

  private final FloatNetwork network;
  private final Method method;
  private final List<Float> thresholds;
  // Of convolutions under UnIT, by weight; empty for other layers.
  private final List<float[]> weightThresholds = new ArrayList<>();

  /**
   * What one inference gave.
   *
   * @param logits outputs of the last layer
   * @param macsExecuted of each layer
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Result(float[] logits, List<Long> macsExecuted) {}

  /**
   * Prepares a method.
   *
   * @param thresholds T of each layer, used by UnIT only
   */
  public FloatReference(FloatNetwork network, Method method, List<Float> thresholds) {
    this.network = network;
    this.method = method;
    this.thresholds = List.copyOf(thresholds);
    for (int i = 0; i < network.layers().size(); i++) {
      FloatLayer layer = network.layers().get(i);
      boolean owned = method.division().isPresent() && layer.kind() == Kind.CONVOLUTION;
      weightThresholds.add(owned ? made(layer.weights(), thresholds.get(i)) : new float[0]);
    }
  }

  /** One threshold for each operand; a zero operand skips everything. */
  private float[] made(float[] operands, float product) {
    FloatDivision division = FloatDivision.of(method.division().orElseThrow());
    float[] thresholdsOf = new float[operands.length];
    for (int i = 0; i < operands.length; i++) {
      thresholdsOf[i] =
          operands[i] == 0
              ? Float.POSITIVE_INFINITY
              : division.threshold(product, Math.abs(operands[i]));
    }
    return thresholdsOf;
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

  /** Runs one input, in the network's real units, CHW. */
  public Result run(float[] input) {
    return run(input, Optional.empty());
  }

  /** Runs one input as {@link #run(float[])} does, and tells of its decisions. */
  public Result run(float[] input, DecisionListener listener) {
    return run(input, Optional.of(listener));
  }

  private Result run(float[] input, Optional<DecisionListener> listener) {
    float[] activations = input;
    List<Long> executed = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      FloatLayer layer = network.layers().get(i);
      Keeps keeps = keeps(layer, activations, i);
      if (listener.isPresent()) {
        keeps = telling(keeps, layer, activations, i, listener.get());
      }
      float[] outputs = new float[layer.output().size()];
      executed.add(run(layer, activations, keeps, outputs));
      activations = outputs;
    }
    return new Result(activations, executed);
  }

  private static Keeps telling(
      Keeps keeps, FloatLayer layer, float[] input, int index, DecisionListener listener) {
    return (x, w) -> {
      boolean kept = keeps.keeps(x, w);
      listener.decided(index, input[x], layer.weights()[w], kept);
      return kept;
    };
  }

  @FunctionalInterface
  private interface Keeps {
    boolean keeps(int activation, int weight);
  }

  private Keeps keeps(FloatLayer layer, float[] input, int index) {
    float[] weights = layer.weights();
    return switch (method.skips()) {
      case NOTHING ->
          method.storage() == Storage.SPARSE ? (x, w) -> weights[w] != 0 : (x, w) -> true;
      case ZERO_WEIGHTS -> (x, w) -> weights[w] != 0;
      case ZERO_ACTIVATIONS -> (x, w) -> input[x] != 0;
      case BELOW_THRESHOLD -> {
        if (layer.kind() == Kind.CONVOLUTION) {
          float[] owned = weightThresholds.get(index);
          yield (x, w) -> exceeds(input[x], owned[w]);
        }
        float[] owned = made(input, thresholds.get(index));
        yield (x, w) -> exceeds(weights[w], owned[x]);
      }
      default ->
          throw new IllegalArgumentException(
              "method %s is not built for float32".formatted(method.label()));
    };
  }

  /** Magnitudes are in the order of their bits. */
  private static boolean exceeds(float operand, float threshold) {
    return (Float.floatToRawIntBits(operand) & MAGNITUDE) > Float.floatToRawIntBits(threshold);
  }

  private static long run(FloatLayer layer, float[] input, Keeps keeps, float[] outputs) {
    Shape output = layer.output();
    long executed = 0;
    int next = 0;
    for (int channel = 0; channel < output.channels(); channel++) {
      for (int row = 0; row < output.height(); row++) {
        for (int column = 0; column < output.width(); column++) {
          float largest = 0;
          for (int part = 0; part < layer.poolHeight() * layer.pool(); part++) {
            int y = row * layer.poolHeight() + part / layer.pool();
            int x = column * layer.pool() + part % layer.pool();
            float sum = layer.bias()[channel];
            int weight = channel * layer.weightsPerOutput();
            for (int plane = 0; plane < layer.input().channels(); plane++) {
              for (int r = 0; r < layer.kernelHeight(); r++) {
                int activation =
                    (plane * layer.input().height() + y + r) * layer.input().width() + x;
                for (int c = 0; c < layer.kernelWidth(); c++, activation++, weight++) {
                  if (keeps.keeps(activation, weight)) {
                    sum += input[activation] * layer.weights()[weight];
                    executed++;
                  }
                }
              }
            }
            // What cannot be compared is larger, as for the routine that compares.
            boolean smaller = part > 0 && sum <= largest;
            largest = smaller ? largest : sum;
          }
          outputs[next++] = layer.relu() ? rectified(largest) : largest;
        }
      }
    }
    return executed;
  }

  /** 0 for what has a minus sign; a number that is none has none. */
  private static float rectified(float value) {
    return !Float.isNaN(value) && (Float.floatToRawIntBits(value) & SIGN) != 0 ? 0 : value;
  }
}
