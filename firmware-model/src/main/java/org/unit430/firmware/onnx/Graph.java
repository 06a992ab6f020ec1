package org.unit430.firmware.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An imported model: what depends on constants alone has been computed, every value has a shape,
 * and what remains can be run in float. It is the reference that the firmware's arithmetic is
 * measured against.
 */
public final class Graph {
  private final Model model;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants;
  private final Map<String, int[]> shapes = new HashMap<>();

  private Graph(Model model) {
    this.model = model;
    this.constants = new LinkedHashMap<>(model.constants());
    constants.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    shapes.put(model.input(), model.inputShape());
    model.nodes().forEach(this::add);
    if (constants.containsKey(model.output())) {
      throw new OnnxException("the output does not depend on the input");
    }
  }

  /**
   * Reads a model.
   *
   * @param file an ONNX file
   * @throws OnnxException if it cannot be read, is damaged or not supported
   */
  public static Graph read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(OnnxReader.LARGEST_FILE + 1);
      if (bytes.length > OnnxReader.LARGEST_FILE) {
        throw new OnnxException(
            "%s: larger than %d bytes, no MSP430 could hold it"
                .formatted(file, OnnxReader.LARGEST_FILE));
      }
      return read(bytes, file.getFileName().toString());
    } catch (NoSuchFileException e) {
      throw new OnnxException(file + ": no such file");
    } catch (IOException e) {
      throw new OnnxException(file + ": cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads a model.
   *
   * @param bytes of an ONNX file
   * @param name of it, for messages
   * @throws OnnxException if it is damaged or not supported
   */
  public static Graph read(byte[] bytes, String name) {
    Model model = OnnxReader.read(bytes, name);
    try {
      return new Graph(model);
    } catch (OnnxException e) {
      throw e.in(name);
    }
  }

  private void add(Node node) {
    List<Tensor> known = constantsOf(node);
    boolean constant = true;
    for (int i = 0; i < node.inputs().size(); i++) {
      constant &= !node.has(i) || known.get(i) != null;
    }
    Tensor folded = null;
    if (constant) {
      folded = Evaluator.evaluate(node, known);
    } else if (node.operator() == Operator.SHAPE) {
      folded = ShapeOperators.shape(node, shapes.get(node.inputs().get(0)));
    }
    if (folded == null) {
      List<int[]> inputShapes = new ArrayList<>();
      node.inputs().forEach(input -> inputShapes.add(shapes.get(input)));
      shapes.put(node.output(), ShapeInference.of(node, inputShapes, known));
      nodes.add(node);
    } else {
      for (double value : folded.values()) {
        if (!Double.isFinite(value)) {
          throw node.refuse("what it makes of constants is not finite");
        }
      }
      shapes.put(node.output(), folded.shape());
      constants.put(node.output(), folded);
    }
  }

  /** The values of a node's inputs that are constant; null for the others. */
  List<Tensor> constantsOf(Node node) {
    List<Tensor> known = new ArrayList<>();
    node.inputs().forEach(input -> known.add(constants.get(input)));
    return known;
  }

  /** What reports call the model: its file's name. */
  public String name() {
    return model.name();
  }

  /** The extents of the input, the batch (1) first. */
  public int[] inputShape() {
    return model.inputShape().clone();
  }

  /** The extents of the output. */
  public int[] outputShape() {
    return shapes.get(model.output()).clone();
  }

  String input() {
    return model.input();
  }

  String output() {
    return model.output();
  }

  List<Node> nodes() {
    return nodes;
  }

  int[] shape(String value) {
    return shapes.get(value).clone();
  }

  /**
   * Runs the model in float.
   *
   * @param input row-major, of {@link #inputShape()}
   * @return the output, row-major
   * @throws OnnxException if the input has another length or a value overflows
   */
  public float[] infer(float[] input) {
    Map<String, Tensor> values = new HashMap<>(constants);
    if (input.length != Tensor.elements(model.inputShape())) {
      throw new OnnxException(
          "%s: an input of %s has %d values, not %d"
              .formatted(
                  name(),
                  Arrays.toString(model.inputShape()),
                  Tensor.elements(model.inputShape()),
                  input.length));
    }
    values.put(model.input(), Tensor.of(model.inputShape(), input));
    for (Node node : nodes) {
      List<Tensor> inputs = new ArrayList<>();
      node.inputs().forEach(name -> inputs.add(values.get(name)));
      values.put(node.output(), Evaluator.evaluate(node, inputs));
    }
    return values.get(model.output()).toFloats();
  }
}
