package org.unit430.firmware.quantize;

import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedLayer.Windows;

/** The sizes of a layer with weights, and what follows from them, whatever its numbers are. */
public interface LayerGeometry {
  /** Which loop executes it. */
  Kind kind();

  /** Shape of x. */
  Shape input();

  /** Number of filters or outputs. */
  int outputChannels();

  /** Rows of a filter; no padding. */
  int kernelHeight();

  /** Columns of a filter. */
  int kernelWidth();

  /** Size and stride of the max pooling behind it; 1 for none. */
  int pool();

  /** Where filters look. */
  Windows windows();

  /** Weights of one output: input channels of its group x rows x columns. */
  default int weightsPerOutput() {
    return input().channels() / windows().groups() * kernelHeight() * kernelWidth();
  }

  /**
   * Activations from a window's first one to that which a weight is multiplied with.
   *
   * @param weight number of the weight within its output
   */
  default int activationOffset(int weight) {
    int column = weight % kernelWidth();
    int row = weight / kernelWidth() % kernelHeight();
    int plane = weight / (kernelWidth() * kernelHeight());
    return (plane * input().height() + row) * input().width() + column;
  }

  /**
   * The first activation of a window, in CHW.
   *
   * @param channel of the output
   * @param row of the input at which the window begins
   * @param column of the input at which the window begins
   */
  default int firstActivation(int channel, int row, int column) {
    int groups = windows().groups();
    int plane = channel / (outputChannels() / groups) * (input().channels() / groups);
    return (plane * input().height() + row) * input().width() + column;
  }

  /** Shape before pooling. */
  default Shape convolved() {
    return new Shape(
        outputChannels(),
        (input().height() - kernelHeight()) / windows().rowStride() + 1,
        (input().width() - kernelWidth()) / windows().columnStride() + 1);
  }

  /** Rows of a pooling window: 1 over a single row, as signals in one dimension have. */
  default int poolHeight() {
    return MaxPooling.windowHeight(pool(), convolved().height());
  }

  /** Shape of y. */
  default Shape output() {
    Shape convolved = convolved();
    return new Shape(
        outputChannels(), convolved.height() / poolHeight(), convolved.width() / pool());
  }

  /**
   * Multiply-accumulates of one inference if none is skipped. Outputs that pooling drops, because
   * they fill no whole window, are never computed and do not count.
   */
  default long macs() {
    return (long) output().size() * poolHeight() * pool() * weightsPerOutput();
  }
}
