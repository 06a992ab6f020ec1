package org.unit430.firmware.float32;

import java.util.List;
import org.unit430.firmware.prune.LayerThreshold;

/**
 * The threshold T of one layer as a real number: one for all output channels, or one for each group
 * of consecutive ones; what {@link LayerThreshold} is to 16 bits. Under {@code input-skip} it is
 * the limit of activations, under {@code random-skip} the share left out, in 65536ths.
 *
 * @param channels output channels of a group; the last group has what is left
 * @param products T of each group, finite and not negative
 */
public record FloatThreshold(int channels, List<Float> products) {
  /** 0 for a whole layer: nothing is skipped but what has a zero operand. */
  public static final FloatThreshold ZERO = whole(0);

  /** Copies and checks. */
  public FloatThreshold {
    products = List.copyOf(products);
    if (channels < 1 || products.isEmpty()) {
      throw new IllegalArgumentException(
          "%d thresholds for groups of %d channels".formatted(products.size(), channels));
    }
    for (float product : products) {
      if (!(product >= 0 && product < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a threshold of " + product);
      }
    }
  }

  /** One T for a whole layer. */
  public static FloatThreshold whole(float product) {
    return new FloatThreshold(Integer.MAX_VALUE, List.of(product));
  }

  /** How many groups there are. */
  public int groups() {
    return products.size();
  }

  /** The group of an output channel. */
  public int groupOf(int channel) {
    return channel / channels;
  }

  /** T of an output channel. */
  public float of(int channel) {
    return products.get(groupOf(channel));
  }

  /**
   * T of a layer that has one.
   *
   * @throws IllegalStateException if its groups have one each
   */
  public float product() {
    if (groups() > 1) {
      throw new IllegalStateException("the layer has %d thresholds".formatted(groups()));
    }
    return products.get(0);
  }
}
