package org.unit430.firmware.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every operator that is supported, with what is known of it: the reader refuses an attribute that
 * is not listed here, and {@code unit430 ops} prints this list.
 */
public enum Operator {
  /** Sum of two values, or a constant bias. */
  ADD("Add", 2, 2, "", "a residual sum of two equal shapes, or a bias behind MatMul or Conv"),
  /** Index of the largest. */
  ARGMAX("ArgMax", 1, 1, "axis keepdims select_last_index", "at the end; done by the host"),
  /** Mean of windows. */
  AVERAGE_POOL(
      "AveragePool",
      1,
      1,
      "auto_pad ceil_mode count_include_pad dilations kernel_shape pads strides",
      "1D and 2D; ceil_mode 0, dilations 1; padding only with count_include_pad 1"),
  /** Affine map of each channel. */
  BATCH_NORMALIZATION(
      "BatchNormalization",
      5,
      5,
      "epsilon momentum spatial training_mode",
      "folded into the Conv or Gemm before it; training_mode 0"),
  /** Limits. */
  CLIP("Clip", 1, 3, "min max", "constant limits"),
  /** Joins shapes. */
  CONCAT("Concat", 1, 64, "axis", "of constants only (computed shapes)"),
  /** A constant. */
  CONSTANT("Constant", 0, 0, "value value_float value_floats value_int value_ints", "any"),
  /** Convolution. */
  CONV(
      "Conv",
      2,
      3,
      "auto_pad dilations group kernel_shape pads strides",
      "1D and 2D, any stride, padding and group (depthwise too), dilations 1; weights constant"),
  /** From integers to reals. */
  DEQUANTIZE_LINEAR(
      "DequantizeLinear",
      2,
      3,
      "axis block_size output_dtype",
      "of constants, or behind QuantizeLinear; block_size 0"),
  /** Nothing, in inference. */
  DROPOUT("Dropout", 1, 3, "ratio seed", "removed"),
  /** Two dimensions. */
  FLATTEN("Flatten", 1, 1, "axis", "axis 1 (of one input: any that leaves the batch alone)"),
  /** Takes elements of shapes. */
  GATHER("Gather", 2, 2, "axis", "of constants only (computed shapes)"),
  /** Fully connected layer. */
  GEMM("Gemm", 2, 3, "alpha beta transA transB", "weights and bias constant, transA 0"),
  /** Mean of each channel. */
  GLOBAL_AVERAGE_POOL("GlobalAveragePool", 1, 1, "", "1D and 2D"),
  /** Nothing. */
  IDENTITY("Identity", 1, 1, "", "removed"),
  /** Logarithm of Softmax. */
  LOG_SOFTMAX("LogSoftmax", 1, 1, "axis", "at the end; left to the host"),
  /** Fully connected layer without bias. */
  MATMUL("MatMul", 2, 2, "", "second operand a constant matrix"),
  /** Largest of windows. */
  MAX_POOL(
      "MaxPool",
      1,
      1,
      "auto_pad ceil_mode dilations kernel_shape pads storage_order strides",
      "1D and 2D, any stride and padding; ceil_mode 0, dilations 1"),
  /** A border. */
  PAD("Pad", 1, 4, "mode pads value", "mode constant with 0, rows and columns only"),
  /** From reals to integers. */
  QUANTIZE_LINEAR(
      "QuantizeLinear",
      2,
      3,
      "axis block_size output_dtype precision saturate",
      "with DequantizeLinear behind it and one scale; 16-bit fixed point takes its place"),
  /** Mean over axes. */
  REDUCE_MEAN("ReduceMean", 1, 2, "axes keepdims noop_with_empty_axes", "over rows and columns"),
  /** No negative values. */
  RELU("Relu", 1, 1, "", "any"),
  /** Another shape. */
  RESHAPE("Reshape", 2, 2, "allowzero", "constant or computed shape that leaves the batch alone"),
  /** A shape as a value. */
  SHAPE("Shape", 1, 1, "start end", "computed while importing"),
  /** Shares of exponentials. */
  SOFTMAX("Softmax", 1, 1, "axis", "at the end; left to the host"),
  /** Drops extents of 1. */
  SQUEEZE("Squeeze", 1, 2, "axes", "not the batch"),
  /** Changes the order of axes. */
  TRANSPOSE(
      "Transpose",
      1,
      1,
      "perm",
      "between NCHW and NHWC where the order can be moved into the input, weights or logits"),
  /** Adds extents of 1. */
  UNSQUEEZE("Unsqueeze", 1, 2, "axes", "not before the batch");

  private final String onnxName;
  private final int leastInputs;
  private final int mostInputs;
  private final String attributes;
  private final String limits;

  Operator(String onnxName, int leastInputs, int mostInputs, String attributes, String limits) {
    this.onnxName = onnxName;
    this.leastInputs = leastInputs;
    this.mostInputs = mostInputs;
    this.attributes = attributes;
    this.limits = limits;
  }

  /** The name in ONNX files. */
  public String onnxName() {
    return onnxName;
  }

  /** Attributes that are understood; any other is refused. */
  public List<String> attributes() {
    return attributes.isEmpty() ? List.of() : List.of(attributes.split(" ", -1));
  }

  /** What of it is supported, for people. */
  public String limits() {
    return limits;
  }

  /** Fewest inputs. */
  public int leastInputs() {
    return leastInputs;
  }

  /** Most inputs. */
  public int mostInputs() {
    return mostInputs;
  }

  static Optional<Operator> byName(String name) {
    return Arrays.stream(values()).filter(known -> known.onnxName.equals(name)).findFirst();
  }
}
