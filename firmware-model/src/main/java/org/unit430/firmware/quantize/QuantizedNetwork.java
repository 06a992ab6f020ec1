package org.unit430.firmware.quantize;

import java.util.List;
import org.unit430.firmware.network.Shape;

/**
 * A network in 16-bit fixed point, ready for the integer reference and for kernels.
 *
 * @param name of the network it was made from
 * @param layers in order; each takes what the one before gives
 */
public record QuantizedNetwork(String name, List<QuantizedLayer> layers) {
  /** Copies the list and checks that shapes and scales connect. */
  public QuantizedNetwork {
    layers = List.copyOf(layers);
    for (int i = 0; i + 1 < layers.size(); i++) {
      QuantizedLayer layer = layers.get(i);
      QuantizedLayer next = layers.get(i + 1);
      if (layer.output().size() != next.input().size()
          || layer.formats().output() != next.formats().input()) {
        throw new IllegalArgumentException(
            "layer " + next.name() + " does not fit behind " + layer.name());
      }
    }
    if (layers.isEmpty() || !layers.get(layers.size() - 1).isLast()) {
      throw new IllegalArgumentException("network " + name + " does not end in a layer of logits");
    }
  }

  /** The network with products that a C library's multiply rounds and saturates. */
  public QuantizedNetwork withRoundedProducts() {
    return new QuantizedNetwork(
        name, layers.stream().map(QuantizedLayer::withRoundedProducts).toList());
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
    return layers.stream().mapToLong(QuantizedLayer::macs).sum();
  }

  /**
   * Brings an input to the first layer's scale.
   *
   * @param real values in the units the network was trained with
   * @return rounded to nearest, ties to even, saturated to the first layer's largest input
   */
  public short[] quantizeInput(float[] real) {
    QuantizedLayer first = layers.get(0);
    short[] quantized = new short[real.length];
    for (int i = 0; i < real.length; i++) {
      quantized[i] =
          (short) Quantizer.toFixed(real[i], first.formats().input(), first.inputMaximum());
    }
    return quantized;
  }
}
