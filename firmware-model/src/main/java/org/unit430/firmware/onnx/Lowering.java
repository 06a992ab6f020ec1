package org.unit430.firmware.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.graph.StepGraph;

/**
 * Turns an imported model into the steps that firmware runs: folds constants into weights, ReLU and
 * max pooling into the layers before them, and changes of layout into the order of inputs, weights
 * and outputs.
 */
public final class Lowering {
  private final Graph graph;
  private final Map<String, View> views = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private final LoweredSteps lowered;
  private final WeightLowering weights;
  private final PoolingLowering pools;
  private final List<String> notes = new ArrayList<>();
  private boolean clampsInput;
  private boolean ended;

  private Lowering(Graph graph) {
    this.graph = graph;
    lowered = new LoweredSteps(graph);
    weights = new WeightLowering(lowered);
    pools = new PoolingLowering(lowered);
  }

  /**
   * Lowers a model.
   *
   * @throws OnnxException naming the node that firmware cannot run, and why
   */
  public static StepGraph lower(Graph graph) {
    try {
      return new Lowering(graph).run();
    } catch (OnnxException e) {
      throw e.in(graph.name());
    }
  }

  private StepGraph run() {
    List<Node> used = used();
    readers.merge(graph.output(), 1, Integer::sum);
    used.forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
    int[] shape = graph.inputShape();
    int size = Tensor.elements(shape);
    views.put(
        graph.input(),
        new View(0, shape, View.straight(size), readers.getOrDefault(graph.input(), 0) == 1));
    for (Node node : used) {
      try {
        lower(node);
      } catch (IllegalArgumentException e) {
        throw node.refuse(e.getMessage());
      }
    }
    View result = views.get(graph.output());
    if (lowered.steps().isEmpty()) {
      throw new OnnxException("nothing is computed");
    }
    if (result.value() != lowered.steps().size()) {
      throw new OnnxException("the output is not what the last node makes");
    }
    return new StepGraph(
        lowered.name(graph.name().replaceFirst("\\.onnx$", "")),
        lowered.inputShape(),
        Arrays.stream(lowered.inputOrder()).boxed().toList(),
        clampsInput,
        lowered.steps(),
        Arrays.stream(result.order()).boxed().toList(),
        notes);
  }

