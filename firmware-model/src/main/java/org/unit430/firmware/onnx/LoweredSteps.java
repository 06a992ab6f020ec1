package org.unit430.firmware.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.network.Shape;

/** The steps made so far while a model is lowered, and how the input lies. */
final class LoweredSteps {
  private final Graph graph;
  private final Set<String> names =
      new HashSet<>(Set.of("main", "layers", "divide", "divide_shift", "divide_reciprocal"));
  private final List<Step> steps = new ArrayList<>();
  private int[] inputOrder;
  private int[] inputPlace;
  private Shape inputShape;

  LoweredSteps(Graph graph) {
    this.graph = graph;
  }

  List<Step> steps() {
    return steps;
  }

  int[] inputOrder() {
    return inputOrder;
  }

  Shape inputShape() {
    return inputShape;
  }

  /** The step that made a value; not for the input. */
  Step maker(View x) {
    return steps.get(x.value() - 1);
  }

  /** The values of a node's inputs; all from the given one on must be constant. */
  List<Tensor> constants(Node node, int from) {
    List<Tensor> constants = graph.constantsOf(node);
    for (int i = from; i < node.inputs().size(); i++) {
      if (node.has(i) && constants.get(i) == null) {
        throw node.refuse("input %d must be constant".formatted(i));
      }
    }
    return constants;
  }

  int[] outputShape(Node node) {
    return graph.shape(node.output());
  }

  static View require(Node node, View x) {
    if (x == null) {
      throw node.refuse("its first input is constant, which is not supported");
    }
    return x;
  }

  /** The view with its order in the stored value; the first to ask decides how inputs lie. */
  View placed(Node node, View view) {
    View x = require(node, view);
    if (x.value() != 0) {
      return x;
    }
    if (inputOrder == null) {
      inputOrder = x.order().clone();
      inputPlace = new int[inputOrder.length];
      for (int i = 0; i < inputOrder.length; i++) {
        inputPlace[inputOrder[i]] = i;
      }
      inputShape = stored(x.shape());
    }
    int[] order = new int[x.order().length];
    Arrays.setAll(order, i -> inputPlace[x.order()[i]]);
    return new View(0, x.shape(), order, x.exclusive());
  }

  /** Rows, columns and channels as the model has them: NCHW or NCL, or a vector. */
  static Shape stored(int[] shape) {
    return switch (shape.length) {
      case 4 -> new Shape(shape[1], shape[2], shape[3]);
      case 3 -> new Shape(shape[1], 1, shape[2]);
      default -> new Shape(Tensor.elements(shape), 1, 1);
    };
  }

  View straight(Node node, View view) {
    View x = placed(node, view);
    if (!x.isStraight()) {
      throw node.refuse(
          "its input is transposed or reshaped in a way that would have to be undone while the"
              + " firmware runs; supported are changes of layout next to the input, before Gemm or"
              + " MatMul, and behind the last layer");
    }
    return x;
  }

  Shape shapeOf(int value) {
    return value == 0 ? inputShape : steps.get(value - 1).output();
  }

  /** The step that made a value and nothing else reads, if it has weights and nothing behind. */
  Step.Weighted foldable(View x) {
    boolean fits =
        x.exclusive()
            && x.value() > 0
            && maker(x) instanceof Step.Weighted weighted
            && !weighted.relu()
            && weighted.pool() == 1;
    return fits ? (Step.Weighted) maker(x) : null;
  }

  View replace(View x, Step step) {
    steps.set(x.value() - 1, step);
    return x;
  }

  View append(Step step, int[] shape) {
    steps.add(step);
    return new View(steps.size(), shape, View.straight(step.output().size()), true);
  }

  /** A name that assembly sources can use, like the node's. */
  String name(String wanted) {
    String plain = wanted.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
    // Not a number, and not a register's name.
    boolean taken = plain.isEmpty() || plain.matches("(?i)[0-9].*|r[0-9]+|pc|sp|sr|cg[12]");
    String base = taken ? "n" + plain : plain;
    base = base.substring(0, Math.min(base.length(), 40));
    String unique = base;
    for (int i = 2; !names.add(unique); i++) {
      unique = base + "_" + i;
    }
    return unique;
  }
}
