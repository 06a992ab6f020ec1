package org.unit430.firmware.inference;

import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.QuantizedLayer;

/** One layer in integers: the specification of what kernels compute. */
public final class LayerArithmetic {
  /** Decides whether a multiply-accumulate is executed; skipping it drops its product. */
  @FunctionalInterface
  public interface MacFilter {
    /**
     * Whether to execute it.
     *
     * @param input index of the activation in the layer's input, CHW
     * @param weight index of the weight, [output][channel][row][column]
     */
    boolean keeps(int input, int weight);
  }

  /** Told of every window's sum, in the order in which kernels visit a pooled output's windows. */
  @FunctionalInterface
  public interface SumListener {
    /**
     * A window is complete.
     *
     * @param channel output channel
     * @param part number of the window in its pooled output, 0 to pool*pool-1
     * @param accumulator its sum, having begun at {@link QuantizedLayer#initialAccumulator}
     * @param executed multiply-accumulates
     * @param saturated those whose product saturated
     */
    void sum(int channel, int part, int accumulator, int executed, int saturated);
  }

  /**
   * What a layer gave.
   *
   * @param outputs y in CHW, pooled; for the last layer the 32-bit logits
   * @param macsExecuted multiply-accumulates that were not skipped
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record LayerResult(int[] outputs, long macsExecuted) {}

  /** Listens to nothing. */
  static final SumListener NOBODY = (channel, part, accumulator, executed, saturated) -> {};

  private LayerArithmetic() {}

  /** Executes every multiply-accumulate, and is known to do so, which makes dense layers quick. */
  public static final MacFilter ALL = (input, weight) -> true;

  /** Executes a layer without skipping anything; not for the last layer. */
  public static short[] dense(QuantizedLayer layer, short[] input) {
    return toShorts(run(layer, input, ALL).outputs);
  }

  /**
   * Executes a layer.
   *
   * @param input activations in CHW
   * @param filter which multiply-accumulates to execute
   */
  public static LayerResult run(QuantizedLayer layer, short[] input, MacFilter filter) {
    return run(layer, input, filter, NOBODY);
  }

  /** Executes a layer as {@link #run(QuantizedLayer, short[], MacFilter)} does, telling of sums. */
  static LayerResult run(
      QuantizedLayer layer, short[] input, MacFilter filter, SumListener listener) {
    return run(layer, (channel, y, x) -> accumulate(layer, input, filter, channel, y, x), listener);
  }

  /** Makes the sum of one window. */
  @FunctionalInterface
  interface WindowSum {
    Sum of(int channel, int y, int x);
  }

  /** Executes a layer whose sums are made in a way of their own, and tells of them. */
  static LayerResult run(QuantizedLayer layer, WindowSum sums, SumListener listener) {
    Shape output = layer.output();
    int[] outputs = new int[output.size()];
    long executed = 0;
    int pool = layer.pool();
    int poolHeight = layer.poolHeight();
    int next = 0;
    for (int channel = 0; channel < output.channels(); channel++) {
      for (int row = 0; row < output.height(); row++) {
        for (int column = 0; column < output.width(); column++) {
          int largest = Integer.MIN_VALUE;
          for (int position = 0; position < poolHeight * pool; position++) {
            int y = row * poolHeight + position / pool;
            int x = column * pool + position % pool;
            Sum sum = sums.of(channel, y, x);
            executed += sum.executed;
            listener.sum(channel, position, sum.accumulator, sum.executed, sum.saturated);
            largest = Math.max(largest, layer.requantize(sum.accumulator));
          }
          outputs[next++] = largest;
        }
      }
    }
    return new LayerResult(outputs, executed);
  }

  /**
   * A window's sum.
   *
   * @param accumulator at the accumulator's scale, with bias and rounding
   * @param executed multiply-accumulates
   * @param saturated those whose product saturated
   */
  record Sum(int accumulator, int executed, int saturated) {}

  private static Sum accumulate(
      QuantizedLayer layer, short[] input, MacFilter filter, int channel, int y, int x) {
    Shape shape = layer.input();
    short[] weights = layer.weights();
    int accumulator = layer.initialAccumulator(channel);
    int executed = 0;
    int saturated = 0;
    boolean exact = layer.formats().productShift() == 0;
    int weight = channel * layer.weightsPerOutput();
    int top = y * layer.windows().rowStride();
    int left = x * layer.windows().columnStride();
    int channels = shape.channels() / layer.windows().groups();
    int first = channel / (layer.outputChannels() / layer.windows().groups()) * channels;
    for (int inputChannel = first; inputChannel < first + channels; inputChannel++) {
      for (int row = 0; row < layer.kernelHeight(); row++) {
        int activation = (inputChannel * shape.height() + top + row) * shape.width() + left;
        int end = activation + layer.kernelWidth();
        if (filter == ALL && exact) {
          executed += layer.kernelWidth();
          for (; activation < end; activation++, weight++) {
            accumulator += input[activation] * weights[weight];
          }
        }
        for (; activation < end; activation++, weight++) {
          if (filter.keeps(activation, weight)) {
            accumulator += layer.product(input[activation], weights[weight]);
            executed++;
            saturated += layer.saturates(input[activation], weights[weight]) ? 1 : 0;
          }
        }
      }
    }
    return new Sum(accumulator, executed, saturated);
  }

  /** The largest magnitude of an accumulator, without skipping anything. */
  public static long largestAccumulator(QuantizedLayer layer, short[] input) {
    Shape convolved = layer.convolved();
    long largest = 0;
    for (int channel = 0; channel < convolved.channels(); channel++) {
      for (int y = 0; y < convolved.height(); y++) {
        for (int x = 0; x < convolved.width(); x++) {
          int accumulator = accumulate(layer, input, ALL, channel, y, x).accumulator;
          largest = Math.max(largest, layer.relu() ? accumulator : Math.abs((long) accumulator));
        }
      }
    }
    return largest;
  }

  /** Narrows activations to 16 bits. */
  public static short[] toShorts(int[] values) {
    short[] narrowed = new short[values.length];
    for (int i = 0; i < values.length; i++) {
      narrowed[i] = (short) values[i];
    }
    return narrowed;
  }
}
