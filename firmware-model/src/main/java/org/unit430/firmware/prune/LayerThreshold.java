package org.unit430.firmware.prune;

import java.util.Collections;
import java.util.List;

/**
 * The threshold T of one layer, at the scale of its accumulator: one for all output channels, or
 * one for each group of consecutive ones. Under {@code input-skip} it is the limit of activations,
 * at their scale.
 *
 * @param channels output channels of a group; the last group has what is left
 * @param products T of each group, 0 to 2^31-1
 */
public record LayerThreshold(int channels, List<Integer> products) {
  /** Copies and checks. */
  public LayerThreshold {
    products = List.copyOf(products);
    if (channels < 1 || products.isEmpty()) {
      throw new IllegalArgumentException(
          "%d thresholds for groups of %d channels".formatted(products.size(), channels));
    }
    for (int product : products) {
      if (product < 0) {
        throw new IllegalArgumentException("a threshold of " + product + " is negative");
      }
    }
  }

  /** One T for a whole layer. */
  public static LayerThreshold whole(int product) {
    return new LayerThreshold(Integer.MAX_VALUE, List.of(product));
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
  public int of(int channel) {
    return products.get(groupOf(channel));
  }

  /**
   * T of a layer that has one.
   *
   * @throws IllegalStateException if its groups have one each
   */
  public int product() {
    if (groups() > 1) {
      throw new IllegalStateException("the layer has %d thresholds".formatted(groups()));
    }
    return products.get(0);
  }

  /** The largest T. */
  public int largest() {
    return Collections.max(products);
  }
}
