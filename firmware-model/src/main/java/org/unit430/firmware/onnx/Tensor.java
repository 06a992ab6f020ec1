package org.unit430.firmware.onnx;

import java.util.Arrays;

/**
 * A tensor, row-major. Values are held as doubles, which represent every float32 and every integer
 * up to 2^53 exactly; what a type cannot hold is never stored.
 */
public final class Tensor {
  /** Most elements of a tensor: many times what fits any MSP430. */
  static final int MOST_ELEMENTS = 1 << 22;

  private static final int MOST_DIMENSIONS = 8;

  /** Element types that can be read. */
  public enum Type {
    /** IEEE-754 binary32. */
    FLOAT(0, 0),
    /** Signed, 8 bits. */
    INT8(-128, 127),
    /** Unsigned, 8 bits. */
    UINT8(0, 255),
    /** Signed, 16 bits. */
    INT16(-32768, 32767),
    /** Unsigned, 16 bits. */
    UINT16(0, 65535),
    /** Signed, 32 bits. */
    INT32(Integer.MIN_VALUE, Integer.MAX_VALUE),
    /** Signed, 64 bits; values beyond 2^53 are refused. */
    INT64(-(1L << 53), 1L << 53);

    private final long least;
    private final long greatest;

    Type(long least, long greatest) {
      this.least = least;
      this.greatest = greatest;
    }

    long least() {
      return least;
    }

    long greatest() {
      return greatest;
    }
  }

  private final Type type;
  private final int[] shape;
  private final double[] values;

  /** Takes the arrays over as they are. */
  Tensor(Type type, int[] shape, double[] values) {
    if (values.length != elements(shape)) {
      throw new OnnxException(
          "a tensor of shape %s cannot have %d values"
              .formatted(Arrays.toString(shape), values.length));
    }
    this.type = type;
    this.shape = shape;
    this.values = values;
  }

  /** A float tensor, every value rounded to float32. */
  static Tensor ofFloats(int[] shape, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    return new Tensor(Type.FLOAT, shape, values);
  }

  /**
   * A float tensor.
   *
   * @param shape extents
   * @param values row-major
   * @throws OnnxException if the number of values does not fit the shape
   */
  public static Tensor of(int[] shape, float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return new Tensor(Type.FLOAT, shape.clone(), wide);
  }

  /** A one-dimensional tensor of integers. */
  static Tensor ofIntegers(long... values) {
    return new Tensor(
        Type.INT64, new int[] {values.length}, Arrays.stream(values).asDoubleStream().toArray());
  }

  /** The number of elements of a shape, at most {@link #MOST_ELEMENTS}. */
  static int elements(int[] shape) {
    if (shape.length > MOST_DIMENSIONS) {
      throw new OnnxException(
          "a shape of %d dimensions; at most %d are supported"
              .formatted(shape.length, MOST_DIMENSIONS));
    }
    long count = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new OnnxException("shape " + Arrays.toString(shape) + " has a negative extent");
      }
      count *= extent;
      if (count > MOST_ELEMENTS) {
        throw new OnnxException(
            "a tensor of shape %s has more than %d elements"
                .formatted(Arrays.toString(shape), MOST_ELEMENTS));
      }
    }
    return (int) count;
  }

  /**
   * Returns the element type.
   *
   * @return the type
   */
  public Type type() {
    return type;
  }

  /**
   * Returns the extents.
   *
   * @return a copy
   */
  public int[] shape() {
    return shape.clone();
  }

  int rank() {
    return shape.length;
  }

  int extent(int axis) {
    return shape[axis];
  }

  int size() {
    return values.length;
  }

  double at(int index) {
    return values[index];
  }

  /** The values themselves, to be read only. */
  double[] values() {
    return values;
  }

  Tensor reshaped(int... newShape) {
    return new Tensor(type, newShape, values);
  }

  /**
   * Returns the values as float32.
   *
   * @return row-major
   */
  public float[] toFloats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** The values of a tensor that holds extents or axes. */
  int[] toInts(String what) {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      if (type == Type.FLOAT || values[i] != (int) values[i]) {
        throw new OnnxException(what + " are not integers of 32 bits");
      }
      ints[i] = (int) values[i];
    }
    return ints;
  }
}
