package org.unit430.firmware.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators by which exporters compute shapes; they are gone once a model is imported. */
final class ShapeOperators {
  private ShapeOperators() {}

  static Tensor evaluate(Node node, List<Tensor> inputs) {
    return switch (node.operator()) {
      case CONSTANT -> constant(node);
      case SHAPE -> shape(node, inputs.get(0).shape());
      case GATHER -> gather(node, inputs.get(0), inputs.get(1));
      case CONCAT -> concat(node, inputs);
      default -> throw new IllegalArgumentException(node.label());
    };
  }

  private static Tensor constant(Node node) {
    Attributes attributes = node.attributes();
    if (attributes.has("value")) {
      return attributes.tensor("value").orElseThrow();
    }
    if (attributes.has("value_int")) {
      return Tensor.ofIntegers(attributes.integer("value_int", 0)).reshaped();
    }
    if (attributes.has("value_ints")) {
      int[] ints = attributes.integers("value_ints").orElseThrow();
      return Tensor.ofIntegers(Arrays.stream(ints).asLongStream().toArray());
    }
    if (attributes.has("value_float")) {
      double value = attributes.real("value_float", 0);
      if (Double.isFinite(value)) {
        return Tensor.ofFloats(new int[0], new double[] {value});
      }
    }
    throw node.refuse(
        "it has no value that is supported: value, value_int, value_ints, value_float");
  }

  /** The shape as a value. */
  static Tensor shape(Node node, int[] shape) {
    int start = bound(node.attributes().integer("start", 0), shape.length);
    int end = bound(node.attributes().integer("end", shape.length), shape.length);
    int[] part = start < end ? Arrays.copyOfRange(shape, start, end) : new int[0];
    return Tensor.ofIntegers(Arrays.stream(part).asLongStream().toArray());
  }

  private static int bound(int given, int rank) {
    return Math.max(0, Math.min(rank, given < 0 ? given + rank : given));
  }

  private static Tensor gather(Node node, Tensor data, Tensor indices) {
    if (data.rank() != 1 || node.attributes().integer("axis", 0) != 0) {
      throw node.refuse("only elements of a shape can be gathered");
    }
    int[] wanted = indices.toInts("indices");
    double[] values = new double[wanted.length];
    for (int i = 0; i < values.length; i++) {
      int index = wanted[i] < 0 ? wanted[i] + data.size() : wanted[i];
      if (index < 0 || index >= data.size()) {
        throw node.refuse("index %d of %d".formatted(wanted[i], data.size()));
      }
      values[i] = data.at(index);
    }
    return new Tensor(data.type(), indices.shape(), values);
  }

  private static Tensor concat(Node node, List<Tensor> inputs) {
    List<Double> values = new ArrayList<>();
    for (Tensor input : inputs) {
      if (input == null
          || input.rank() != 1
          || node.attributes().integer("axis", 0) > 0
          || input.type() != inputs.get(0).type()) {
        throw node.refuse("only one-dimensional values of one type can be joined");
      }
      Arrays.stream(input.values()).forEach(values::add);
    }
    double[] joined = values.stream().mapToDouble(Double::doubleValue).toArray();
    return new Tensor(inputs.get(0).type(), new int[] {joined.length}, joined);
  }
}
