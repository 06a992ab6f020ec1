package org.unit430.firmware.model;

import java.util.Arrays;
import org.unit430.firmware.inference.LayerArithmetic.SumListener;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/**
 * How often one inference takes the paths of a layer's kernel that depend on the input. Every block
 * of a kernel runs as often as some sum of these counts, with factors that the layer fixes, so
 * cycles and events without wait states are linear in them. A kernel whose blocks need a count that
 * is not here does not pass {@link LinearCosts}'s check.
 */
final class PathCounts implements SumListener {
  /** What is counted. */
  enum Path {
    /** Once a layer: everything that does not depend on the input. */
    LAYER,
    /** A multiply-accumulate was executed. */
    PRODUCT,
    /** A non-zero activation was put on a window's list. */
    GATHERED,
    /** Of these, negative ones. */
    GATHERED_NEGATIVE,
    /** A round of the unrolled loop over a window's list. */
    ROUND,
    /** A window without a non-zero activation. */
    EMPTY_WINDOW,
    /** An input other than 0. */
    INPUT,
    /** A negative input. */
    NEGATIVE_INPUT,
    /** An input and group of outputs whose threshold is below the group's largest weight. */
    INPUT_KEPT,
    /** Of several groups the last, which can be smaller. */
    LAST_GROUP_KEPT,
    /** A window's sum below 0. */
    SUM_NEGATIVE,
    /** A window's sum above the output's range. */
    SUM_ABOVE,
    /** A window's sum below the output's range. */
    SUM_BELOW,
    /** A window's sum that is -32768 at the output's scale, which becomes -32767. */
    SUM_LEAST,
    /** A window's output not above that of those before it in the same pool. */
    OUTPUT_NOT_LARGER,
    /** As SUM_NEGATIVE, of the pool's largest sum. */
    LARGEST_NEGATIVE,
    /** As SUM_ABOVE, of the pool's largest sum. */
    LARGEST_ABOVE,
    /** As SUM_BELOW, of the pool's largest sum. */
    LARGEST_BELOW,
    /** As SUM_LEAST, of the pool's largest sum. */
    LARGEST_LEAST,
    /** A later sum of a pool whose high word is less than the largest's. */
    HIGH_LESS,
    /** A later sum of a pool whose high word is greater than the largest's. */
    HIGH_GREATER,
    /** A later sum of a pool, high words equal, whose low word is less than the largest's. */
    LOW_LESS
  }

  /** How many counts there are. */
  static final int SIZE = Path.values().length;

  // Passes in a round of the unrolled loops, as Kernel has it.
  private static final int UNROLL = 8;

  private final QuantizedLayer layer;
  private final long[] counts = new long[SIZE];
  private int largestSum;
  private int largestOutput;

  private PathCounts(QuantizedLayer layer) {
    this.layer = layer;
  }

  /**
   * Begins to count a layer.
   *
   * @param input its activations, CHW
   * @param method by which it runs
   * @param threshold of the layer, used by UnIT only
   */
  static PathCounts begin(
      QuantizedLayer layer, short[] input, Method method, LayerThreshold threshold) {
    PathCounts paths = new PathCounts(layer);
    paths.add(Path.LAYER, 1);
    if (layer.kind() == Kind.CONVOLUTION) {
      paths.countWindows(input);
    } else {
      paths.countList(input, 0, input.length, new int[2]);
      paths.countInputs(input, method, threshold);
    }
    return paths;
  }

  /** The counts of code that runs once and knows no input. */
  static long[] once() {
    long[] counts = new long[SIZE];
    counts[Path.LAYER.ordinal()] = 1;
    return counts;
  }

  /** The counts, in the order of {@link Path}. */
  long[] counts(long products) {
    long[] all = counts.clone();
    all[Path.PRODUCT.ordinal()] = products;
    return all;
  }

  private void add(Path path, long count) {
    counts[path.ordinal()] += count;
  }

  private void addIf(Path path, boolean condition) {
    counts[path.ordinal()] += condition ? 1 : 0;
  }

