package org.unit430.firmware.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.graph.StepGraph;

/**
 * A graph in 16-bit fixed point.
 *
 * @param graph in real numbers
 * @param inputBits fraction bits of the input
 * @param inputMaximum largest magnitude of an input, beyond which it saturates
 * @param inputSigned whether inputs can be negative
 * @param steps one for each of the graph's
 * @param outputBits fraction bits of what each step makes
 */
public record FixedGraph(
    StepGraph graph,
    int inputBits,
    int inputMaximum,
    boolean inputSigned,
    List<FixedStep> steps,
    List<Integer> outputBits) {
  /** Copies the lists. */
  public FixedGraph {
    steps = List.copyOf(steps);
    outputBits = List.copyOf(outputBits);
  }

  /** The graph with products that a C library's multiply rounds and saturates. */
  public FixedGraph withRoundedProducts() {
    List<FixedStep> made = new ArrayList<>();
    List<Integer> bits = new ArrayList<>(outputBits);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof FixedStep.Weighted weighted) {
        QuantizedLayer layer = weighted.layer().withRoundedProducts();
        made.add(new FixedStep.Weighted(weighted.step(), layer));
        bits.set(i, layer.formats().output());
      } else {
        made.add(steps.get(i));
      }
    }
    return new FixedGraph(graph, inputBits, inputMaximum, inputSigned, made, bits);
  }

  /** Multiply-accumulates if none is skipped. */
  public long macs() {
    return steps.stream().mapToLong(FixedStep::macs).sum();
  }

  /** The step that makes the outputs. */
  public FixedStep last() {
    return steps.get(steps.size() - 1);
  }

  /** The layer of a step that has weights. */
  public Optional<QuantizedLayer> layer(int step) {
    return steps.get(step) instanceof FixedStep.Weighted weighted
        ? Optional.of(weighted.layer())
        : Optional.empty();
  }

  /**
   * Brings an input to the firmware's scale and order.
   *
   * @param modelInput as the model takes it
   */
  public short[] quantizeInput(float[] modelInput) {
    float[] stored = graph.stored(modelInput);
    short[] fixed = new short[stored.length];
    for (int i = 0; i < fixed.length; i++) {
      int value = Quantizer.toFixed(stored[i], inputBits, inputMaximum);
      fixed[i] = (short) (inputSigned ? value : Math.max(0, value));
    }
    return fixed;
  }

  /**
   * Brings outputs to real numbers in the model's order.
   *
   * @param outputs of the last step
   */
  public double[] real(int[] outputs) {
    double[] real = new double[graph.outputOrder().size()];
    for (int i = 0; i < real.length; i++) {
      int value = outputs[graph.outputOrder().get(i)];
      real[i] = Math.scalb((double) value, -outputBits.get(steps.size() - 1));
    }
    return real;
  }

  /** The sources of a step among values: the input, then what each step made. */
  public <T> List<T> sources(int step, List<T> values) {
    List<T> sources = new ArrayList<>();
    graph.steps().get(step).sources().forEach(source -> sources.add(values.get(source)));
    return sources;
  }
}
