package org.unit430.firmware.onnx;

import java.util.LinkedHashMap;
import java.util.Map;

/** A small model for each operator and its attributes, by name. All weights are random. */
public final class SmallModels {
  private SmallModels() {}

  private static Object[] with(Object... attributes) {
    return attributes;
  }

  private static int[] ints(int... values) {
    return values;
  }

  private static ModelBuilder conv(int[] input, int[] weights, Object... attributes) {
    ModelBuilder model = new ModelBuilder(input);
    return model.node("Conv", attributes, model.weights(weights), model.weights(weights[0]));
  }

  private static ModelBuilder image() {
    return new ModelBuilder(1, 3, 8, 6);
  }

  /** Models whose every step the firmware can run, the last of them logits. */
  public static Map<String, ModelBuilder> runnable() {
    Map<String, ModelBuilder> models = new LinkedHashMap<>();
    int[] image = {1, 3, 8, 6};
    int[] signal = {1, 2, 20};
    models.put("conv", conv(image, ints(4, 3, 3, 3)));
    models.put("conv-stride", conv(image, ints(4, 3, 3, 2), "strides", ints(2, 1)));
    models.put("conv-pads", conv(image, ints(4, 3, 3, 3), "pads", ints(1, 0, 2, 1)));
    models.put(
        "conv-same-upper",
        conv(image, ints(4, 3, 3, 3), "auto_pad", "SAME_UPPER", "strides", ints(2, 2)));
    models.put("conv-same-lower", conv(image, ints(2, 3, 2, 2), "auto_pad", "SAME_LOWER"));
    models.put("conv-valid", conv(image, ints(2, 3, 2, 2), "auto_pad", "VALID"));
    models.put("conv-groups", conv(ints(1, 4, 7, 6), ints(6, 2, 3, 3), "group", 2));
    models.put(
        "conv-depthwise", conv(image, ints(3, 1, 3, 3), "group", 3, "pads", ints(1, 1, 1, 1)));
    models.put(
        "conv-depthwise-stride", conv(image, ints(6, 1, 3, 3), "group", 3, "strides", ints(2, 2)));
    models.put("conv-1d", conv(signal, ints(3, 2, 5)));
    models.put(
        "conv-1d-stride-pads", conv(signal, ints(3, 2, 4), "strides", ints(3), "pads", ints(2, 1)));
    models.put("conv-1d-depthwise", conv(signal, ints(2, 1, 3), "group", 2));
    ModelBuilder plain = image();
    models.put("conv-without-bias", plain.node("Conv", with(), plain.weights(2, 3, 1, 1)));
    models.put("conv-relu", conv(image, ints(4, 3, 3, 3)).node("Relu"));
    ModelBuilder clip = conv(image, ints(4, 3, 3, 3));
    models.put(
        "conv-clip",
        clip.node("Clip", with(), clip.floats(ints(), -0.5f), clip.floats(ints(), 0.75f)));
    models.put("clip-attributes", image().opset(10).node("Clip", with("min", 0f, "max", 0.6f)));
    models.put(
        "max-pool",
        conv(image, ints(4, 3, 3, 3))
            .node("Relu")
            .node("MaxPool", with("kernel_shape", ints(2, 2), "strides", ints(2, 2))));
    models.put(
        "max-pool-overlap",
        image()
            .node(
                "MaxPool",
                with("kernel_shape", ints(3, 2), "strides", ints(2, 1), "pads", ints(1, 0, 1, 1))));
    models.put(
        "max-pool-1d",
        conv(signal, ints(3, 2, 5))
            .node("MaxPool", with("kernel_shape", ints(2), "strides", ints(2))));
    models.put(
        "average-pool",
        image().node("AveragePool", with("kernel_shape", ints(3, 2), "strides", ints(2, 2))));
    models.put(
        "average-pool-padded",
        image()
            .node(
                "AveragePool",
                with(
                    "kernel_shape",
                    ints(3, 3),
                    "strides",
                    ints(2, 2),
                    "pads",
                    ints(1, 1, 1, 1),
                    "count_include_pad",
                    1)));
    models.put(
        "average-pool-1d",
        new ModelBuilder(signal).node("AveragePool", with("kernel_shape", ints(5))));
    models.put("global-average-pool", conv(image, ints(5, 3, 3, 3)).node("GlobalAveragePool"));
    models.put(
        "reduce-mean",
        conv(image, ints(5, 3, 3, 3)).node("ReduceMean", with("axes", ints(2, 3), "keepdims", 0)));
    gemms(models);
    layouts(models);
    whole(models);
    return models;
  }

