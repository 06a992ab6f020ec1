package org.unit430.firmware.prune;

import java.util.Arrays;
import java.util.List;

/**
 * UnIT's thresholds of a quantised network: a product is kept iff its magnitude exceeds the T of
 * its layer and output channel.
 *
 * @param layers one for each layer
 */
public record Thresholds(List<LayerThreshold> layers) {
  /** Copies. */
  public Thresholds {
    layers = List.copyOf(layers);
  }

  /** One T for each layer, 0 to 2^31-1, at the scale of the layer's accumulator. */
  public static Thresholds of(int... products) {
    return new Thresholds(Arrays.stream(products).mapToObj(LayerThreshold::whole).toList());
  }

  /** Thresholds of 0: only products with a zero operand are skipped. */
  public static Thresholds zero(int layers) {
    return of(new int[layers]);
  }

  /** T of a layer. */
  public LayerThreshold of(int layer) {
    return layers.get(layer);
  }
}
