package org.unit430.firmware.onnx;

import java.util.Arrays;
import java.util.List;

/**
 * What a node computes, in float, after the ONNX operator documentation. Sums are formed in double
 * and rounded to float32 once, so a result is at least as exact as any float32 framework's.
 */
final class Evaluator {
  private Evaluator() {}

  /**
   * Computes a node.
   *
   * @param inputs its inputs; null for one left out
   * @throws OnnxException naming the node, if the inputs do not suit it
   */
  static Tensor evaluate(Node node, List<Tensor> inputs) {
    try {
      switch (node.operator()) {
        case CONSTANT, SHAPE, GATHER, CONCAT -> {
          return ShapeOperators.evaluate(node, inputs);
        }
        default -> {
          List<int[]> shapes =
              inputs.stream().map(input -> input == null ? null : input.shape()).toList();
          return compute(node, inputs, ShapeInference.of(node, shapes, inputs));
        }
      }
    } catch (OnnxException e) {
      throw e.getMessage().startsWith(node.label()) ? e : node.refuse(e.getMessage());
    }
  }

  private static Tensor compute(Node node, List<Tensor> inputs, int[] shape) {
    Tensor x = inputs.get(0);
    return switch (node.operator()) {
      case IDENTITY, DROPOUT, FLATTEN, RESHAPE, SQUEEZE, UNSQUEEZE -> x.reshaped(shape);
      case RELU -> clip(x, 0, Double.POSITIVE_INFINITY);
      case CLIP -> clip(x, limit(node, inputs, true), limit(node, inputs, false));
      case ADD -> add(x, inputs.get(1), shape);
      case CONV -> WindowOperators.convolve(node, inputs, shape);
      case MAX_POOL, AVERAGE_POOL -> WindowOperators.pool(node, x, shape);
      case GLOBAL_AVERAGE_POOL -> globalAverage(x, shape);
      case REDUCE_MEAN -> reduceMean(node, inputs, shape);
      case GEMM -> gemm(node, inputs, shape);
      case MATMUL -> multiply(x, inputs.get(1), false, shape);
      case BATCH_NORMALIZATION -> normalize(node, inputs);
      case TRANSPOSE -> transpose(x, ShapeInference.permutation(node, x.rank()), shape);
      case SOFTMAX -> softmax(node, x, false);
      case LOG_SOFTMAX -> softmax(node, x, true);
      case ARGMAX -> argMax(node, x, shape);
      case QUANTIZE_LINEAR -> Quantization.quantize(node, inputs);
      case DEQUANTIZE_LINEAR -> Quantization.dequantize(node, inputs);
      case PAD -> WindowOperators.pad(x, ShapeInference.pads(node, inputs, x.rank()), shape);
      case CONSTANT, SHAPE, GATHER, CONCAT -> throw new IllegalStateException(node.label());
    };
  }