  private void countInputs(short[] input, Method method, LayerThreshold threshold) {
    for (short x : input) {
      addIf(Path.INPUT, x != 0);
      addIf(Path.NEGATIVE_INPUT, x < 0);
    }
    if (method.division().isPresent()) {
      int[] largest = new int[threshold.groups()];
      for (int i = 0; i < layer.weights().length; i++) {
        int group = threshold.groupOf(i / layer.weightsPerOutput());
        largest[group] = Math.max(largest[group], Math.abs(layer.weights()[i]));
      }
      for (int group = 0; group < largest.length; group++) {
        boolean last = group > 0 && group == largest.length - 1;
        int product = threshold.products().get(group);
        for (short x : input) {
          boolean kept =
              x != 0 && method.division().get().threshold(product, Math.abs(x)) < largest[group];
          addIf(last ? Path.LAST_GROUP_KEPT : Path.INPUT_KEPT, kept);
        }
      }
    }
  }

  private void countWindows(short[] input) {
    Shape shape = layer.input();
    Shape convolved = layer.convolved();
    int groups = layer.windows().groups();
    int channels = shape.channels() / groups;
    // Positions that pooling drops are not visited.
    int rows = convolved.height() / layer.pool() * layer.pool();
    int columns = convolved.width() / layer.pool() * layer.pool();
    for (int group = 0; group < groups; group++) {
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          countWindow(
              input,
              group * channels,
              channels,
              row * layer.windows().rowStride(),
              column * layer.windows().columnStride());
        }
      }
    }
  }

  private void countWindow(short[] input, int first, int channels, int top, int left) {
    Shape shape = layer.input();
    int[] found = new int[2];
    for (int channel = first; channel < first + channels; channel++) {
      for (int row = top; row < top + layer.kernelHeight(); row++) {
        int start = (channel * shape.height() + row) * shape.width() + left;
        for (int i = start; i < start + layer.kernelWidth(); i++) {
          found[0] += input[i] != 0 ? 1 : 0;
          found[1] += input[i] < 0 ? 1 : 0;
        }
      }
    }
    addList(found);
  }

  private void countList(short[] input, int from, int to, int[] found) {
    for (short x : Arrays.copyOfRange(input, from, to)) {
      found[0] += x != 0 ? 1 : 0;
      found[1] += x < 0 ? 1 : 0;
    }
    addList(found);
  }

  private void addList(int[] found) {
    add(Path.GATHERED, found[0]);
    add(Path.GATHERED_NEGATIVE, found[1]);
    add(Path.ROUND, (found[0] + UNROLL - 1) / UNROLL);
    addIf(Path.EMPTY_WINDOW, found[0] == 0);
  }

  @Override
  public void sum(int channel, int part, int accumulator) {
    countRange(Path.SUM_NEGATIVE, accumulator);
    int output = layer.requantize(accumulator);
    int start = layer.initialAccumulator(channel);
    if (part == 0) {
      // What the output area holds before the first window: the least that an output can be.
      addIf(Path.OUTPUT_NOT_LARGER, layer.pool() > 1 && output <= (layer.relu() ? 0 : -32767));
      largestSum = accumulator;
      largestOutput = output;
    } else {
      addIf(Path.OUTPUT_NOT_LARGER, output <= largestOutput);
      largestOutput = Math.max(largestOutput, output);
      // Kernels that pool sums compare them without the bias.
      compareWords(accumulator - start, largestSum - start);
      largestSum = Math.max(largestSum, accumulator);
    }
    if (part == layer.pool() * layer.pool() - 1) {
      countRange(Path.LARGEST_NEGATIVE, largestSum);
    }
  }

  private void compareWords(int sum, int largest) {
    int high = sum >> 16;
    int largestHigh = largest >> 16;
    addIf(Path.HIGH_LESS, high < largestHigh);
    addIf(Path.HIGH_GREATER, high > largestHigh);
    addIf(Path.LOW_LESS, high == largestHigh && (sum & 0xFFFF) < (largest & 0xFFFF));
  }

  /** Counts the four paths of requantising, which stand one behind the other in {@link Path}. */
  private void countRange(Path negative, int accumulator) {
    int first = negative.ordinal();
    int shifted = layer.isLast() ? 0 : accumulator >> layer.shift();
    counts[first] += accumulator < 0 ? 1 : 0;
    counts[first + 1] += shifted > Short.MAX_VALUE ? 1 : 0;
    counts[first + 2] += shifted < Short.MIN_VALUE ? 1 : 0;
    counts[first + 3] += shifted == Short.MIN_VALUE ? 1 : 0;
  }
}
