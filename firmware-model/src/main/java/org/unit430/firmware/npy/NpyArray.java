package org.unit430.firmware.npy;

/**
 * An array in row-major order, whatever its order and type in the file.
 *
 * @param shape extents; none for a single number
 * @param integral whether the file's type is an integer
 * @param values as doubles; integers beyond 2^53 are refused
 */
@SuppressWarnings("ArrayRecordComponent") // read once, handed on
public record NpyArray(int[] shape, boolean integral, double[] values) {
  /** The extent of the first axis; 1 for a single number. */
  public int rows() {
    return shape.length == 0 ? 1 : shape[0];
  }
}
