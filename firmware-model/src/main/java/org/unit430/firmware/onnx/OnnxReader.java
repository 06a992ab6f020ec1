package org.unit430.firmware.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a {@link Model} of a file's bytes; refuses everything that it does not understand. */
final class OnnxReader {
  /** Largest file that is read: hundreds of times what fits any MSP430. */
  static final int LARGEST_FILE = 64 << 20;

  private static final int FIRST_OPSET = 7;
  private static final int MOST_NODES = 10_000;

  private final GraphProto graph;
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Set<String> made = new HashSet<>();

  private OnnxReader(GraphProto graph) {
    this.graph = graph;
  }

  static Model read(byte[] bytes, String name) {
    try {
      ModelProto model = ModelProto.parseFrom(bytes);
      if (!model.hasGraph()) {
        throw new OnnxException("not an ONNX model: it holds no graph");
      }
      if (model.getFunctionsCount() > 0) {
        throw new OnnxException("the model defines functions of its own, which is not supported");
      }
      return new OnnxReader(model.getGraph()).model(name, opset(model));
    } catch (InvalidProtocolBufferException e) {
      throw new OnnxException(name + ": not an ONNX model, or damaged: " + e.getMessage());
    } catch (OnnxException e) {
      throw e.in(name);
    }
  }

  private static int opset(ModelProto model) {
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        if (set.getVersion() < FIRST_OPSET || set.getVersion() > Integer.MAX_VALUE) {
          throw new OnnxException(
              "operator set %d; %d and later are supported"
                  .formatted(set.getVersion(), FIRST_OPSET));
        }
        return (int) set.getVersion();
      }
    }
    throw new OnnxException("the model does not say which ONNX operator set it uses");
  }

  private Model model(String name, int opset) {
    if (graph.getSparseInitializerCount() > 0) {
      throw new OnnxException("sparse initialisers are not supported; store them dense");
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      define(tensor.getName(), "an initialiser");
      constants.put(tensor.getName(), TensorReader.read(tensor, "initialiser " + tensor.getName()));
    }
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(input -> !constants.containsKey(input.getName()))
            .toList();
    if (inputs.size() != 1) {
      throw new OnnxException("%d inputs; exactly one is supported".formatted(inputs.size()));
    }
    if (graph.getOutputCount() != 1) {
      throw new OnnxException(
          "%d outputs; exactly one is supported".formatted(graph.getOutputCount()));
    }
    ValueInfoProto input = inputs.get(0);
    define(input.getName(), "the input");
    int[] shape = inputShape(input);
    List<Node> nodes = nodes();
    String output = graph.getOutput(0).getName();
    if (!made.contains(output)) {
      throw new OnnxException("no node makes the output '" + output + "'");
    }
    return new Model(name, opset, input.getName(), shape, output, nodes, constants);
  }

  private void define(String name, String what) {
    if (name.isEmpty()) {
      throw new OnnxException(what + " has no name");
    }
    if (!made.add(name)) {
      throw new OnnxException("the value '" + name + "' is made twice");
    }
  }

  private static int[] inputShape(ValueInfoProto input) {
    if (!input.getType().hasTensorType() || !input.getType().getTensorType().hasShape()) {
      throw new OnnxException("input '" + input.getName() + "' has no shape");
    }
    if (input.getType().getTensorType().getElemType() != TensorProto.DataType.FLOAT_VALUE) {
      throw new OnnxException("input '" + input.getName() + "' is not float32");
    }
    List<Dimension> dimensions = input.getType().getTensorType().getShape().getDimList();
    int[] shape = new int[dimensions.size()];
    for (int i = 0; i < shape.length; i++) {
      Dimension dimension = dimensions.get(i);
      long extent = dimension.hasDimValue() ? dimension.getDimValue() : i == 0 ? 1 : -1;
      // Exporters write an open batch as a name, as 0 or as -1.
      extent = i == 0 && extent <= 0 ? 1 : extent;
      if (extent < 1 || extent > Tensor.MOST_ELEMENTS) {
        throw new OnnxException(
            "input '%s': dimension %d is %s; all but the batch must be numbers of 1 or more"
                .formatted(
                    input.getName(),
                    i,
                    dimension.hasDimValue() ? extent : "'" + dimension.getDimParam() + "'"));
      }
      shape[i] = (int) extent;
    }
    if (shape.length < 2 || shape.length > 4) {
      throw new OnnxException(
          "input '%s' has %d dimensions; 2 to 4 are supported, the batch first"
              .formatted(input.getName(), shape.length));
    }
    if (shape[0] != 1) {
      throw new OnnxException(
          "input '%s' is a batch of %d; one input at a time is supported"
              .formatted(input.getName(), shape[0]));
    }
    Tensor.elements(shape);
    return shape;
  }

  /** ONNX asks for an order in which they can be computed; a cycle has none. */
  private List<Node> nodes() {
    if (graph.getNodeCount() > MOST_NODES) {
      throw new OnnxException("more than " + MOST_NODES + " nodes");
    }
    Set<String> all = new HashSet<>();
    graph.getNodeList().forEach(node -> all.addAll(node.getOutputList()));
    List<Node> nodes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      Node node = node(graph.getNode(i), i);
      if (!names.add(node.name())) {
        throw node.refuse("a second node of this name");
      }
      for (String input : node.inputs()) {
        if (!input.isEmpty() && !made.contains(input)) {
          throw node.refuse(
              all.contains(input)
                  ? "its input '%s' is made only later: a cycle, or not sorted".formatted(input)
                  : "nothing makes its input '%s'".formatted(input));
        }
      }
      for (String output : node.outputs()) {
        define(output, node.label() + ": an output");
      }
      nodes.add(node);
    }
    return nodes;
  }

  private static Node node(NodeProto proto, int index) {
    String name = proto.getName().isEmpty() ? proto.getOpType() + "_" + index : proto.getName();
    String domain = proto.getDomain();
    Operator operator =
        Operator.byName(proto.getOpType())
            .filter(known -> domain.isEmpty() || domain.equals("ai.onnx"))
            .orElseThrow(
                () ->
                    new OnnxException(
                        "node '%s': operator %s is not supported; 'unit430 ops' lists those that are"
                            .formatted(
                                name,
                                domain.isEmpty()
                                    ? proto.getOpType()
                                    : domain + "." + proto.getOpType())));
    Node bare = new Node(name, operator, List.of(), List.of(), new Attributes(Map.of()));
    int inputs = proto.getInputCount();
    if (inputs < operator.leastInputs() || inputs > operator.mostInputs()) {
      throw bare.refuse(
          "%d inputs; %d to %d are supported"
              .formatted(inputs, operator.leastInputs(), operator.mostInputs()));
    }
    for (int i = 0; i < operator.leastInputs(); i++) {
      if (proto.getInput(i).isEmpty()) {
        throw bare.refuse("input %d is left out".formatted(i));
      }
    }
    List<String> outputs = proto.getOutputList();
    if (outputs.isEmpty()) {
      throw bare.refuse("it has no output");
    }
    // Dropout's mask and the like: whoever used them would find that nothing makes them.
    return new Node(
        name, operator, proto.getInputList(), List.of(outputs.get(0)), attributes(proto, bare));
  }

  private static Attributes attributes(NodeProto proto, Node node) {
    Map<String, Object> values = new HashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      String name = attribute.getName();
      if (!node.operator().attributes().contains(name)) {
        throw node.refuse(
            "attribute %s is not supported; those that are: %s"
                .formatted(name, String.join(" ", node.operator().attributes())));
      }
      if (values.put(name, value(attribute, node)) != null) {
        throw node.refuse("attribute " + name + " is given twice");
      }
    }
    return new Attributes(values);
  }

  private static Object value(AttributeProto attribute, Node node) {
    return switch (attribute.getType()) {
      case INT -> attribute.getI();
      case FLOAT -> attribute.getF();
      case STRING -> attribute.getS().toStringUtf8();
      case INTS -> attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
      case FLOATS -> {
        float[] floats = new float[attribute.getFloatsCount()];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = attribute.getFloats(i);
        }
        yield floats;
      }
      case TENSOR ->
          TensorReader.read(attribute.getT(), node.label() + ": attribute " + attribute.getName());
      default ->
          throw node.refuse(
              "attribute %s is of type %s, which is not supported"
                  .formatted(attribute.getName(), attribute.getType()));
    };
  }
}
