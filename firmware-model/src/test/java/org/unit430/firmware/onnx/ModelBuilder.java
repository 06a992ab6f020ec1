package org.unit430.firmware.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Writes small ONNX models: a chain of nodes behind the input {@code x}, unless told otherwise. */
public final class ModelBuilder {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final SplittableRandom random = new SplittableRandom(430);
  private String last = "x";
  private int opset = 13;
  private int constants;
  private int nodes;

  public ModelBuilder(int... inputShape) {
    graph.addInput(value("x", TensorProto.DataType.FLOAT, inputShape));
  }

  public ModelBuilder opset(int version) {
    opset = version;
    return this;
  }

  public SplittableRandom random() {
    return random;
  }

  public String last() {
    return last;
  }

  /** Appends a node behind the last value, with further inputs; returns this. */
  public ModelBuilder node(String operator, Object[] attributes, String... furtherInputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName("n" + nodes);
    node.addInput(last).addAllInput(Arrays.asList(furtherInputs));
    last = "v" + nodes++;
    node.addOutput(last);
    for (int i = 0; i < attributes.length; i += 2) {
      node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
    }
    graph.addNode(node);
    return this;
  }

  /** Continues from another value. */
  public ModelBuilder from(String value) {
    last = value;
    return this;
  }

  public ModelBuilder node(String operator) {
    return node(operator, new Object[0]);
  }

  /** Adds an initialiser of random values between -1 and 1; returns its name. */
  public String weights(int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return floats(shape, values);
  }

  /** Adds an initialiser; returns its name. */
  public String floats(int[] shape, float... values) {
    TensorProto.Builder tensor = tensor(TensorProto.DataType.FLOAT, shape);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return add(tensor);
  }

  /** Adds an initialiser of int64; returns its name. */
  public String integers(long... values) {
    TensorProto.Builder tensor = tensor(TensorProto.DataType.INT64, values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return add(tensor);
  }

  /** Adds an initialiser of bytes; returns its name. */
  public String bytes(boolean signed, int[] shape, byte... values) {
    return add(
        tensor(signed ? TensorProto.DataType.INT8 : TensorProto.DataType.UINT8, shape)
            .setRawData(ByteString.copyFrom(values)));
  }

  private String add(TensorProto.Builder tensor) {
    String name = "c" + constants++;
    graph.addInitializer(tensor.setName(name));
    return name;
  }

  private static TensorProto.Builder tensor(TensorProto.DataType type, int... shape) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
    Arrays.stream(shape).forEach(tensor::addDims);
    return tensor;
  }

  private static ValueInfoProto value(String name, TensorProto.DataType type, int... shape) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
    if (shape.length > 0) {
      TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
      for (int extent : shape) {
        extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
      }
      tensor.setShape(extents);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Integer number) {
      attribute.setType(AttributeProto.AttributeType.INT).setI(number);
    } else if (value instanceof Float number) {
      attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
    } else if (value instanceof String text) {
      attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
    } else {
      attribute.setType(AttributeProto.AttributeType.INTS);
      Arrays.stream((int[]) value).forEach(attribute::addInts);
    }
    return attribute.build();
  }

  public GraphProto.Builder graph() {
    return graph;
  }

  public ModelProto.Builder proto() {
    graph.clearOutput();
    boolean index =
        graph.getNodeCount() > 0
            && graph.getNode(graph.getNodeCount() - 1).getOpType().equals("ArgMax");
    graph.addOutput(value(last, index ? TensorProto.DataType.INT64 : TensorProto.DataType.FLOAT));
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph);
  }

  public byte[] build() {
    return proto().build().toByteArray();
  }
}
