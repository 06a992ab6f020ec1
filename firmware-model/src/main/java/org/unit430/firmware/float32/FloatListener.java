package org.unit430.firmware.float32;

import org.unit430.firmware.inference.LayerArithmetic.MacFilter;

/** Told of what one layer of {@link FloatReference} computes, in the order of the reference. */
public interface FloatListener {
  /** Listens to nothing. */
  FloatListener NOBODY = new FloatListener() {};

  /**
   * The filter that decides about products, which may be watched.
   *
   * @return what decides: the same
   */
  default MacFilter watching(MacFilter filter) {
    return filter;
  }

  /**
   * A product is made and added.
   *
   * @param x activation
   * @param w weight
   * @param sum to which it is added
   */
  default void added(float x, float w, float sum) {}

  /**
   * A window's sum is complete.
   *
   * @param channel of the output
   * @param part number of the window within its pool
   * @param sum of its products and the bias
   * @param largest of the sums before in the same pool; 0 for the first
   * @param executed multiply-accumulates of the sum
   */
  default void summed(int channel, int part, float sum, float largest, int executed) {}

  /**
   * A pool is complete.
   *
   * @param largest of its sums, before the activation function
   */
  default void pooled(float largest) {}
}