  private static void gemms(Map<String, ModelBuilder> models) {
    ModelBuilder gemm = new ModelBuilder(1, 12);
    models.put("gemm", gemm.node("Gemm", with(), gemm.weights(12, 5), gemm.weights(5)));
    ModelBuilder scaled = new ModelBuilder(1, 12);
    models.put(
        "gemm-transposed-scaled",
        scaled.node(
            "Gemm",
            with("transB", 1, "alpha", 0.5f, "beta", 2f),
            scaled.weights(5, 12),
            scaled.weights(5)));
    ModelBuilder matMul = new ModelBuilder(1, 12);
    matMul.node("MatMul", with(), matMul.weights(12, 7));
    matMul.node("Add", with(), matMul.weights(7)).node("Relu");
    models.put("matmul-add-relu", matMul);
    ModelBuilder normalized = new ModelBuilder(1, 3, 8, 6);
    normalized.node("Conv", with(), normalized.weights(4, 3, 3, 3));
    models.put("conv-batch-normalization", normalize(normalized, 4).node("Relu"));
  }

  private static ModelBuilder normalize(ModelBuilder model, int channels) {
    float[] variance = new float[channels];
    for (int i = 0; i < channels; i++) {
      variance[i] = 0.3f + i;
    }
    return model.node(
        "BatchNormalization",
        with("epsilon", 0.01f),
        model.weights(channels),
        model.weights(channels),
        model.weights(channels),
        model.floats(ints(channels), variance));
  }

  private static void layouts(Map<String, ModelBuilder> models) {
    ModelBuilder flatten = new ModelBuilder(1, 2, 3, 4);
    flatten.node("Flatten").node("Gemm", with(), flatten.weights(24, 3));
    models.put("flatten-gemm", flatten);
    ModelBuilder reshape = new ModelBuilder(1, 24);
    reshape.node("Reshape", with(), reshape.integers(1, 2, 3, -1));
    reshape.node("Conv", with(), reshape.weights(3, 2, 2, 2));
    models.put("reshape-conv", reshape);
    ModelBuilder nhwc = new ModelBuilder(1, 8, 6, 3);
    nhwc.node("Transpose", with("perm", ints(0, 3, 1, 2)));
    nhwc.node("Conv", with(), nhwc.weights(4, 3, 3, 3));
    nhwc.node("Transpose", with("perm", ints(0, 2, 3, 1))).node("Relu").node("Flatten");
    models.put("nhwc", nhwc.node("Gemm", with(), nhwc.weights(96, 3)));
    ModelBuilder computed = new ModelBuilder(1, 2, 3, 4);
    String x = computed.last();
    computed.node("Shape").node("Gather", with("axis", 0), computed.integers(0));
    String shape = computed.node("Concat", with("axis", 0), computed.integers(-1)).last();
    computed.from(x).node("Reshape", with(), shape);
    models.put("computed-reshape", computed.node("Gemm", with(), computed.weights(24, 3)));
    ModelBuilder squeeze = new ModelBuilder(1, 3, 8, 6);
    squeeze.node("GlobalAveragePool").node("Squeeze", with(), squeeze.integers(2, 3));
    models.put("squeeze-gemm", squeeze.node("Gemm", with(), squeeze.weights(3, 4)));
    ModelBuilder unsqueeze = new ModelBuilder(1, 2, 20).opset(11);
    unsqueeze.node("Unsqueeze", with("axes", ints(2)));
    models.put("unsqueeze-conv", unsqueeze.node("Conv", with(), unsqueeze.weights(3, 2, 1, 4)));
    ModelBuilder pad = new ModelBuilder(1, 2, 5, 5);
    pad.node("Pad", with(), pad.integers(0, 0, 1, 0, 0, 0, 2, 1));
    models.put("pad-conv", pad.node("Conv", with(), pad.weights(2, 2, 3, 3)));
  }

