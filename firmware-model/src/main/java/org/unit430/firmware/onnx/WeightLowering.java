package org.unit430.firmware.onnx;

import java.util.Arrays;
import java.util.List;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.network.Shape;

/** Lowers what has weights, and folds constants into the weights before it. */
final class WeightLowering {
  private final LoweredSteps lowered;

  WeightLowering(LoweredSteps lowered) {
    this.lowered = lowered;
  }

  View batchNormalization(Node node, View view) {
    View x = lowered.straight(node, view);
    List<Tensor> constants = lowered.constants(node, 1);
    int channels = x.shape()[1];
    float[] factor = new float[channels];
    float[] offset = new float[channels];
    double epsilon = node.attributes().real("epsilon", 1e-5f);
    for (int i = 0; i < channels; i++) {
      double variance = constants.get(4).at(i) + epsilon;
      if (!(variance > 0)) {
        throw node.refuse("the variance of channel %d is not positive".formatted(i));
      }
      double scale = constants.get(1).at(i) / Math.sqrt(variance);
      factor[i] = (float) scale;
      offset[i] = (float) (constants.get(2).at(i) - constants.get(3).at(i) * scale);
    }
    Step.Weighted before = lowered.foldable(x);
    if (before == null || before.outputs() != channels) {
      Shape shape = LoweredSteps.stored(x.shape());
      return lowered.append(
          new Step.Weighted(
              lowered.name(node.name()),
              x.value(),
              false,
              shape,
              channels,
              1,
              1,
              1,
              1,
              channels,
              factor,
              offset,
              false,
              1),
          x.shape());
    }
    float[] weights = before.weights().clone();
    float[] bias = before.bias().clone();
    int each = weights.length / channels;
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor[i / each];
    }
    for (int i = 0; i < channels; i++) {
      bias[i] = bias[i] * factor[i] + offset[i];
    }
    return lowered.replace(x, before.withWeights(weights, bias));
  }

  View addBias(Node node, View x, Tensor constant) {
    Step.Weighted before = lowered.foldable(x);
    if (before == null || !x.isStraight() || !Arrays.equals(x.shape(), lowered.outputShape(node))) {
      throw node.refuse("a constant can only be added directly behind Conv, Gemm or MatMul");
    }
    int[] source = Evaluator.broadcast(constant.shape(), x.shape());
    int each = source.length / before.outputs();
    float[] bias = before.bias().clone();
    for (int i = 0; i < source.length; i++) {
      if (constant.at(source[i]) != constant.at(source[i / each * each])) {
        throw node.refuse("the constant differs within a channel");
      }
    }
    for (int i = 0; i < bias.length; i++) {
      bias[i] += (float) constant.at(source[i * each]);
    }
    return lowered.replace(x, before.withWeights(before.weights(), bias));
  }

  View convolution(Node node, View view) {
    View x = lowered.straight(node, view);
    List<Tensor> constants = lowered.constants(node, 1);
    Tensor w = constants.get(1);
    int[] kernel = Arrays.copyOfRange(w.shape(), 2, w.rank());
    Windows windows = Windows.of(node, x.shape(), kernel);
    View bordered = PoolingLowering.border(lowered, node, x, windows, false);
    Step.Weighted step =
        new Step.Weighted(
            lowered.name(node.name()),
            bordered.value(),
            false,
            LoweredSteps.stored(bordered.shape()),
            w.extent(0),
            windows.kernelHeight(),
            windows.kernelWidth(),
            windows.rowStride(),
            windows.columnStride(),
            node.attributes().integer("group", 1),
            w.toFloats(),
            node.has(2) ? constants.get(2).toFloats() : new float[w.extent(0)],
            false,
            1);
    return lowered.append(step, lowered.outputShape(node));
  }

  View connected(Node node, View view) {
    View x = lowered.placed(node, view);
    List<Tensor> constants = lowered.constants(node, 1);
    Tensor w = constants.get(1);
    int inputs = x.shape()[x.shape().length - 1];
    if (inputs != x.order().length) {
      throw node.refuse("it has more than one row of inputs: " + Arrays.toString(x.shape()));
    }
    int[] shape = lowered.outputShape(node);
    int outputs = shape[shape.length - 1];
    boolean gemm = node.operator() == Operator.GEMM;
    boolean transposed = gemm && node.attributes().integer("transB", 0) != 0;
    double alpha = gemm ? node.attributes().real("alpha", 1) : 1;
    double beta = gemm ? node.attributes().real("beta", 1) : 1;
    float[] weights = new float[inputs * outputs];
    for (int output = 0; output < outputs; output++) {
      for (int input = 0; input < inputs; input++) {
        double weight = w.at(transposed ? output * inputs + input : input * outputs + output);
        weights[output * inputs + x.order()[input]] = (float) (alpha * weight);
      }
    }
    float[] bias = new float[outputs];
    if (node.has(2)) {
      int[] source = Evaluator.broadcast(constants.get(2).shape(), shape);
      for (int i = 0; i < outputs; i++) {
        bias[i] = (float) (beta * constants.get(2).at(source[i]));
      }
    }
    Shape input = lowered.shapeOf(x.value());
    Step.Weighted step =
        new Step.Weighted(
            lowered.name(node.name()),
            x.value(),
            true,
            input,
            outputs,
            input.height(),
            input.width(),
            1,
            1,
            1,
            weights,
            bias,
            false,
            1);
    return lowered.append(step, shape);
  }
}
