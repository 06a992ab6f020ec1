package org.unit430.firmware.float32;

import org.unit430.firmware.inference.LayerArithmetic.MacFilter;
import org.unit430.firmware.network.Shape;

/** One layer in IEEE single precision: the specification of what kernels compute. */
final class FloatSums {
  private static final int SIGN = 0x80000000;

  /**
   * What a layer gave.
   *
   * @param outputs y in CHW, pooled
   * @param macsExecuted multiply-accumulates that were not skipped
   */
  @SuppressWarnings("ArrayRecordComponent")
  record LayerResult(float[] outputs, long macsExecuted) {}

  /** A window's sum, and the multiply-accumulates that made it. */
  private record Sum(float value, int executed) {}

  @FunctionalInterface
  private interface WindowSum {
    Sum of(int channel, int firstActivation);
  }

  private FloatSums() {}

  /** Executes what a filter lets through, by plane, row and column. */
  static LayerResult run(FloatLayer layer, float[] input, MacFilter filter) {
    return run(layer, input, filter, FloatListener.NOBODY);
  }

  /** The same, and tells of it; the filter is watched already. */
  static LayerResult run(
      FloatLayer layer, float[] input, MacFilter filter, FloatListener listener) {
    return run(
        layer, (channel, first) -> sum(layer, input, filter, channel, first, listener), listener);
  }

  /**
   * Executes non-zero weights: positive ones first, then negative ones while the sum has no sign.
   * For a layer that {@link FloatLayer#stopsEarly}: a sum that rounding cannot lift stays below
   * zero, where ReLU makes it 0.
   */
  static LayerResult signed(FloatLayer layer, float[] input) {
    return signed(layer, input, FloatListener.NOBODY);
  }

  /** The same, and tells of it. */
  static LayerResult signed(FloatLayer layer, float[] input, FloatListener listener) {
    return run(
        layer, (channel, first) -> signedSum(layer, input, channel, first, listener), listener);
  }

  private static LayerResult run(FloatLayer layer, WindowSum sums, FloatListener listener) {
    Shape output = layer.output();
    float[] outputs = new float[output.size()];
    int rowStride = layer.windows().rowStride();
    int columnStride = layer.windows().columnStride();
    long executed = 0;
    int next = 0;
    for (int channel = 0; channel < output.channels(); channel++) {
      for (int row = 0; row < output.height(); row++) {
        for (int column = 0; column < output.width(); column++) {
          float largest = 0;
          for (int part = 0; part < layer.poolHeight() * layer.pool(); part++) {
            int y = (row * layer.poolHeight() + part / layer.pool()) * rowStride;
            int x = (column * layer.pool() + part % layer.pool()) * columnStride;
            Sum sum = sums.of(channel, layer.firstActivation(channel, y, x));
            executed += sum.executed;
            listener.summed(channel, part, sum.value, largest, sum.executed);
            // What cannot be compared is larger, as for the routine that compares.
            boolean smaller = part > 0 && sum.value <= largest;
            largest = smaller ? largest : sum.value;
          }
          listener.pooled(largest);
          outputs[next++] = activated(layer, largest);
        }
      }
    }
    return new LayerResult(outputs, executed);
  }

  private static Sum sum(
      FloatLayer layer,
      float[] input,
      MacFilter filter,
      int channel,
      int first,
      FloatListener listener) {
    float sum = layer.bias()[channel];
    int weight = channel * layer.weightsPerOutput();
    int end = weight + layer.weightsPerOutput();
    int executed = 0;
    int area = layer.kernelHeight() * layer.kernelWidth();
    int plane = first;
    for (; weight < end; weight += area) {
      int row = plane;
      for (int i = 0; i < area; i += layer.kernelWidth()) {
        for (int column = 0; column < layer.kernelWidth(); column++) {
          if (filter.keeps(row + column, weight + i + column)) {
            float x = input[row + column];
            float w = layer.weights()[weight + i + column];
            listener.added(x, w, sum);
            sum += x * w;
            executed++;
          }
        }
        row += layer.input().width();
      }
      plane += layer.input().height() * layer.input().width();
    }
    return new Sum(sum, executed);
  }

  private static Sum signedSum(
      FloatLayer layer, float[] input, int channel, int first, FloatListener listener) {
    float sum = layer.bias()[channel];
    int executed = 0;
    for (int sign = 1; sign >= -1; sign -= 2) {
      for (int i = 0; i < layer.weightsPerOutput(); i++) {
        float weight = layer.weights()[channel * layer.weightsPerOutput() + i];
        if (Math.signum(weight) == sign) {
          if (sign < 0 && hasSign(sum)) {
            return new Sum(sum, executed);
          }
          float x = input[first + layer.activationOffset(i)];
          listener.added(x, weight, sum);
          sum += x * weight;
          executed++;
        }
      }
    }
    return new Sum(sum, executed);
  }

  /** With ReLU 0 for what has a sign, and for what is not above the cut-off. */
  private static float activated(FloatLayer layer, float value) {
    return layer.relu() && (hasSign(value) || value <= layer.cutoff()) ? 0 : value;
  }

  /** Whether there is a minus in front; what is not a number has none. */
  static boolean hasSign(float value) {
    return !Float.isNaN(value) && (Float.floatToRawIntBits(value) & SIGN) != 0;
  }
}