  /** The nodes that the output depends on. */
  private List<Node> used() {
    Set<String> needed = new HashSet<>(Set.of(graph.output()));
    List<Node> used = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (needed.contains(node.output())) {
        needed.addAll(node.inputs());
        used.add(0, node);
      }
    }
    return used;
  }

  private void lower(Node node) {
    if (ended && !isAfterTheEnd(node)) {
      throw node.refuse("it stands behind the end of what the firmware runs (Softmax or ArgMax)");
    }
    View x = views.get(node.inputs().get(0));
    if (x != null && x.shape().length > 0 && x.shape()[0] != 1) {
      throw node.refuse("its input has no batch of 1 in front: " + Arrays.toString(x.shape()));
    }
    int[] shape = lowered.outputShape(node);
    View made =
        switch (node.operator()) {
          case IDENTITY, DROPOUT, DEQUANTIZE_LINEAR -> LoweredSteps.require(node, x);
          case FLATTEN, RESHAPE, SQUEEZE, UNSQUEEZE ->
              LoweredSteps.require(node, x).reshaped(shape);
          case TRANSPOSE ->
              LoweredSteps.require(node, x)
                  .transposed(ShapeInference.permutation(node, x.shape().length), shape);
          case RELU -> limits(node, x, 0, Double.POSITIVE_INFINITY);
          case CLIP -> {
            List<Tensor> constants = graph.constantsOf(node);
            yield limits(
                node,
                x,
                Evaluator.limit(node, constants, true),
                Evaluator.limit(node, constants, false));
          }
          case QUANTIZE_LINEAR -> quantize(node, x);
          case BATCH_NORMALIZATION -> weights.batchNormalization(node, x);
          case ADD -> add(node);
          case CONV -> weights.convolution(node, x);
          case PAD -> pools.pad(node, x);
          case MAX_POOL -> pools.maxPool(node, x);
          case AVERAGE_POOL -> pools.averagePool(node, x);
          case GLOBAL_AVERAGE_POOL, REDUCE_MEAN -> pools.globalAverage(node, x).reshaped(shape);
          case GEMM, MATMUL -> weights.connected(node, x).reshaped(shape);
          case SOFTMAX, LOG_SOFTMAX, ARGMAX -> end(node, x);
          case CONSTANT, SHAPE, GATHER, CONCAT ->
              throw node.refuse("it does not depend on constants alone");
        };
    views.put(node.output(), made.read(readers.getOrDefault(node.output(), 0) == 1));
  }

  private static boolean isAfterTheEnd(Node node) {
    return switch (node.operator()) {
      case IDENTITY, FLATTEN, RESHAPE, SQUEEZE, ARGMAX -> true;
      default -> false;
    };
  }

  private View limits(Node node, View view, double low, double high) {
    View x = lowered.placed(node, view);
    if (low > high) {
      throw node.refuse("min %s is above max %s".formatted(low, high));
    }
    boolean folded = false;
    if (low == 0 && x.exclusive() && x.value() > 0) {
      Step step = lowered.maker(x);
      if (step instanceof Step.Weighted weighted) {
        lowered.replace(x, weighted.withRelu());
        folded = true;
      } else if (step instanceof Step.Sum sum) {
        lowered.replace(x, new Step.Sum(sum.name(), sum.left(), sum.right(), sum.output(), true));
        folded = true;
      }
    }
    boolean nothing = low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY;
    if (nothing || (folded && high == Double.POSITIVE_INFINITY)) {
      return x;
    }
    View limited =
        lowered.append(
            new Step.Limits(
                lowered.name(node.name()), x.value(), lowered.shapeOf(x.value()), low, high),
            x.shape());
    return new View(limited.value(), x.shape(), x.order(), true);
  }

  /** 16-bit fixed point takes the place of 8 bits; only the lower limit of 0 is kept, as ReLU. */
  private View quantize(Node node, View x) {
    List<Tensor> constants = graph.constantsOf(node);
    if (constants.get(1) == null || constants.get(1).size() != 1) {
      throw node.refuse("one constant scale is needed");
    }
    Tensor zero = node.has(2) ? constants.get(2) : null;
    if (node.has(2) && zero == null) {
      throw node.refuse("the zero point must be constant");
    }
    String note = "16-bit fixed point takes the place of the model's own activation quantisation";
    if (!notes.contains(note)) {
      notes.add(note);
    }
    boolean fromZero =
        zero == null || zero.at(0) == zero.type().least(); // without a zero point: UINT8, 0
    if (!fromZero) {
      return x;
    }
    if (LoweredSteps.require(node, x).value() == 0 && x.exclusive()) {
      clampsInput = true;
      return x;
    }
    return limits(node, x, 0, Double.POSITIVE_INFINITY);
  }

  private View add(Node node) {
    View a = views.get(node.inputs().get(0));
    View b = views.get(node.inputs().get(1));
    int[] shape = lowered.outputShape(node);
    if (a == null || b == null) {
      int constant = a == null ? 0 : 1;
      return weights.addBias(
          node, lowered.placed(node, a == null ? b : a), graph.constantsOf(node).get(constant));
    }
    a = lowered.placed(node, a);
    b = lowered.placed(node, b);
    if (!Arrays.equals(a.shape(), b.shape()) || !Arrays.equals(a.order(), b.order())) {
      throw node.refuse("its operands differ in shape or layout");
    }
    View sum =
        lowered.append(
            new Step.Sum(
                lowered.name(node.name()), a.value(), b.value(), lowered.shapeOf(a.value()), false),
            shape);
    return new View(sum.value(), shape, a.order(), true);
  }

  private View end(Node node, View view) {
    View x = lowered.placed(node, view);
    if (!ended) {
      notes.add(
          "%s is left to the host: the firmware ends in its input"
              .formatted(node.operator().onnxName()));
    }
    Evaluator.requireLastAxis(node, x.shape().length, node.operator() == Operator.ARGMAX ? 0 : -1);
    ended = true;
    return x;
  }
}
