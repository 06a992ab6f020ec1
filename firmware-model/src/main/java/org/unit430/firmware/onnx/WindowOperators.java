package org.unit430.firmware.onnx;

import java.util.Arrays;
import java.util.List;

/** Convolution, pooling and padding over rows and columns. */
final class WindowOperators {
  private WindowOperators() {}

  static Tensor convolve(Node node, List<Tensor> inputs, int[] shape) {
    Tensor x = inputs.get(0);
    Tensor w = inputs.get(1);
    int[] kernel = Arrays.copyOfRange(w.shape(), 2, w.rank());
    Windows windows = Windows.of(node, x.shape(), kernel);
    int height = x.rank() == 3 ? 1 : x.extent(2);
    int width = x.extent(x.rank() - 1);
    int rows = windows.rows(node, height);
    int columns = windows.columns(node, width);
    int outputs = shape[1];
    int channels = w.extent(1);
    int perGroup = outputs / node.attributes().integer("group", 1);
    int area = windows.kernelHeight() * windows.kernelWidth();
    double[] values = new double[Tensor.elements(shape)];
    int next = 0;
    for (int output = 0; output < outputs; output++) {
      double bias = node.has(2) ? inputs.get(2).at(output) : 0;
      int firstChannel = output / perGroup * channels;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          double sum = bias;
          for (int i = 0; i < channels * area; i++) {
            int y = row * windows.rowStride() - windows.top() + i % area / windows.kernelWidth();
            int along = column * windows.columnStride() - windows.left();
            int at = along + i % windows.kernelWidth();
            if (y >= 0 && y < height && at >= 0 && at < width) {
              int plane = firstChannel + i / area;
              sum += x.at((plane * height + y) * width + at) * w.at(output * channels * area + i);
            }
          }
          values[next++] = sum;
        }
      }
    }
    return Tensor.ofFloats(shape, values);
  }

  static Tensor pool(Node node, Tensor x, int[] shape) {
    Windows windows =
        Windows.of(node, x.shape(), node.attributes().integers("kernel_shape").orElseThrow());
    boolean largest = node.operator() == Operator.MAX_POOL;
    boolean countAll = node.attributes().integer("count_include_pad", 0) != 0;
    int height = x.rank() == 3 ? 1 : x.extent(2);
    int width = x.extent(x.rank() - 1);
    int rows = windows.rows(node, height);
    int columns = windows.columns(node, width);
    double[] values = new double[Tensor.elements(shape)];
    for (int i = 0; i < values.length; i++) {
      int channel = i / (rows * columns);
      int top = i / columns % rows * windows.rowStride() - windows.top();
      int left = i % columns * windows.columnStride() - windows.left();
      double most = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int seen = 0;
      for (int y = Math.max(0, top); y < Math.min(height, top + windows.kernelHeight()); y++) {
        for (int at = Math.max(0, left); at < Math.min(width, left + windows.kernelWidth()); at++) {
          double value = x.at((channel * height + y) * width + at);
          most = Math.max(most, value);
          sum += value;
          seen++;
        }
      }
      int count = countAll ? windows.kernelHeight() * windows.kernelWidth() : seen;
      values[i] = largest ? most : sum / count;
    }
    return Tensor.ofFloats(shape, values);
  }

  static Tensor pad(Tensor x, int[] pads, int[] shape) {
    double[] values = new double[Tensor.elements(shape)];
    int[] steps = new int[shape.length];
    int step = 1;
    int first = 0;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      steps[axis] = step;
      first += pads[axis] * step;
      step *= shape[axis];
    }
    int[] targets = Evaluator.indices(x.shape(), steps);
    for (int i = 0; i < targets.length; i++) {
      values[first + targets[i]] = x.at(i);
    }
    return new Tensor(x.type(), shape, values);
  }
}
