package org.unit430.firmware.network;

/**
 * The extent of a feature map, stored channel by channel, row by row (CHW): element {@code (c, y,
 * x)} is at {@code (c * height + y) * width + x}. A vector of n values is {@code n x 1 x 1}.
 *
 * @param channels number of channels, at least 1
 * @param height number of rows, at least 1
 * @param width number of columns, at least 1
 */
public record Shape(int channels, int height, int width) {

  /**
   * Checks the extents.
   *
   * @throws IllegalArgumentException if an extent is below 1 or the size exceeds the range of int
   */
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "shape " + channels + "x" + height + "x" + width + ": every extent must be at least 1");
    }
    if ((long) channels * height > Integer.MAX_VALUE / width) {
      throw new IllegalArgumentException(
          "shape " + channels + "x" + height + "x" + width + ": more than 2^31 - 1 elements");
    }
  }

  /**
   * Returns the number of elements.
   *
   * @return channels x height x width
   */
  public int size() {
    return channels * height * width;
  }

  /**
   * Returns the shape as people write it.
   *
   * @return for example {@code 6x12x12}
   */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
