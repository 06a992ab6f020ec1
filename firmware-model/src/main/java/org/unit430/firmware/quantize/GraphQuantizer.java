package org.unit430.firmware.quantize;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.firmware.inference.LayerArithmetic;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedLayer.Windows;

/**
 * Turns a graph into 16-bit fixed point, step by step, each on what the quantised ones before it
 * give for the calibration inputs. Layers with weights are quantised as {@link Quantizer} does.
 */
public final class GraphQuantizer {
  private final StepGraph graph;
  private final List<FixedStep> steps = new ArrayList<>();
  private final List<Integer> bits = new ArrayList<>();
  private final List<Integer> maxima = new ArrayList<>();
  private final List<Boolean> signed = new ArrayList<>();
  private final List<List<short[]>> values = new ArrayList<>();

  private GraphQuantizer(StepGraph graph) {
    this.graph = graph;
  }

  /**
   * Quantises.
   *
   * @param graph in real numbers
   * @param calibration inputs as the model takes them, at least one
   * @param inputLimit largest magnitude an input can have, above 0
   * @param negatives whether inputs can be negative
   * @throws IllegalArgumentException naming the step, if it cannot be represented
   */
  public static FixedGraph quantize(
      StepGraph graph, List<float[]> calibration, double inputLimit, boolean negatives) {
    boolean signedInput = negatives && !graph.clampsInput();
    int inputBits = Quantizer.fractionBits(inputLimit);
    int inputMaximum = (int) Math.rint(Math.scalb(inputLimit, inputBits));
    FixedGraph input =
        new FixedGraph(graph, inputBits, inputMaximum, signedInput, List.of(), List.of());
    GraphQuantizer quantizer = new GraphQuantizer(graph);
    quantizer.bits.add(inputBits);
    quantizer.maxima.add(inputMaximum);
    quantizer.signed.add(signedInput);
    List<short[]> inputs = new ArrayList<>();
    calibration.forEach(real -> inputs.add(input.quantizeInput(real)));
    quantizer.values.add(inputs);
    for (int i = 0; i < graph.steps().size(); i++) {
      quantizer.add(graph.steps().get(i), i == graph.steps().size() - 1);
    }
    return new FixedGraph(
        graph,
        inputBits,
        inputMaximum,
        signedInput,
        quantizer.steps,
        quantizer.bits.subList(1, quantizer.bits.size()));
  }

  private void add(Step step, boolean last) {
    if (step instanceof Step.Weighted weighted) {
      add(weighted, last);
    } else if (step instanceof Step.Border border) {
      boolean below = signed.get(border.source()) || border.least();
      keep(new FixedStep.Border(border), bits.get(border.source()), below);
    } else if (step instanceof Step.Pooling pooling) {
      // The padding of a maximum over values that are not negative never wins.
      boolean below = signed.get(pooling.source()) && canBeNegative(pooling.source());
      keep(new FixedStep.Pooling(pooling), bits.get(pooling.source()), below);
    } else if (step instanceof Step.Sum sum) {
      add(sum);
    } else if (step instanceof Step.Limits limits) {
      int scale = bits.get(limits.source());
      int low = Quantizer.toFixed(limits.low(), scale, Quantizer.LARGEST);
      int high = Quantizer.toFixed(limits.high(), scale, Quantizer.LARGEST);
      keep(
          new FixedStep.Limits(limits, low, high),
          scale,
          limits.canBeNegative(signed.get(limits.source())));
    }
  }

  /** Whether a value's numbers themselves can be negative, the border of a maximum left aside. */
  private boolean canBeNegative(int value) {
    boolean padded =
        value > 0 && graph.steps().get(value - 1) instanceof Step.Border border && border.least();
    int source = padded ? graph.steps().get(value - 1).sources().get(0) : value;
    return signed.get(source);
  }

  private void add(Step.Weighted step, boolean last) {
    int source = step.source();
    Windows windows =
        new Windows(step.rowStride(), step.columnStride(), step.groups(), signed.get(source));
    Quantizer.Weights weights =
        new Quantizer.Weights(
            step.name(),
            step.connected() ? Kind.FULLY_CONNECTED : Kind.CONVOLUTION,
            step.outputs(),
            step.kernelHeight(),
            step.kernelWidth(),
            step.weights(),
            step.bias(),
            step.relu(),
            windows);
    // Logits are accumulators as they are; what is behind them needs 16 bits, ReLU and pooling too.
    boolean logits = last && !step.relu() && step.pool() == 1;
    QuantizedLayer layer =
        Quantizer.quantize(
            weights,
            step.input(),
            step.pool(),
            logits,
            bits.get(source),
            maxima.get(source),
            values.get(source));
    keep(new FixedStep.Weighted(step, layer), layer.formats().output(), !step.relu());
  }

  private void add(Step.Sum step) {
    int left = bits.get(step.left());
    int right = bits.get(step.right());
    int common = Math.max(left, right) + 1;
    FixedStep.Sum exact = new FixedStep.Sum(step, common - left, common - right, 1);
    if (Math.max(exact.leftShift(), exact.rightShift()) > FixedStep.Sum.MOST_LEFT_SHIFT) {
      throw new IllegalArgumentException(
          "step %s adds values of scales 2^-%d and 2^-%d, too far apart for 16 bits"
              .formatted(step.name(), left, right));
    }
    long largest = 1;
    List<short[]> lefts = values.get(step.left());
    List<short[]> rights = values.get(step.right());
    for (int i = 0; i < lefts.size(); i++) {
      for (int j = 0; j < lefts.get(i).length; j++) {
        long sum = exact.accumulator(lefts.get(i)[j], rights.get(i)[j]);
        largest = Math.max(largest, step.relu() ? sum : Math.abs(sum));
      }
    }
    int shift = 1;
    while (Math.scalb(largest * Quantizer.HEADROOM, -shift) > Quantizer.LARGEST) {
      shift++;
    }
    boolean below = (signed.get(step.left()) || signed.get(step.right())) && !step.relu();
    keep(
        new FixedStep.Sum(step, exact.leftShift(), exact.rightShift(), shift),
        common - shift,
        below);
  }

  private void keep(FixedStep made, int outputBits, boolean canBeNegative) {
    List<short[]> outputs = new ArrayList<>();
    for (int i = 0; i < values.get(0).size(); i++) {
      List<short[]> sources = new ArrayList<>();
      for (int source : made.step().sources()) {
        sources.add(values.get(source).get(i));
      }
      outputs.add(LayerArithmetic.toShorts(made.run(sources)));
    }
    steps.add(made);
    bits.add(outputBits);
    maxima.add(Quantizer.LARGEST);
    signed.add(canBeNegative);
    values.add(outputs);
  }
}
