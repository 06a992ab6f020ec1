package org.unit430.firmware.network;

/**
 * The greatest value of each square window; the windows touch and do not overlap (stride = size).
 * Rows and columns that fill no whole window are dropped. Over a single row, as signals in one
 * dimension have, the window is one row high.
 *
 * @param name unique in the network
 * @param size edge of the window, at least 1; its width over a single row
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
    int windowHeight = windowHeight(size, input.height());
    if (input.height() < windowHeight || input.width() < size) {
      throw new IllegalArgumentException(
          "layer %s: a %dx%d window does not fit into an input of %s"
              .formatted(name, size, size, input));
    }
    return new Shape(input.channels(), input.height() / windowHeight, input.width() / size);
  }

  /**
   * Returns the part of an input that fills whole windows.
   *
   * @throws IllegalArgumentException if not one window fits
   */
  public Shape covered(Shape input) {
    Shape output = output(input);
    return new Shape(
        input.channels(),
        output.height() * windowHeight(size, input.height()),
        output.width() * size);
  }

  /**
   * Returns the rows of a window.
   *
   * @param size edge of the window
   * @param inputHeight rows of the map it moves over
   * @return 1 if there is only one row, else {@code size}
   */
  public static int windowHeight(int size, int inputHeight) {
    return inputHeight == 1 ? 1 : size;
  }

  @Override
  public long macs(Shape input) {
    return 0;
  }
}
