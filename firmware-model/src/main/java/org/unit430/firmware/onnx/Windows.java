package org.unit430.firmware.onnx;

import java.util.Arrays;

/**
 * The windows of a convolution or pooling over rows and columns. One-dimensional data are one row.
 *
 * @param kernelHeight rows of a window
 * @param kernelWidth columns of a window
 * @param rowStride rows from window to window
 * @param columnStride columns from window to window
 * @param top rows added above
 * @param left columns added to the left
 * @param bottom rows added below
 * @param right columns added to the right
 */
record Windows(
    int kernelHeight,
    int kernelWidth,
    int rowStride,
    int columnStride,
    int top,
    int left,
    int bottom,
    int right) {
  private static final int MOST = 4096;

  /**
   * Reads the attributes that Conv and the poolings share.
   *
   * @param input shape NCHW or NCL
   * @param kernel extents of the windows: one or two
   */
  static Windows of(Node node, int[] input, int[] kernel) {
    Attributes attributes = node.attributes();
    int rank = input.length - 2;
    if (rank != 1 && rank != 2) {
      throw node.refuse(
          "its input has shape %s; 1D (NCL) and 2D (NCHW) are supported"
              .formatted(Arrays.toString(input)));
    }
    int[] dilations = list(node, "dilations", rank, 1);
    if (Arrays.stream(dilations).anyMatch(dilation -> dilation != 1)) {
      throw node.refuse(
          "attribute dilations is %s; only 1 is supported".formatted(Arrays.toString(dilations)));
    }
    if (attributes.integer("ceil_mode", 0) != 0) {
      throw node.refuse("attribute ceil_mode is 1; only 0 is supported");
    }
    if (kernel.length != rank) {
      throw node.refuse(
          "attribute kernel_shape has %d extents, the input %d".formatted(kernel.length, rank));
    }
    int[] strides = list(node, "strides", rank, 1);
    requireRange(node, "kernel_shape", kernel, 1);
    requireRange(node, "strides", strides, 1);
    int[] pads = pads(node, input, kernel, strides);
    requireRange(node, "pads", pads, 0);
    return rank == 1
        ? new Windows(1, kernel[0], 1, strides[0], 0, pads[0], 0, pads[1])
        : new Windows(
            kernel[0], kernel[1], strides[0], strides[1], pads[0], pads[1], pads[2], pads[3]);
  }

  private static int[] list(Node node, String name, int length, int otherwise) {
    int[] given = node.attributes().integers(name).orElse(null);
    if (given == null) {
      int[] all = new int[length];
      Arrays.fill(all, otherwise);
      return all;
    }
    if (given.length != length) {
      throw node.refuse(
          "attribute %s has %d values, needs %d".formatted(name, given.length, length));
    }
    return given;
  }

  private static int[] pads(Node node, int[] input, int[] kernel, int[] strides) {
    int rank = kernel.length;
    String automatic = node.attributes().text("auto_pad", "NOTSET");
    switch (automatic) {
      case "NOTSET" -> {
        return list(node, "pads", 2 * rank, 0);
      }
      case "VALID" -> {
        return new int[2 * rank];
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        int[] pads = new int[2 * rank];
        for (int i = 0; i < rank; i++) {
          int extent = input[i + 2];
          int outputs = (extent + strides[i] - 1) / strides[i];
          int all = Math.max(0, (outputs - 1) * strides[i] + kernel[i] - extent);
          pads[i] = automatic.equals("SAME_UPPER") ? all / 2 : all - all / 2;
          pads[rank + i] = all - pads[i];
        }
        return pads;
      }
      default -> throw node.refuse("attribute auto_pad is '" + automatic + "', which is unknown");
    }
  }

  private static void requireRange(Node node, String name, int[] values, int least) {
    for (int value : values) {
      if (value < least || value > MOST) {
        throw node.refuse(
            "attribute %s holds %d; %d to %d are supported".formatted(name, value, least, MOST));
      }
    }
  }

  boolean padded() {
    return top + left + bottom + right > 0;
  }

  int rows(Node node, int height) {
    return count(node, height + top + bottom, kernelHeight, rowStride);
  }

  int columns(Node node, int width) {
    return count(node, width + left + right, kernelWidth, columnStride);
  }

  private static int count(Node node, int extent, int kernel, int stride) {
    if (kernel > extent) {
      throw node.refuse(
          "a window of %d does not fit an input of %d, padding included".formatted(kernel, extent));
    }
    return (extent - kernel) / stride + 1;
  }
}
