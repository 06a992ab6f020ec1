package org.unit430.firmware.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is damaged or not supported is refused in one line that names where. */
class RefusedModelsTest {
  private static Object[] with(Object... attributes) {
    return attributes;
  }

  private static ModelBuilder conv(Object... attributes) {
    ModelBuilder model = new ModelBuilder(1, 3, 8, 6);
    return model.node("Conv", attributes, model.weights(4, 3, 3, 3));
  }

  private static void refused(byte[] model, String... parts) {
    assertThatThrownBy(() -> Lowering.lower(Graph.read(model, "m.onnx")))
        .isInstanceOf(OnnxException.class)
        .hasMessageStartingWith("m.onnx: ")
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void unknownOperatorsAreNamedWithWhatListsTheKnown() {
    refused(
        new ModelBuilder(1, 4).node("Erf").build(),
        "node 'n0': operator Erf is not supported",
        "unit430 ops");
    ModelProto.Builder vendor = new ModelBuilder(1, 4).node("Gemm").proto();
    vendor.getGraphBuilder().getNodeBuilder(0).setDomain("com.microsoft").setOpType("QGemm");
    refused(vendor.build().toByteArray(), "operator com.microsoft.QGemm is not supported");
  }

  @Test
  void unknownAndUnsupportedAttributesAreNamed() {
    refused(conv("fancy", 1).build(), "node 'n0' (Conv)", "attribute fancy is not supported");
    refused(
        conv("dilations", new int[] {2, 2}).build(),
        "node 'n0' (Conv)",
        "attribute dilations is [2, 2]; only 1 is supported");
    refused(conv("strides", new int[] {0, 1}).build(), "attribute strides holds 0");
    refused(conv("group", 2).build(), "attribute group is 2 with 3 input channels");
    refused(
        new ModelBuilder(1, 3, 8, 6)
            .node("MaxPool", with("kernel_shape", new int[] {2, 2}, "ceil_mode", 1))
            .build(),
        "node 'n0' (MaxPool)",
        "attribute ceil_mode is 1");
  }

  @Test
  void wrongShapesNameTheNode() {
    ModelBuilder gemm = new ModelBuilder(1, 5);
    refused(
        gemm.node("Gemm", with(), gemm.weights(4, 3)).build(),
        "node 'n0' (Gemm)",
        "factors of shapes [1, 5] and [4, 3]");
    ModelBuilder wide = new ModelBuilder(1, 3, 2, 2);
    refused(
        wide.node("Conv", with(), wide.weights(4, 3, 3, 3)).build(),
        "node 'n0' (Conv)",
        "a window of 3 does not fit an input of 2");
  }

  @Test
  void convolutionOfVectorsIsRefused() {
    ModelBuilder builder = new ModelBuilder(1, 5);
    ModelProto.Builder model = builder.node("Conv", with(), builder.weights(5)).proto();
    model.getGraphBuilder().getNodeBuilder(0).setInput(0, "c0");
    refused(model.build().toByteArray(), "node 'n0' (Conv)", "its input has shape [5]");
  }

  @Test
  void weightsThatAreNotFiniteAreNamed() {
    ModelBuilder model = new ModelBuilder(1, 2);
    model.node("Gemm", with(), model.floats(new int[] {2, 1}, 1, Float.NaN));
    refused(model.build(), "initialiser c0: value 1 is NaN");
  }

  @Test
  void cyclesAndWrongOrderAreNamed() {
    ModelProto.Builder model = new ModelBuilder(1, 2).node("Relu").node("Relu").proto();
    model.getGraphBuilder().getNodeBuilder(0).setInput(0, "v1");
    refused(model.build().toByteArray(), "node 'n0' (Relu)", "'v1' is made only later: a cycle");
    ModelProto.Builder lost = new ModelBuilder(1, 2).node("Relu").proto();
    lost.getGraphBuilder().getNodeBuilder(0).setInput(0, "nowhere");
    refused(lost.build().toByteArray(), "nothing makes its input 'nowhere'");
    ModelProto.Builder twice = new ModelBuilder(1, 2).node("Relu").proto();
    twice.getGraphBuilder().getNodeBuilder(0).setOutput(0, "x");
    refused(twice.build().toByteArray(), "the value 'x' is made twice");
  }

  @Test
  void hugeDimensionsAreRefusedBeforeMemoryIsTaken() {
    ModelBuilder model = new ModelBuilder(1, 2);
    TensorProto.Builder huge =
        TensorProto.newBuilder()
            .setName("huge")
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(1L << 20)
            .addDims(1L << 20);
    model.graph().addInitializer(huge);
    refused(model.node("Relu").build(), "initialiser huge: a tensor of shape", "has more than");
    refused(new ModelBuilder(1, 4096, 4096).node("Relu").build(), "has more than");
    ModelBuilder reshape = new ModelBuilder(1, 4);
    reshape.node("Unsqueeze", with(), reshape.integers(2, 3));
    reshape.node("Pad", with(), reshape.integers(0, 0, 0, 0, 0, 0, 60000, 60000));
    refused(reshape.build(), "node 'n1' (Pad)", "has more than");
  }

  @Test
  void dataOutsideTheFileAndShortDataAreRefused() {
    ModelProto.Builder outside = conv().proto();
    outside
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    refused(outside.build().toByteArray(), "initialiser c0: its data lie outside the file");
    ModelProto.Builder brief = conv().proto();
    brief
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearFloatData()
        .setRawData(ByteString.copyFrom(new byte[5]));
    refused(brief.build().toByteArray(), "initialiser c0: 5 bytes, needs 432");
  }

  @Test
  void doublesAreRefusedByType() {
    ModelProto.Builder model = conv().proto();
    ByteBuffer bytes = ByteBuffer.allocate(8 * 108).order(ByteOrder.LITTLE_ENDIAN);
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .clearFloatData()
        .setDataType(TensorProto.DataType.DOUBLE_VALUE)
        .setRawData(ByteString.copyFrom(bytes));
    refused(model.build().toByteArray(), "initialiser c0: type DOUBLE is not supported");
  }

  @Test
  void aBatchAndOpenDimensionsAreRefused() {
    refused(new ModelBuilder(4, 2).node("Relu").build(), "input 'x' is a batch of 4");
    ModelProto.Builder open = new ModelBuilder(1, 2).node("Relu").proto();
    open.getGraphBuilder()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(1)
        .setDimParam("time");
    refused(open.build().toByteArray(), "input 'x': dimension 1 is 'time'");
  }

  @Test
  void layoutsThatWouldNeedWorkAtRunTimeAreRefused() {
    ModelBuilder model = new ModelBuilder(1, 3, 8, 6);
    model.node("Conv", with(), model.weights(4, 3, 3, 3));
    model.node("Transpose", with("perm", new int[] {0, 2, 3, 1}));
    model.node("Conv", with(), model.weights(2, 6, 2, 2));
    refused(model.build(), "node 'n2' (Conv)", "transposed or reshaped");
  }

  @Test
  void whatStandsBehindTheEndIsRefused() {
    ModelBuilder model = new ModelBuilder(1, 4).node("Softmax");
    refused(
        model.node("Gemm", with(), model.weights(4, 2)).build(),
        "node 'n1' (Gemm)",
        "behind the end");
  }

  @Test
  void everyTruncationAndEveryOtherDamageIsRefusedOrHarmless() {
    byte[] model = SmallModels.separable().build();
    for (int length = 0; length < model.length; length += 7) {
      readOrRefuse(Arrays.copyOf(model, length));
    }
    SplittableRandom random = new SplittableRandom(1);
    Consumer<byte[]> damage =
        bytes -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = model.clone();
      damage.accept(damaged);
      damage.accept(damaged);
      readOrRefuse(damaged);
    }
  }

  /** Nothing but an OnnxException may come out. */
  static void readOrRefuse(byte[] model) {
    try {
      assertThat(Lowering.lower(Graph.read(model, "m.onnx")).steps()).isNotEmpty();
    } catch (OnnxException e) {
      assertThat(e.getMessage()).startsWith("m.onnx: ").doesNotContain("\n");
    }
  }
}
