package org.unit430.firmware.onnx;

import java.util.Arrays;

/**
 * How a value of the model lies in what a step makes: transposing and reshaping only change this.
 *
 * @param value 0 for the input, i + 1 for what step i makes
 * @param shape extents in the model, the batch (1) first
 * @param order for each element of the model's value, its index in the stored one
 * @param exclusive whether nothing else reads the stored value
 */
@SuppressWarnings("ArrayRecordComponent") // lives while a model is imported
record View(int value, int[] shape, int[] order, boolean exclusive) {
  static int[] straight(int size) {
    int[] order = new int[size];
    Arrays.setAll(order, i -> i);
    return order;
  }

  boolean isStraight() {
    return Arrays.equals(order, straight(order.length));
  }

  View reshaped(int[] newShape) {
    return new View(value, newShape, order, exclusive);
  }

  /** The axes in another order. */
  View transposed(int[] axes, int[] newShape) {
    int[] source = Evaluator.transposedIndices(shape, axes);
    int[] newOrder = new int[order.length];
    Arrays.setAll(newOrder, i -> order[source[i]]);
    return new View(value, newShape, newOrder, exclusive);
  }

  View read(boolean once) {
    return new View(value, shape, order, exclusive && once);
  }
}
