package org.unit430.firmware.network;

/**
 * The greatest value of each square window; the windows touch and do not overlap (stride = size).
 * Rows and columns that fill no whole window are dropped.
 *
 * @param name unique in the network
 * @param size edge of the window, at least 1
 */
public record MaxPooling(String name, int size) implements Layer {

  /**
   * Checks the name and the size.
   *
   * @throws IllegalArgumentException if the size is below 1
   */
  public MaxPooling {
    Tensors.requireName(name);
    Tensors.requirePositive(name, "window size", size);
  }

  @Override
  public Shape output(Shape input) {
    if (input.height() < size || input.width() < size) {
      throw new IllegalArgumentException(
          "layer %s: a %dx%d window does not fit into an input of %s"
              .formatted(name, size, size, input));
    }
    return new Shape(input.channels(), input.height() / size, input.width() / size);
  }

  @Override
  public long macs(Shape input) {
    return 0;
  }
}
