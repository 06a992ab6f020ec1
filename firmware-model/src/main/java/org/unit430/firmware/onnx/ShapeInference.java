package org.unit430.firmware.onnx;

import java.util.Arrays;
import java.util.List;

/** The shape of what a node makes, after the ONNX operator documentation. */
final class ShapeInference {
  private static final long MOST_MACS = 1L << 30;

  private final Node node;
  private final List<int[]> shapes;
  private final List<Tensor> constants;

  private ShapeInference(Node node, List<int[]> shapes, List<Tensor> constants) {
    this.node = node;
    this.shapes = shapes;
    this.constants = constants;
  }

  /**
   * Infers.
   *
   * @param shapes of the inputs; null for one left out
   * @param constants the inputs' values where they are known; null where they are not
   * @throws OnnxException naming the node, if the inputs do not suit the operator
   */
  static int[] of(Node node, List<int[]> shapes, List<Tensor> constants) {
    try {
      int[] shape = new ShapeInference(node, shapes, constants).infer();
      Tensor.elements(shape);
      return shape;
    } catch (OnnxException e) {
      throw e.getMessage().startsWith(node.label()) ? e : node.refuse(e.getMessage());
    }
  }

  private int[] infer() {
    int[] x = shapes.isEmpty() ? new int[0] : shapes.get(0);
    return switch (node.operator()) {
      case RELU, CLIP, IDENTITY, DROPOUT, SOFTMAX, LOG_SOFTMAX -> x;
      case BATCH_NORMALIZATION -> batchNormalization(x);
      case QUANTIZE_LINEAR, DEQUANTIZE_LINEAR -> x;
      case ADD -> broadcast(x, shapes.get(1));
      case CONV -> convolution(x, shapes.get(1));
      case MAX_POOL, AVERAGE_POOL -> pooling(x);
      case GLOBAL_AVERAGE_POOL -> {
        int[] shape = x.clone();
        Arrays.fill(shape, 2, Math.max(2, shape.length), 1);
        require(x.length >= 3, "its input needs rows or columns");
        yield shape;
      }
      case REDUCE_MEAN -> reduce(x, reduceAxes(x.length));
      case ARGMAX -> reduce(x, new int[] {axis("axis", 0, x.length)});
      case GEMM -> gemm(x, shapes.get(1));
      case MATMUL -> matMul(x, shapes.get(1));
      case FLATTEN -> flatten(x);
      case RESHAPE -> reshape(x, ints(1, "the new shape"));
      case TRANSPOSE -> {
        int[] order = permutation(x.length);
        int[] shape = new int[order.length];
        Arrays.setAll(shape, i -> x[order[i]]);
        yield shape;
      }
      case SQUEEZE -> squeeze(x);
      case UNSQUEEZE -> unsqueeze(x);
      case PAD -> padded(x);
      case CONSTANT, SHAPE, GATHER, CONCAT ->
          throw node.refuse("it does not depend on constants alone");
    };
  }

  private void require(boolean condition, String complaint) {
    if (!condition) {
      throw node.refuse(complaint);
    }
  }

  /** The integers of a constant input. */
  private int[] ints(int input, String what) {
    Tensor tensor = input < constants.size() ? constants.get(input) : null;
    if (tensor == null) {
      throw node.refuse(what + " must be constant");
    }
    return tensor.toInts(what);
  }

  private int axis(String attribute, int otherwise, int rank) {
    return axis(node.attributes().integer(attribute, otherwise), rank);
  }

  private int axis(int given, int rank) {
    int axis = given < 0 ? given + rank : given;
    if (axis < 0 || axis >= rank) {
      throw node.refuse("axis %d of %d dimensions".formatted(given, rank));
    }
    return axis;
  }

  private int[] batchNormalization(int[] x) {
    require(x.length >= 2, "its input has no channels");
    require(node.attributes().integer("training_mode", 0) == 0, "attribute training_mode is 1");
    for (int i = 1; i <= 4; i++) {
      require(
          Arrays.equals(shapes.get(i), new int[] {x[1]}),
          "input %d needs one value for each of %d channels".formatted(i, x[1]));
    }
    return x;
  }