  private static Tensor clip(Tensor x, double low, double high) {
    double[] values = x.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(high, Math.max(low, values[i]));
    }
    return new Tensor(x.type(), x.shape(), values);
  }

  /** A limit of Clip: an attribute, or from operator set 11 an input. */
  static double limit(Node node, List<Tensor> inputs, boolean low) {
    double otherwise = low ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    int index = low ? 1 : 2;
    if (!node.has(index)) {
      return node.attributes().real(low ? "min" : "max", otherwise);
    }
    Tensor limit = inputs.get(index);
    if (limit == null || limit.size() != 1) {
      throw node.refuse((low ? "min" : "max") + " must be one constant number");
    }
    return limit.at(0);
  }

  private static Tensor add(Tensor a, Tensor b, int[] shape) {
    double[] values = new double[Tensor.elements(shape)];
    int[] left = broadcast(a.shape(), shape);
    int[] right = broadcast(b.shape(), shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = a.at(left[i]) + b.at(right[i]);
    }
    if (a.type() != b.type()) {
      throw new OnnxException("operands of two types");
    }
    return a.type() == Tensor.Type.FLOAT
        ? Tensor.ofFloats(shape, values)
        : new Tensor(a.type(), shape, values);
  }

  /** For each element of the larger shape, the index of the element that is repeated there. */
  static int[] broadcast(int[] from, int[] to) {
    int[] steps = new int[to.length];
    int step = 1;
    for (int i = from.length - 1; i >= 0; i--) {
      steps[i + to.length - from.length] = from[i] == 1 ? 0 : step;
      step *= from[i];
    }
    return indices(to, steps);
  }

  /** For each element of a shape in order, the sum over its axes of position times step. */
  static int[] indices(int[] shape, int[] steps) {
    int[] result = new int[Tensor.elements(shape)];
    int[] position = new int[shape.length];
    int index = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = index;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        index += steps[axis];
        if (++position[axis] < shape[axis]) {
          break;
        }
        index -= steps[axis] * shape[axis];
        position[axis] = 0;
      }
    }
    return result;
  }

  /** For each element of a transposed tensor, where it stands in the original. */
  static int[] transposedIndices(int[] original, int[] order) {
    int[] strides = new int[original.length];
    int stride = 1;
    for (int i = original.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= original[i];
    }
    int[] shape = new int[order.length];
    int[] steps = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      shape[i] = original[order[i]];
      steps[i] = strides[order[i]];
    }
    return indices(shape, steps);
  }

  private static Tensor transpose(Tensor x, int[] order, int[] shape) {
    int[] source = transposedIndices(x.shape(), order);
    return new Tensor(x.type(), shape, Arrays.stream(source).mapToDouble(x::at).toArray());
  }

  private static Tensor globalAverage(Tensor x, int[] shape) {
    double[] values = new double[Tensor.elements(shape)];
    int each = x.size() / values.length;
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      for (int j = 0; j < each; j++) {
        sum += x.at(i * each + j);
      }
      values[i] = sum / each;
    }
    return Tensor.ofFloats(shape, values);
  }

  /** The axes over which ReduceMean runs, ascending. */
  static int[] meanAxes(Node node, Tensor axes, int rank) {
    int[] given =
        node.has(1) ? axes.toInts("axes") : node.attributes().integers("axes").orElse(new int[0]);
    return Arrays.stream(given).map(axis -> axis < 0 ? axis + rank : axis).sorted().toArray();
  }

  private static Tensor reduceMean(Node node, List<Tensor> inputs, int[] shape) {
    Tensor x = inputs.get(0);
    int[] axes = meanAxes(node, node.has(1) ? inputs.get(1) : null, x.rank());
    int[] kept = x.shape();
    for (int axis : axes) {
      kept[axis] = 1;
    }
    int[] target = broadcast(kept, x.shape());
    double[] sums = new double[Tensor.elements(shape)];
    for (int i = 0; i < x.size(); i++) {
      sums[target[i]] += x.at(i);
    }
    double each = (double) x.size() / sums.length;
    return Tensor.ofFloats(shape, Arrays.stream(sums).map(sum -> sum / each).toArray());
  }

  private static Tensor gemm(Node node, List<Tensor> inputs, int[] shape) {
    boolean transposed = node.attributes().integer("transB", 0) != 0;
    double alpha = node.attributes().real("alpha", 1);
    double beta = node.attributes().real("beta", 1);
    double[] products = products(inputs.get(0), inputs.get(1), transposed, shape);
    int[] bias = node.has(2) ? broadcast(inputs.get(2).shape(), shape) : null;
    for (int i = 0; i < products.length; i++) {
      products[i] = alpha * products[i] + (bias == null ? 0 : beta * inputs.get(2).at(bias[i]));
    }
    return Tensor.ofFloats(shape, products);
  }

  private static Tensor multiply(Tensor a, Tensor b, boolean transposed, int[] shape) {
    return Tensor.ofFloats(shape, products(a, b, transposed, shape));
  }

  private static double[] products(Tensor a, Tensor b, boolean transposed, int[] shape) {
    int columns = shape[shape.length - 1];
    int inner = a.extent(a.rank() - 1);
    double[] values = new double[Tensor.elements(shape)];
    for (int i = 0; i < values.length; i++) {
      int row = i / columns;
      int column = i % columns;
      double sum = 0;
      for (int k = 0; k < inner; k++) {
        sum += a.at(row * inner + k) * b.at(transposed ? column * inner + k : k * columns + column);
      }
      values[i] = sum;
    }
    return values;
  }

  private static Tensor normalize(Node node, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    double epsilon = node.attributes().real("epsilon", 1e-5f);
    int each = Tensor.elements(Arrays.copyOfRange(x.shape(), 2, x.rank()));
    double[] values = new double[x.size()];
    for (int i = 0; i < values.length; i++) {
      int channel = i / each % x.extent(1);
      double deviation = Math.sqrt(inputs.get(4).at(channel) + epsilon);
      values[i] =
          (x.at(i) - inputs.get(3).at(channel)) / deviation * inputs.get(1).at(channel)
              + inputs.get(2).at(channel);
    }
    return Tensor.ofFloats(x.shape(), values);
  }

  /** Softmax over the last axis, which is where classifiers end. */
  private static Tensor softmax(Node node, Tensor x, boolean logarithm) {
    requireLastAxis(node, x, -1);
    int classes = x.extent(x.rank() - 1);
    double[] values = new double[x.size()];
    for (int from = 0; from < values.length; from += classes) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < from + classes; i++) {
        largest = Math.max(largest, x.at(i));
      }
      double sum = 0;
      for (int i = from; i < from + classes; i++) {
        sum += Math.exp(x.at(i) - largest);
      }
      for (int i = from; i < from + classes; i++) {
        double shifted = x.at(i) - largest;
        values[i] = logarithm ? shifted - Math.log(sum) : Math.exp(shifted) / sum;
      }
    }
    return Tensor.ofFloats(x.shape(), values);
  }

  static void requireLastAxis(Node node, Tensor x, int otherwise) {
    requireLastAxis(node, x.rank(), otherwise);
  }

  static void requireLastAxis(Node node, int rank, int otherwise) {
    int axis = node.attributes().integer("axis", otherwise);
    if (rank == 0 || (axis != -1 && axis != rank - 1)) {
      throw node.refuse(
          "attribute axis is %d; only the last of %d is supported".formatted(axis, rank));
    }
  }

  private static Tensor argMax(Node node, Tensor x, int[] shape) {
    requireLastAxis(node, x, 0);
    int classes = x.extent(x.rank() - 1);
    boolean last = node.attributes().integer("select_last_index", 0) != 0;
    double[] values = new double[Tensor.elements(shape)];
    for (int i = 0; i < values.length; i++) {
      int best = 0;
      for (int j = 1; j < classes; j++) {
        int order = Double.compare(x.at(i * classes + j), x.at(i * classes + best));
        best = order > 0 || (order == 0 && last) ? j : best;
      }
      values[i] = best;
    }
    return new Tensor(Tensor.Type.INT64, shape, values);
  }
}
