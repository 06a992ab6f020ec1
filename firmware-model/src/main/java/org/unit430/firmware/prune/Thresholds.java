package org.unit430.firmware.prune;

import java.util.Arrays;
import java.util.List;

/**
 * UnIT's threshold T of each layer of a quantised network, at the layer's accumulator scale: a
 * product is kept iff its magnitude exceeds T.
 *
 * @param products one for each layer, 0 to 2^31-1
 */
public record Thresholds(List<Integer> products) {
  /** Copies and checks. */
  public Thresholds {
    products = List.copyOf(products);
    for (int product : products) {
      if (product < 0) {
        throw new IllegalArgumentException("a threshold of " + product + " is negative");
      }
    }
  }

  /** Thresholds of 0: only products with a zero operand are skipped. */
  public static Thresholds zero(int layers) {
    return new Thresholds(Arrays.stream(new int[layers]).boxed().toList());
  }

  /** T of a layer. */
  public int of(int layer) {
    return products.get(layer);
  }
}
