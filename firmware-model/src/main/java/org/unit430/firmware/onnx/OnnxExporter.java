package org.unit430.firmware.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;

/**
 * Writes a network as an ONNX model: input {@code input}, NCHW with one input; output {@code
 * logits}.
 */
public final class OnnxExporter {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final String OUTPUT = "logits";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Network network;
  private String last = "input";
  private boolean flat;
  private Shape shape;

  private OnnxExporter(Network network) {
    this.network = network;
    shape = network.input();
  }

  /**
   * Exports a network.
   *
   * @return the bytes of an ONNX file; the same network gives the same bytes
   */
  public static byte[] export(Network network) {
    return new OnnxExporter(network).model().toByteArray();
  }

  private ModelProto model() {
    graph.setName(network.name());
    Shape input = network.input();
    graph.addInput(value(last, 1, input.channels(), input.height(), input.width()));
    network.layers().forEach(this::add);
    int outputs = network.shapes().get(network.layers().size() - 1).size();
    // The last node makes the output, under its name.
    NodeProto.Builder end = graph.getNodeBuilder(graph.getNodeCount() - 1);
    end.setOutput(0, OUTPUT);
    graph.addOutput(value(OUTPUT, 1, outputs));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("unit430")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private void add(Layer layer) {
    if (layer instanceof Convolution c) {
      NodeProto.Builder node = node("Conv", layer.name());
      node.addInput(
          tensor(
              layer.name() + ".weight",
              c.weights(),
              c.outputChannels(),
              c.inputChannels(),
              c.kernelHeight(),
              c.kernelWidth()));
      node.addInput(tensor(layer.name() + ".bias", c.bias(), c.outputChannels()));
      append(node);
      relu(layer.name(), c.relu());
    } else if (layer instanceof FullyConnected f) {
      if (!flat) {
        append(node("Flatten", layer.name() + ".flatten"));
        flat = true;
      }
      NodeProto.Builder node = node("Gemm", layer.name());
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName("transB")
              .setType(AttributeProto.AttributeType.INT)
              .setI(1));
      node.addInput(tensor(layer.name() + ".weight", f.weights(), f.outputs(), f.inputs()));
      node.addInput(tensor(layer.name() + ".bias", f.bias(), f.outputs()));
      append(node);
      relu(layer.name(), f.relu());
    } else if (layer instanceof MaxPooling p) {
      NodeProto.Builder node = node("MaxPool", layer.name());
      for (String name : new String[] {"kernel_shape", "strides"}) {
        node.addAttribute(
            AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(MaxPooling.windowHeight(p.size(), shape.height()))
                .addInts(p.size()));
      }
      append(node);
    }
    shape = layer.output(shape);
  }

  private NodeProto.Builder node(String operator, String name) {
    return NodeProto.newBuilder().setOpType(operator).setName(name).addInput(last);
  }

  private void append(NodeProto.Builder node) {
    last = node.getName() + ".out";
    graph.addNode(node.addOutput(last));
  }

  private void relu(String name, boolean wanted) {
    if (wanted) {
      append(node("Relu", name + ".relu"));
    }
  }

  private String tensor(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes.flip()));
    for (long extent : shape) {
      tensor.addDims(extent);
    }
    graph.addInitializer(tensor);
    return name;
  }

  private static ValueInfoProto value(String name, long... shape) {
    TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
    for (long extent : shape) {
      extents.addDim(Dimension.newBuilder().setDimValue(extent));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT_VALUE)
            .setShape(extents);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