  private int[] broadcast(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] shape = new int[rank];
    for (int i = 0; i < rank; i++) {
      int left = i < rank - a.length ? 1 : a[i - (rank - a.length)];
      int right = i < rank - b.length ? 1 : b[i - (rank - b.length)];
      require(
          left == right || left == 1 || right == 1,
          "shapes %s and %s cannot be added".formatted(Arrays.toString(a), Arrays.toString(b)));
      shape[i] = left == 1 ? right : left;
    }
    return shape;
  }

  private int[] convolution(int[] x, int[] w) {
    require(w.length == x.length, "weights of %d dimensions".formatted(w.length));
    // Shapes that are too short are refused there.
    int[] extents = Arrays.copyOfRange(w, Math.min(2, w.length), w.length);
    Windows windows = Windows.of(node, x, kernel(extents));
    int group = node.attributes().integer("group", 1);
    require(
        group >= 1 && (long) w[1] * group == x[1] && w[0] % group == 0 && w[0] > 0,
        "attribute group is %d with %d input channels, %d output channels and weights for %d"
            .formatted(group, x[1], w[0], w[1]));
    if (node.has(2)) {
      require(Arrays.equals(shapes.get(2), new int[] {w[0]}), "one bias per output is needed");
    }
    int[] shape = windowed(x, w[0], windows);
    long macs = (long) Tensor.elements(shape) * w[1] * windows.kernelHeight();
    require(
        macs <= MOST_MACS / windows.kernelWidth(),
        "more than %d multiply-accumulates".formatted(MOST_MACS));
    return shape;
  }

  private int[] kernel(int[] otherwise) {
    int[] kernel = node.attributes().integers("kernel_shape").orElse(otherwise);
    require(
        otherwise.length == 0 || Arrays.equals(kernel, otherwise),
        "attribute kernel_shape is %s, the weights' is %s"
            .formatted(Arrays.toString(kernel), Arrays.toString(otherwise)));
    return kernel;
  }

  private int[] pooling(int[] x) {
    Windows windows = Windows.of(node, x, kernel(new int[0]));
    require(
        windows.top() < windows.kernelHeight()
            && windows.bottom() < windows.kernelHeight()
            && windows.left() < windows.kernelWidth()
            && windows.right() < windows.kernelWidth(),
        "attribute pads is not smaller than kernel_shape");
    require(node.attributes().integer("storage_order", 0) == 0, "attribute storage_order is 1");
    int[] shape = windowed(x, x[1], windows);
    long reads = (long) Tensor.elements(shape) * windows.kernelHeight();
    require(reads <= MOST_MACS / windows.kernelWidth(), "the windows are too large");
    return shape;
  }

  private int[] windowed(int[] x, int channels, Windows windows) {
    return x.length == 3
        ? new int[] {x[0], channels, windows.columns(node, x[2])}
        : new int[] {x[0], channels, windows.rows(node, x[2]), windows.columns(node, x[3])};
  }

  /** Axes of ReduceMean: an attribute, or from operator set 18 an input. */
  private int[] reduceAxes(int rank) {
    int[] given =
        node.has(1) ? ints(1, "axes") : node.attributes().integers("axes").orElse(new int[0]);
    require(given.length > 0, "without axes, the mean would run over the batch too");
    return Arrays.stream(given).map(axis -> axis(axis, rank)).toArray();
  }

  private int[] reduce(int[] x, int[] axes) {
    boolean keep = node.attributes().integer("keepdims", 1) != 0;
    int[] shape = x.clone();
    for (int axis : axes) {
      shape[axis] = -1;
    }
    return keep
        ? Arrays.stream(shape).map(extent -> extent < 0 ? 1 : extent).toArray()
        : Arrays.stream(shape).filter(extent -> extent >= 0).toArray();
  }

  private int[] gemm(int[] a, int[] b) {
    require(a.length == 2 && b.length == 2, "both factors need two dimensions");
    require(node.attributes().integer("transA", 0) == 0, "attribute transA is 1");
    boolean transposed = node.attributes().integer("transB", 0) != 0;
    require(
        a[1] == b[transposed ? 1 : 0],
        "factors of shapes %s and %s".formatted(Arrays.toString(a), Arrays.toString(b)));
    int[] shape = {a[0], b[transposed ? 0 : 1]};
    requireMacs(shape, a[1]);
    if (node.has(2)) {
      require(Arrays.equals(broadcast(shape, shapes.get(2)), shape), "the bias does not fit");
    }
    return shape;
  }

  private int[] matMul(int[] a, int[] b) {
    require(
        a.length >= 2 && b.length == 2 && a[a.length - 1] == b[0],
        "factors of shapes %s and %s".formatted(Arrays.toString(a), Arrays.toString(b)));
    int[] shape = a.clone();
    shape[shape.length - 1] = b[1];
    requireMacs(shape, b[0]);
    return shape;
  }

  private void requireMacs(int[] shape, int perOutput) {
    require(
        (long) Tensor.elements(shape) * perOutput <= MOST_MACS,
        "more than %d multiply-accumulates".formatted(MOST_MACS));
  }

  private int[] flatten(int[] x) {
    int axis = node.attributes().integer("axis", 1);
    axis = axis == x.length ? axis : axis(axis, x.length);
    return new int[] {
      Tensor.elements(Arrays.copyOf(x, axis)),
      Tensor.elements(Arrays.copyOfRange(x, axis, x.length))
    };
  }

  private int[] reshape(int[] x, int[] wanted) {
    require(node.attributes().integer("allowzero", 0) == 0, "attribute allowzero is 1");
    int[] shape = wanted.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 0) {
        require(i < x.length, "the new shape keeps dimension %d, which is not there".formatted(i));
        shape[i] = x[i];
      }
      if (shape[i] == -1 && open < 0) {
        open = i;
      } else {
        require(shape[i] >= 0, "the new shape is " + Arrays.toString(wanted));
        known = Math.min(known * shape[i], Integer.MAX_VALUE);
      }
    }
    int all = Tensor.elements(x);
    if (open >= 0) {
      require(known > 0 && all % known == 0, "%d values into %s".formatted(all, list(wanted)));
      shape[open] = (int) (all / known);
    } else {
      require(known == all, "%d values into %s".formatted(all, list(wanted)));
    }
    return shape;
  }

  private static String list(int[] values) {
    return Arrays.toString(values);
  }

  private int[] permutation(int rank) {
    return permutation(node, rank);
  }

  /** Where each axis of the output comes from. */
  static int[] permutation(Node node, int rank) {
    int[] reversed = new int[rank];
    Arrays.setAll(reversed, i -> rank - 1 - i);
    int[] order = node.attributes().integers("perm").orElse(reversed);
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted.length != rank || sorted[i] != i) {
        throw node.refuse(
            "attribute perm is %s for %d dimensions".formatted(Arrays.toString(order), rank));
      }
    }
    return order;
  }

  private int[] axes(int rank) {
    int[] given =
        node.has(1) ? ints(1, "axes") : node.attributes().integers("axes").orElse(new int[0]);
    return Arrays.stream(given).map(axis -> axis(axis, rank)).distinct().sorted().toArray();
  }

  private int[] squeeze(int[] x) {
    int[] axes = axes(x.length);
    int[] shape = x.clone();
    for (int i = 0; i < shape.length; i++) {
      boolean named = Arrays.binarySearch(axes, i) >= 0;
      require(!named || shape[i] == 1, "axis %d has extent %d".formatted(i, shape[i]));
      shape[i] = named || (axes.length == 0 && shape[i] == 1) ? -1 : shape[i];
    }
    return Arrays.stream(shape).filter(extent -> extent >= 0).toArray();
  }

  private int[] unsqueeze(int[] x) {
    int count =
        node.has(1)
            ? ints(1, "axes").length
            : node.attributes().integers("axes").orElse(new int[0]).length;
    int[] axes = axes(x.length + count);
    require(axes.length == count, "an axis is named twice");
    int[] shape = new int[x.length + count];
    int next = 0;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Arrays.binarySearch(axes, i) >= 0 ? 1 : x[next++];
    }
    return shape;
  }

  private int[] padded(int[] x) {
    int[] pads = pads(node, constants, x.length);
    int[] shape = x.clone();
    for (int i = 0; i < shape.length; i++) {
      require(
          pads[i] >= 0 && pads[i + x.length] >= 0 && pads[i] + pads[i + x.length] <= 1 << 16,
          "pads are " + Arrays.toString(pads));
      shape[i] += pads[i] + pads[i + x.length];
    }
    return shape;
  }

  /** Pads of a Pad: an attribute, or from operator set 11 an input; begins, then ends. */
  static int[] pads(Node node, List<Tensor> constants, int rank) {
    int[] pads =
        node.has(1)
            ? constants.get(1) == null ? null : constants.get(1).toInts("pads")
            : node.attributes().integers("pads").orElse(null);
    if (pads == null || pads.length != 2 * rank || node.has(3)) {
      throw node.refuse("constant pads for %d dimensions are needed".formatted(rank));
    }
    boolean zero =
        node.attributes().real("value", 0) == 0
            && (!node.has(2) || (constants.get(2) != null && constants.get(2).at(0) == 0));
    if (!zero || !node.attributes().text("mode", "constant").equals("constant")) {
      throw node.refuse("only mode constant with value 0 is supported");
    }
    return pads;
  }
}
