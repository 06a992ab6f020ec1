package org.unit430.firmware.float32;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedLayer.Windows;
import org.unit430.firmware.quantize.QuantizedNetwork;

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

  /** A trained network whose input may be negative. */
  public static FloatNetwork of(Network network) {
    return of(network, true);
  }

  /**
   * The layers of a trained network, with max pooling as part of the convolution before it.
   *
   * @param signedInput whether inputs can be negative
   * @throws IllegalArgumentException if the network has a form that the kernels do not know, naming
   *     the layer
   */
  public static FloatNetwork of(Network network, boolean signedInput) {
    List<FloatLayer> made = new ArrayList<>();
    Shape shape = network.input();
    boolean signed = signedInput;
    List<Layer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      int pool = 1;
      if (i + 1 < layers.size() && layers.get(i + 1) instanceof MaxPooling pooling) {
        pool = pooling.size();
        i++;
      }
      FloatLayer next = layer(layer, shape, pool, new Windows(1, 1, 1, signed));
      made.add(next);
      shape = next.output();
      signed = !next.relu();
    }
    return new FloatNetwork(network.name(), made);
  }

  private static FloatLayer layer(Layer layer, Shape input, int pool, Windows windows) {
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
          c.relu(),
          windows,
          0);
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
          f.relu(),
          windows,
          0);
    }
    throw new IllegalArgumentException(
        "layer " + layer.name() + ": max pooling is supported only directly behind a convolution");
  }

  /**
   * The same network with the cut-offs of its 16-bit form as real numbers.
   *
   * @param fixed layer by layer the same network
   */
  public FloatNetwork withCutoffsOf(QuantizedNetwork fixed) {
    List<FloatLayer> made = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      QuantizedLayer layer = fixed.layers().get(i);
      float cutoff = Math.scalb((float) layer.cutoff(), -layer.formats().output());
      made.add(cutoff > 0 ? layers.get(i).withCutoff(cutoff) : layers.get(i));
    }
    return new FloatNetwork(name, made);
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
