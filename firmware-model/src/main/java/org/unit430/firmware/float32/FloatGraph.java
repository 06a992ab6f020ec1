package org.unit430.firmware.float32;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedLayer.Windows;

/**
 * A graph as float kernels run it, nothing quantised.
 *
 * @param graph its steps
 * @param layers of the steps that have weights; empty for the others
 */
public record FloatGraph(StepGraph graph, List<Optional<FloatLayer>> layers) {
  /** Copies the list. */
  public FloatGraph {
    layers = List.copyOf(layers);
  }

  /**
   * The float form of a graph.
   *
   * @param negatives whether inputs can be negative
   */
  public static FloatGraph of(StepGraph graph, boolean negatives) {
    // Of the input, then of what each step makes: whether it can be negative.
    List<Boolean> signed = new ArrayList<>(List.of(negatives && !graph.clampsInput()));
    List<Optional<FloatLayer>> layers = new ArrayList<>();
    for (Step step : graph.steps()) {
      layers.add(
          step instanceof Step.Weighted weighted
              ? Optional.of(layer(weighted, signed.get(weighted.source())))
              : Optional.empty());
      signed.add(canBeNegative(step, graph, signed));
    }
    return new FloatGraph(graph, layers);
  }

  private static boolean canBeNegative(Step step, StepGraph graph, List<Boolean> signed) {
    boolean source = step.sources().stream().anyMatch(signed::get);
    if (step instanceof Step.Weighted weighted) {
      return !weighted.relu();
    }
    if (step instanceof Step.Border border) {
      return source || border.least();
    }
    if (step instanceof Step.Pooling pooling && pooling.source() > 0) {
      // The padding of a maximum over values that are not negative never wins.
      Step before = graph.steps().get(pooling.source() - 1);
      if (before instanceof Step.Border border && border.least()) {
        return signed.get(border.source());
      }
      return source;
    }
    if (step instanceof Step.Sum sum) {
      return source && !sum.relu();
    }
    return step instanceof Step.Limits limits ? limits.canBeNegative(source) : source;
  }

  private static FloatLayer layer(Step.Weighted step, boolean signedInput) {
    return new FloatLayer(
        step.name(),
        step.connected() ? Kind.FULLY_CONNECTED : Kind.CONVOLUTION,
        step.input(),
        step.outputs(),
        step.kernelHeight(),
        step.kernelWidth(),
        step.pool(),
        step.weights(),
        step.bias(),
        step.relu(),
        new Windows(step.rowStride(), step.columnStride(), step.groups(), signedInput),
        0);
  }

  /** Multiply-accumulates if none is skipped. */
  public long macs() {
    return layers.stream().flatMap(Optional::stream).mapToLong(FloatLayer::macs).sum();
  }

  /**
   * Brings an input to the firmware's order.
   *
   * @param modelInput as the model takes it
   */
  public float[] stored(float[] modelInput) {
    float[] stored = graph.stored(modelInput);
    for (int i = 0; graph.clampsInput() && i < stored.length; i++) {
      stored[i] = Math.max(0, stored[i]);
    }
    return stored;
  }

  /**
   * Brings outputs to the model's order.
   *
   * @param outputs of the last step, as bits
   */
  public double[] real(int[] outputs) {
    return graph.outputOrder().stream()
        .mapToDouble(index -> Float.intBitsToFloat(outputs[index]))
        .toArray();
  }
}
