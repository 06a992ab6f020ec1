package org.unit430.firmware.float32;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/**
 * A network as float kernels run it, nothing quantised.
 *
 * @param name of the network it was made from
 * @param layers in order; each takes what the one before gives
 */
public record FloatNetwork(String name, List<FloatLayer> layers) {
  /** Copies the list. */
  public FloatNetwork {
    layers = List.copyOf(layers);
  }

  /**
   * The layers of a trained network, with max pooling as part of the convolution before it.
   *
   * @throws IllegalArgumentException if the network has a form that the kernels do not know, naming
   *     the layer
   */
  public static FloatNetwork of(Network network) {
    List<FloatLayer> made = new ArrayList<>();
    Shape shape = network.input();
    List<Layer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      int pool = 1;
      if (i + 1 < layers.size() && layers.get(i + 1) instanceof MaxPooling pooling) {
        pool = pooling.size();
        i++;
      }
      FloatLayer next = layer(layer, shape, pool);
      made.add(next);
      shape = next.output();
    }
    return new FloatNetwork(network.name(), made);
  }

  private static FloatLayer layer(Layer layer, Shape input, int pool) {
    if (layer instanceof Convolution c) {
      return new FloatLayer(
          c.name(),
          Kind.CONVOLUTION,
          input,
          c.outputChannels(),
          c.kernelHeight(),
          c.kernelWidth(),
          pool,
          c.weights(),
          c.bias(),
          c.relu());
    }
    if (layer instanceof FullyConnected f && pool == 1) {
      return new FloatLayer(
          f.name(),
          Kind.FULLY_CONNECTED,
          input,
          f.outputs(),
          input.height(),
          input.width(),
          1,
          f.weights(),
          f.bias(),
          f.relu());
    }
    throw new IllegalArgumentException(
        "layer " + layer.name() + ": max pooling is supported only directly behind a convolution");
  }

  /** Shape of the input. */
  public Shape input() {
    return layers.get(0).input();
  }

  /** Number of logits. */
  public int classes() {
    return layers.get(layers.size() - 1).outputChannels();
  }

  /** Multiply-accumulates of one inference if none is skipped. */
  public long macs() {
    return layers.stream().mapToLong(FloatLayer::macs).sum();
  }
}