  private static void whole(Map<String, ModelBuilder> models) {
    models.put("residual", residual());
    ModelBuilder softmax = new ModelBuilder(1, 12);
    softmax.node("Gemm", with(), softmax.weights(12, 5));
    models.put("softmax", softmax.node("Softmax", with("axis", 1)));
    ModelBuilder arg = new ModelBuilder(1, 12);
    arg.node("Gemm", with(), arg.weights(12, 5));
    models.put("argmax", arg.node("ArgMax", with("axis", 1)));
    ModelBuilder identity = new ModelBuilder(1, 12);
    identity.node("Identity").node("Gemm", with(), identity.weights(12, 5)).node("Dropout");
    models.put("identity-dropout", identity);
    models.put("qdq", quantized());
    models.put("separable", separable());
  }

  /** Two branches of one input, summed. */
  public static ModelBuilder residual() {
    ModelBuilder model = new ModelBuilder(1, 3, 8, 6);
    String trunk =
        model
            .node("Conv", with("pads", ints(1, 1, 1, 1)), model.weights(4, 3, 3, 3))
            .node("Relu")
            .last();
    String branch =
        model.node("Conv", with("pads", ints(1, 1, 1, 1)), model.weights(4, 4, 3, 3)).last();
    model.from(trunk).node("Add", with(), branch).node("Relu");
    model.node("GlobalAveragePool").node("Flatten");
    return model.node("Gemm", with(), model.weights(4, 3));
  }

  /** A convolution as onnxruntime's static quantiser writes it. */
  private static ModelBuilder quantized() {
    ModelBuilder model = new ModelBuilder(1, 2, 6, 6);
    String zero = model.bytes(false, ints(), (byte) 0);
    model.node("QuantizeLinear", with(), model.floats(ints(), 0.008f), zero);
    model.node("DequantizeLinear", with(), model.floats(ints(), 0.008f), zero);
    byte[] levels = new byte[3 * 2 * 3 * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) model.random().nextInt(-127, 128);
    }
    String data = model.last();
    String weights =
        model
            .from(model.bytes(true, ints(3, 2, 3, 3), levels))
            .node(
                "DequantizeLinear",
                with("axis", 0),
                model.floats(ints(3), 0.01f, 0.02f, 0.005f),
                model.bytes(true, ints(3), (byte) 0, (byte) 0, (byte) 0))
            .last();
    model.from(data).node("Conv", with(), weights);
    model.node("QuantizeLinear", with(), model.floats(ints(), 0.03f), zero);
    model.node("DequantizeLinear", with(), model.floats(ints(), 0.03f), zero).node("Flatten");
    return model.node("Gemm", with(), model.weights(48, 4));
  }

  /** A keyword-spotting network in small: depthwise separable convolutions. */
  public static ModelBuilder separable() {
    ModelBuilder model = new ModelBuilder(1, 1, 12, 8);
    model.node(
        "Conv",
        with("pads", ints(1, 1, 1, 1), "strides", ints(2, 2)),
        model.weights(6, 1, 4, 3),
        model.weights(6));
    normalize(model, 6).node("Relu");
    model.node("Conv", with("pads", ints(1, 1, 1, 1), "group", 6), model.weights(6, 1, 3, 3));
    normalize(model, 6).node("Relu");
    model.node("Conv", with(), model.weights(8, 6, 1, 1), model.weights(8)).node("Relu");
    model.node("AveragePool", with("kernel_shape", ints(2, 2))).node("GlobalAveragePool");
    model.node("Flatten").node("Gemm", with(), model.weights(8, 5), model.weights(5));
    return model.node("Softmax");
  }
}
