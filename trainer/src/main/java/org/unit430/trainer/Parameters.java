package org.unit430.trainer;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.dataset.SplitMix64;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.Network;

/**
 * What training changes in a network: for every layer that multiplies, its weights, then its
 * biases. So tensors with an even index hold weights, those with an odd one biases.
 */
final class Parameters {
  private Parameters() {}

  /** Returns copies of the parameters. */
  static List<float[]> of(Network network) {
    List<float[]> tensors = new ArrayList<>();
    for (Layer layer : network.layers()) {
      if (layer instanceof Convolution convolution) {
        tensors.add(convolution.weights());
        tensors.add(convolution.bias());
      } else if (layer instanceof FullyConnected connected) {
        tensors.add(connected.weights());
        tensors.add(connected.bias());
      }
    }
    return tensors;
  }

  static boolean isWeights(int tensor) {
    return tensor % 2 == 0;
  }

  /** Returns a network like another, with other parameters and another name. */
  static Network into(Network template, String name, List<float[]> tensors) {
    List<Layer> layers = new ArrayList<>();
    int next = 0;
    for (Layer layer : template.layers()) {
      if (layer instanceof Convolution c) {
        layers.add(
            new Convolution(
                c.name(),
                c.inputChannels(),
                c.outputChannels(),
                c.kernelHeight(),
                c.kernelWidth(),
                tensors.get(next),
                tensors.get(next + 1),
                c.relu()));
        next += 2;
      } else if (layer instanceof FullyConnected f) {
        layers.add(
            new FullyConnected(
                f.name(),
                f.inputs(),
                f.outputs(),
                tensors.get(next),
                tensors.get(next + 1),
                f.relu()));
        next += 2;
      } else {
        layers.add(layer);
      }
    }
    return new Network(name, template.input(), layers);
  }

  /**
   * Returns a network with random weights and no biases: uniform within +-sqrt(6 / inputs of an
   * output), which keeps the activations' variance through ReLUs (He et al., "Delving deep into
   * rectifiers", 2015, section 2.2).
   */
  static Network initialise(Network template, long seed) {
    List<float[]> tensors = of(template);
    for (int tensor = 0; tensor < tensors.size(); tensor++) {
      if (isWeights(tensor)) {
        float[] weights = tensors.get(tensor);
        int inputs = weights.length / tensors.get(tensor + 1).length;
        double bound = Math.sqrt(6.0 / inputs);
        SplitMix64 random = SplitMix64.of(seed, RandomStream.WEIGHTS.ordinal(), tensor);
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (float) random.uniform(-bound, bound);
        }
      }
    }
    return into(template, template.name(), tensors);
  }
}
