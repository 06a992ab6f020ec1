package org.unit430.firmware.prune;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.inference.LayerArithmetic;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;

/**
 * Sets FATReLU's cut-offs from labelled calibration inputs, as the published scripts do (prior-art
 * 1.3): from the last layer to the first, double the cut-off while accuracy stays within {@value
 * #DROP_POINTS} points of the network found so far, then bisect. The reference accuracy is measured
 * anew behind each layer, so drops add up.
 */
public final class FatReluCalibrator {
  /** Accuracy, in points, that a layer's cut-off may cost. */
  public static final double DROP_POINTS = 0.25;

  private static final int FIRST_CUTOFF = 1;
  private static final int LARGEST_CUTOFF = 32767;

  private FatReluCalibrator() {}

  /**
   * The network with cut-offs.
   *
   * @param network quantised, without cut-offs
   * @param inputs calibration inputs at the first layer's scale
   * @param labels of the inputs
   * @throws IllegalArgumentException if there are no inputs, or not a label for each
   */
  public static QuantizedNetwork calibrate(
      QuantizedNetwork network, List<short[]> inputs, List<Integer> labels) {
    if (inputs.isEmpty() || inputs.size() != labels.size()) {
      throw new IllegalArgumentException(
          "%d calibration inputs with %d labels".formatted(inputs.size(), labels.size()));
    }
    List<QuantizedLayer> layers = new ArrayList<>(network.layers());
    List<List<short[]>> before = new ArrayList<>();
    List<short[]> activations = inputs;
    for (QuantizedLayer layer : layers) {
      before.add(activations);
      activations = run(layer, activations);
    }
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i).canCut()) {
        layers.set(i, cut(layers, i, before.get(i), labels));
      }
    }
    return new QuantizedNetwork(network.name(), layers);
  }

  private static QuantizedLayer cut(
      List<QuantizedLayer> layers, int index, List<short[]> inputs, List<Integer> labels) {
    QuantizedLayer layer = layers.get(index);
    List<QuantizedLayer> rest = layers.subList(index + 1, layers.size());
    // A cut-off only zeroes outputs, so the layer itself is executed once.
    List<short[]> uncut = run(layer, inputs);
    double least = accuracy(rest, uncut, labels) - DROP_POINTS / 100;
    int good = 0;
    int bad = FIRST_CUTOFF;
    while (bad < LARGEST_CUTOFF && accuracy(rest, above(uncut, bad), labels) >= least) {
      good = bad;
      bad = Math.min(LARGEST_CUTOFF, 2 * bad);
    }
    while (bad - good > 1 + good / 64) {
      int middle = (good + bad) / 2;
      if (accuracy(rest, above(uncut, middle), labels) >= least) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return layer.withCutoff(good);
  }

  private static List<short[]> above(List<short[]> outputs, int cutoff) {
    List<short[]> kept = new ArrayList<>();
    for (short[] output : outputs) {
      short[] made = output.clone();
      for (int i = 0; i < made.length; i++) {
        made[i] = made[i] > cutoff ? made[i] : 0;
      }
      kept.add(made);
    }
    return kept;
  }

  private static List<short[]> run(QuantizedLayer layer, List<short[]> inputs) {
    return inputs.stream()
        .map(
            input ->
                LayerArithmetic.toShorts(
                    LayerArithmetic.run(layer, input, LayerArithmetic.ALL).outputs()))
        .toList();
  }

  private static double accuracy(
      List<QuantizedLayer> layers, List<short[]> inputs, List<Integer> labels) {
    int correct = 0;
    for (int i = 0; i < inputs.size(); i++) {
      short[] activations = inputs.get(i);
      int[] outputs = {};
      for (QuantizedLayer layer : layers) {
        outputs = LayerArithmetic.run(layer, activations, LayerArithmetic.ALL).outputs();
        activations = LayerArithmetic.toShorts(outputs);
      }
      int best = 0;
      for (int j = 1; j < outputs.length; j++) {
        best = outputs[j] > outputs[best] ? j : best;
      }
      correct += best == labels.get(i) ? 1 : 0;
    }
    return (double) correct / inputs.size();
  }
}
