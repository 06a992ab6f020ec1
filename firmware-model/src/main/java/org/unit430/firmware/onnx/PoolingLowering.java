package org.unit430.firmware.onnx;

import java.util.Arrays;
import java.util.List;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.FixedStep;

/** Lowers pooling and padding. */
final class PoolingLowering {
  private static final int MOST_FUSED_POOL = 4;

  private final LoweredSteps lowered;

  PoolingLowering(LoweredSteps lowered) {
    this.lowered = lowered;
  }

  static View border(LoweredSteps lowered, Node node, View x, Windows windows, boolean least) {
    if (!windows.padded()) {
      return x;
    }
    Step.Border border =
        new Step.Border(
            lowered.name(node.name() + "_border"),
            x.value(),
            LoweredSteps.stored(x.shape()),
            windows.top(),
            windows.left(),
            windows.bottom(),
            windows.right(),
            least);
    Shape output = border.output();
    int[] shape =
        x.shape().length == 3
            ? new int[] {1, output.channels(), output.width()}
            : new int[] {1, output.channels(), output.height(), output.width()};
    return lowered.append(border, shape);
  }

  View pad(Node node, View view) {
    View x = lowered.straight(node, view);
    int rank = x.shape().length;
    int[] pads = ShapeInference.pads(node, lowered.constants(node, 1), rank);
    if (rank < 3 || rank > 4 || pads[0] + pads[1] + pads[rank] + pads[rank + 1] > 0) {
      throw node.refuse("only rows and columns can be padded");
    }
    boolean rows = rank == 4;
    Windows windows =
        new Windows(
            1, 1, 1, 1, rows ? pads[2] : 0, pads[rank - 1], rows ? pads[6] : 0, pads[2 * rank - 1]);
    return border(lowered, node, x, windows, false);
  }

  Windows poolingWindows(Node node, View x) {
    return Windows.of(node, x.shape(), node.attributes().integers("kernel_shape").orElseThrow());
  }

  View maxPool(Node node, View view) {
    View x = lowered.straight(node, view);
    int[] shape = lowered.outputShape(node);
    Windows windows = poolingWindows(node, x);
    boolean fits =
        x.exclusive()
            && x.value() > 0
            && lowered.maker(x) instanceof Step.Weighted weighted
            && weighted.pool() == 1
            && !weighted.connected();
    int edge = windows.kernelHeight();
    if (fits
        && !windows.padded()
        && edge <= MOST_FUSED_POOL
        && edge == windows.kernelWidth()
        && edge == windows.rowStride()
        && edge == windows.columnStride()) {
      Step.Weighted pooled = ((Step.Weighted) lowered.maker(x)).withPool(edge);
      lowered.replace(x, pooled);
      return new View(x.value(), shape, View.straight(pooled.output().size()), true);
    }
    return pooling(node, border(lowered, node, x, windows, true), windows, true, shape);
  }

  View averagePool(Node node, View view) {
    View x = lowered.straight(node, view);
    Windows windows = poolingWindows(node, x);
    if (windows.padded() && node.attributes().integer("count_include_pad", 0) == 0) {
      throw node.refuse("attribute pads with count_include_pad 0 is not supported");
    }
    int[] shape = lowered.outputShape(node);
    return pooling(node, border(lowered, node, x, windows, false), windows, false, shape);
  }

  View globalAverage(Node node, View view) {
    View x = lowered.straight(node, view);
    int rank = x.shape().length;
    if (node.operator() == Operator.REDUCE_MEAN) {
      List<Tensor> constants = lowered.constants(node, 1);
      int[] axes = Evaluator.meanAxes(node, node.has(1) ? constants.get(1) : null, rank);
      int[] spatial = rank == 4 ? new int[] {2, 3} : new int[] {2};
      if (rank < 3 || !Arrays.equals(axes, spatial)) {
        throw node.refuse("attribute axes must name rows and columns: the axes from 2 on");
      }
    }
    Shape shape = LoweredSteps.stored(x.shape());
    Windows all = new Windows(shape.height(), shape.width(), 1, 1, 0, 0, 0, 0);
    return pooling(node, x, all, false, lowered.outputShape(node));
  }

  View pooling(Node node, View x, Windows windows, boolean largest, int[] shape) {
    Step.Pooling step =
        new Step.Pooling(
            lowered.name(node.name()),
            x.value(),
            LoweredSteps.stored(x.shape()),
            largest,
            windows.kernelHeight(),
            windows.kernelWidth(),
            windows.rowStride(),
            windows.columnStride());
    if (step.area() > FixedStep.Pooling.MOST_AREA) {
      throw node.refuse("a window of %d values is too large".formatted(step.area()));
    }
    return lowered.append(step, shape);
  }
}
