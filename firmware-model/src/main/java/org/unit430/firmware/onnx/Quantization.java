package org.unit430.firmware.onnx;

import java.util.List;

/** QuantizeLinear and DequantizeLinear, with one scale or one for each channel. */
final class Quantization {
  private Quantization() {}

  static Tensor quantize(Node node, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    int[] parameter = parameterIndices(node, x, inputs);
    Tensor.Type type = node.has(2) ? inputs.get(2).type() : Tensor.Type.UINT8;
    if (type != Tensor.Type.INT8
        && type != Tensor.Type.UINT8
        && type != Tensor.Type.INT16
        && type != Tensor.Type.UINT16) {
      throw node.refuse("zero point of type " + type + "; 8 and 16 bits are supported");
    }
    double[] values = new double[x.size()];
    for (int i = 0; i < values.length; i++) {
      // The quotient is a float32, as in the operator's definition.
      double scaled = Math.rint((float) (x.at(i) / inputs.get(1).at(parameter[i])));
      double level = scaled + zeroPoint(node, inputs, parameter[i]);
      values[i] = Math.max((double) type.least(), Math.min((double) type.greatest(), level));
    }
    return new Tensor(type, x.shape(), values);
  }

  static Tensor dequantize(Node node, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (x.type() == Tensor.Type.FLOAT) {
      throw node.refuse("its input is not quantised");
    }
    int[] parameter = parameterIndices(node, x, inputs);
    double[] values = new double[x.size()];
    for (int i = 0; i < values.length; i++) {
      double level = x.at(i) - zeroPoint(node, inputs, parameter[i]);
      values[i] = level * inputs.get(1).at(parameter[i]);
    }
    return Tensor.ofFloats(x.shape(), values);
  }

  private static double zeroPoint(Node node, List<Tensor> inputs, int index) {
    return node.has(2) ? inputs.get(2).at(index) : 0;
  }

  /** For each element, which scale and zero point it has. */
  private static int[] parameterIndices(Node node, Tensor x, List<Tensor> inputs) {
    Tensor scale = inputs.get(1);
    if (node.has(2) && inputs.get(2).size() != scale.size()) {
      throw node.refuse("as many zero points as scales are needed");
    }
    if (node.attributes().integer("block_size", 0) != 0
        || node.attributes().integer("output_dtype", 0) != 0
        || node.attributes().integer("saturate", 1) != 1) {
      throw node.refuse(
          "attributes block_size, output_dtype and saturate must have their defaults");
    }
    if (scale.rank() > 1) {
      throw node.refuse("a scale of %d dimensions".formatted(scale.rank()));
    }
    for (double value : scale.values()) {
      if (!(value > 0)) {
        throw node.refuse("a scale is not positive");
      }
    }
    int[] shape = x.shape();
    int[] steps = new int[shape.length];
    if (scale.size() != 1) {
      int axis = node.attributes().integer("axis", 1);
      axis = axis < 0 ? axis + shape.length : axis;
      if (axis < 0 || axis >= shape.length || shape[axis] != scale.size()) {
        throw node.refuse("attribute axis does not suit %d scales".formatted(scale.size()));
      }
      steps[axis] = 1;
    }
    return Evaluator.indices(shape, steps);
  }
}
