package org.unit430.firmware.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Reads the tensors of a file: raw little-endian bytes or typed lists. */
final class TensorReader {
  private TensorReader() {}

  /**
   * Reads a tensor.
   *
   * @param where for messages
   * @throws OnnxException if it lies outside the file, is of another type, has too few or too many
   *     values, or a value that is not finite
   */
  static Tensor read(TensorProto proto, String where) {
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || proto.getExternalDataCount() > 0) {
      throw new OnnxException(
          where + ": its data lie outside the file; save the model as one file");
    }
    if (proto.hasSegment()) {
      throw new OnnxException(where + ": segments are not supported");
    }
    Tensor.Type type = type(proto, where);
    int[] shape = shape(proto.getDimsList(), where);
    int count = elements(shape, where);
    double[] values = new double[count];
    IntToDoubleFunction source =
        proto.hasRawData() ? raw(proto, type, count, where) : typed(proto, type, count, where);
    for (int i = 0; i < count; i++) {
      double value = source.applyAsDouble(i);
      if (!Double.isFinite(value)) {
        throw new OnnxException("%s: value %d is %s".formatted(where, i, value));
      }
      if (type != Tensor.Type.FLOAT && (value < type.least() || value > type.greatest())) {
        throw new OnnxException("%s: value %d is out of range".formatted(where, i));
      }
      values[i] = value;
    }
    return new Tensor(type, shape, values);
  }

  private static Tensor.Type type(TensorProto proto, String where) {
    DataType type = DataType.forNumber(proto.getDataType());
    return switch (type == null ? DataType.UNDEFINED : type) {
      case FLOAT -> Tensor.Type.FLOAT;
      case INT8 -> Tensor.Type.INT8;
      case UINT8 -> Tensor.Type.UINT8;
      case INT16 -> Tensor.Type.INT16;
      case UINT16 -> Tensor.Type.UINT16;
      case INT32 -> Tensor.Type.INT32;
      case INT64 -> Tensor.Type.INT64;
      default ->
          throw new OnnxException(
              "%s: type %s is not supported; float32 and integers are"
                  .formatted(where, type == null ? proto.getDataType() : type));
    };
  }

  private static int[] shape(List<Long> extents, String where) {
    int[] shape = new int[extents.size()];
    for (int i = 0; i < shape.length; i++) {
      long extent = extents.get(i);
      if (extent < 0 || extent > Tensor.MOST_ELEMENTS) {
        throw new OnnxException("%s: dimension %d is %d".formatted(where, i, extent));
      }
      shape[i] = (int) extent;
    }
    return shape;
  }

  private static int elements(int[] shape, String where) {
    try {
      return Tensor.elements(shape);
    } catch (OnnxException e) {
      throw e.in(where);
    }
  }

  private static IntToDoubleFunction raw(
      TensorProto proto, Tensor.Type type, int count, String where) {
    int width =
        switch (type) {
          case INT8, UINT8 -> 1;
          case INT16, UINT16 -> 2;
          case FLOAT, INT32 -> 4;
          case INT64 -> 8;
        };
    ByteBuffer bytes = proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    requireCount(where, bytes.remaining(), (long) count * width, "bytes");
    return switch (type) {
      case FLOAT -> i -> bytes.getFloat(4 * i);
      case INT8 -> bytes::get;
      case UINT8 -> i -> bytes.get(i) & 0xFF;
      case INT16 -> i -> bytes.getShort(2 * i);
      case UINT16 -> i -> bytes.getShort(2 * i) & 0xFFFF;
      case INT32 -> i -> bytes.getInt(4 * i);
      case INT64 -> i -> bytes.getLong(8 * i);
    };
  }

  private static IntToDoubleFunction typed(
      TensorProto proto, Tensor.Type type, int count, String where) {
    if (type == Tensor.Type.FLOAT) {
      requireCount(where, proto.getFloatDataCount(), count, "values");
      return proto::getFloatData;
    }
    if (type == Tensor.Type.INT64) {
      requireCount(where, proto.getInt64DataCount(), count, "values");
      return proto::getInt64Data;
    }
    requireCount(where, proto.getInt32DataCount(), count, "values");
    return proto::getInt32Data;
  }

  private static void requireCount(String where, long found, long needed, String what) {
    if (found != needed) {
      throw new OnnxException("%s: %d %s, needs %d".formatted(where, found, what, needed));
    }
  }
}
