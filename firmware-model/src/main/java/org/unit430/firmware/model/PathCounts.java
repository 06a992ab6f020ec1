package org.unit430.firmware.model;

import org.unit430.firmware.inference.LayerArithmetic.SumListener;
import org.unit430.firmware.inference.SignedSums;
import org.unit430.firmware.inference.ThresholdOwners;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Skips;
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
    /** A product saturated. */
    SATURATED,
    /** An activation was put on a window's list: it is not zero, or above the limit. */
    GATHERED,
    /** Of these, negative ones. */
    GATHERED_NEGATIVE,
    /** A round of the unrolled loop over a window's list. */
    ROUND,
    /** A window with an empty list. */
    EMPTY_WINDOW,
    /** A stored weight met a negative activation. */
    NEGATIVE_MET,
    /** An input other than 0 that has weights. */
    INPUT,
    /** Of these, negative ones. */
    NEGATIVE_INPUT,
    /** An input and group of outputs whose threshold is below the group's largest weight. */
    INPUT_KEPT,
    /** Of several groups the last, which can be smaller. */
    LAST_GROUP_KEPT,
    /** A group of outputs without stored weights, of an input other than 0. */
    EMPTY_GROUP,
    /** A stored weight of such an input and group. */
    WEIGHT_KEPT,
    /** The last input was such a one, there being one group. */
    LAST_KEPT,
    /** A round over negative weights, behind which the sum's sign is looked at. */
    FALLING_ROUND,
    /** A sum that was negative before the first of these rounds. */
    NEVER_FALLING,
    /** A sum that had all these rounds. */
    FALLEN,
    /** A window's sum below 0. */
    SUM_NEGATIVE,
    /** A window's sum above the output's range. */
    SUM_ABOVE,
    /** A window's sum below the output's range. */
    SUM_BELOW,
    /** A window's sum that is -32768 at the output's scale, which becomes -32767. */
    SUM_LEAST,
    /** A window's output not above the cut-off. */
    SUM_CUT,
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
    /** As SUM_CUT, of the pool's largest sum. */
    LARGEST_CUT,
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
  private final Method method;
  private final int limit;
  private final PathTally<Path> tally = new PathTally<>(Path.class);
  // Stored weights, and the positive ones of them, of each output channel; for SnaPEA only.
  private final int[] stored;
  private final int[] positive;
  private int largestSum;
  private int largestOutput;

  private PathCounts(QuantizedLayer layer, Method method, LayerThreshold threshold) {
    this.layer = layer;
    this.method = method;
    this.limit = method.skips() == Skips.SMALL_ACTIVATIONS ? threshold.product() : 0;
    boolean falling = method.skips() == Skips.NEGATIVE_SUMS && SignedSums.stopEarly(layer);
    this.stored = new int[falling ? layer.outputChannels() : 0];
    this.positive = new int[stored.length];
    for (int i = 0; i < stored.length * layer.weightsPerOutput(); i++) {
      stored[i / layer.weightsPerOutput()] += layer.weights()[i] != 0 ? 1 : 0;
      positive[i / layer.weightsPerOutput()] += layer.weights()[i] > 0 ? 1 : 0;
    }
  }

  /**
   * Begins to count a layer.
   *
   * @param input its activations, CHW
   * @param method by which it runs
   * @param threshold of the layer for UnIT, the limit of activations for input-skip, else 0
   */
  static PathCounts begin(
      QuantizedLayer layer, short[] input, Method method, LayerThreshold threshold) {
    PathCounts paths = new PathCounts(layer, method, threshold);
    paths.add(Path.LAYER, 1);
    if (layer.kind() == Kind.CONVOLUTION) {
      paths.countWindows(input);
    } else {
      paths.countList(input);
    }
    paths.countInputs(input, threshold);
    return paths;
  }

  /** The counts of code that runs once and knows no input. */
  static long[] once() {
    return new PathTally<>(Path.class).with(Path.LAYER, 1);
  }

  /** The counts, in the order of {@link Path}. */
  long[] counts(long products) {
    return tally.with(Path.PRODUCT, products);
  }

  private void add(Path path, long count) {
    tally.add(path, count);
  }

  private void addIf(Path path, boolean condition) {
    tally.add(path, condition ? 1 : 0);
  }

  private void countInputs(short[] input, LayerThreshold threshold) {
    int[] owners = ThresholdOwners.activations(layer, input, method, threshold);
    for (int i : owners) {
      add(Path.INPUT, 1);
      addIf(Path.NEGATIVE_INPUT, input[i] < 0);
    }
    if (owners.length > 0 && method.skips() == Skips.BELOW_THRESHOLD) {
      int[] largest = new int[threshold.groups()];
      for (int i = 0; i < layer.weights().length; i++) {
        int group = threshold.groupOf(i / layer.weightsPerOutput());
        largest[group] = Math.max(largest[group], Math.abs(layer.weights()[i]));
      }
      for (int i : owners) {
        for (int group = 0; group < largest.length; group++) {
          countGroup(input, i, threshold, group, largest);
        }
      }
    }
  }

  private void countGroup(
      short[] input, int index, LayerThreshold threshold, int group, int[] largest) {
    boolean sparse = method.storage() == Method.Storage.SPARSE;
    int stored = sparse ? ThresholdOwners.weightsOf(layer, index, threshold, group) : 0;
    int product = threshold.products().get(group);
    int t = method.division().orElseThrow().threshold(product, Math.abs(input[index]));
    if (sparse && stored == 0) {
      add(Path.EMPTY_GROUP, 1);
    } else if (t < largest[group]) {
      boolean last = group > 0 && group == largest.length - 1;
      add(last ? Path.LAST_GROUP_KEPT : Path.INPUT_KEPT, 1);
      add(Path.WEIGHT_KEPT, stored);
      addIf(Path.LAST_KEPT, sparse && largest.length == 1 && index == input.length - 1);
    }
  }

  private void countWindows(short[] input) {
    Shape shape = layer.input();
    Shape convolved = layer.convolved();
    int groups = layer.windows().groups();
    int channels = shape.channels() / groups;
    // Positions that pooling drops are not visited.
    int rows = convolved.height() / layer.poolHeight() * layer.poolHeight();
    int columns = convolved.width() / layer.pool() * layer.pool();
    for (int group = 0; group < groups; group++) {
      int[] meetings = meetings(group);
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          countWindow(
              input,
              group * channels,
              channels,
              row * layer.windows().rowStride(),
              column * layer.windows().columnStride(),
              meetings);
        }
      }
    }
  }

  /** How many stored weights of a group each activation of a window meets. */
  private int[] meetings(int group) {
    int perOutput = layer.weightsPerOutput();
    int[] meetings = new int[perOutput];
    int perGroup = layer.outputChannels() / layer.windows().groups() * perOutput;
    boolean library = method.products() == Method.Products.LIBRARY;
    boolean sparse = method.storage() == Method.Storage.SPARSE;
    boolean counts = layer.windows().signedInput() && (sparse || library);
    for (int i = group * perGroup; counts && i < (group + 1) * perGroup; i++) {
      meetings[i % perOutput] += library || layer.weights()[i] != 0 ? 1 : 0;
    }
    return meetings;
  }

  private void countWindow(
      short[] input, int first, int channels, int top, int left, int[] meetings) {
    Shape shape = layer.input();
    int[] found = new int[2];
    int weight = 0;
    for (int channel = first; channel < first + channels; channel++) {
      for (int row = top; row < top + layer.kernelHeight(); row++) {
        int start = (channel * shape.height() + row) * shape.width() + left;
        for (int i = start; i < start + layer.kernelWidth(); i++) {
          count(input[i], found);
          add(Path.NEGATIVE_MET, input[i] < 0 ? meetings[weight] : 0);
          weight++;
        }
      }
    }
    addList(found);
  }

  private void countList(short[] input) {
    int[] found = new int[2];
    for (short x : input) {
      count(x, found);
    }
    addList(found);
  }

  private void count(short x, int[] found) {
    found[0] += Math.abs(x) > limit ? 1 : 0;
    found[1] += x < -limit ? 1 : 0;
  }

  private void addList(int[] found) {
    add(Path.GATHERED, found[0]);
    add(Path.GATHERED_NEGATIVE, found[1]);
    add(Path.ROUND, (found[0] + UNROLL - 1) / UNROLL);
    addIf(Path.EMPTY_WINDOW, found[0] == 0);
  }

  @Override
  public void sum(int channel, int part, int accumulator, int executed, int saturated) {
    add(Path.SATURATED, saturated);
    countRange(Path.SUM_NEGATIVE, Path.SUM_ABOVE, Path.SUM_BELOW, Path.SUM_LEAST, accumulator);
    int output = layer.requantize(accumulator);
    addIf(Path.SUM_CUT, layer.cutoff() > 0 && output == 0);
    if (stored.length > 0) {
      countFalling(stored[channel], positive[channel], executed);
    }
    // SnaPEA's sums begin with the bias.
    int start = stored.length > 0 ? 0 : layer.initialAccumulator(channel);
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
    if (part == layer.poolHeight() * layer.pool() - 1) {
      countRange(
          Path.LARGEST_NEGATIVE,
          Path.LARGEST_ABOVE,
          Path.LARGEST_BELOW,
          Path.LARGEST_LEAST,
          largestSum);
      addIf(Path.LARGEST_CUT, layer.cutoff() > 0 && largestOutput == 0);
    }
  }

  private void countFalling(int storedWeights, int positiveWeights, int executed) {
    if (storedWeights > positiveWeights) {
      int check = SignedSums.CHECK;
      int rounds = (storedWeights - positiveWeights + check - 1) / check;
      int left = (storedWeights - executed + check - 1) / check;
      add(Path.FALLING_ROUND, rounds - left);
      addIf(Path.NEVER_FALLING, executed == positiveWeights);
      addIf(Path.FALLEN, executed == storedWeights);
    }
  }

  private void compareWords(int sum, int largest) {
    int high = sum >> 16;
    int largestHigh = largest >> 16;
    addIf(Path.HIGH_LESS, high < largestHigh);
    addIf(Path.HIGH_GREATER, high > largestHigh);
    addIf(Path.LOW_LESS, high == largestHigh && (sum & 0xFFFF) < (largest & 0xFFFF));
  }

  private void countRange(Path negative, Path above, Path below, Path least, int accumulator) {
    int shifted = layer.isLast() ? 0 : accumulator >> layer.shift();
    addIf(negative, accumulator < 0);
    addIf(above, shifted > Short.MAX_VALUE);
    addIf(below, shifted < Short.MIN_VALUE);
    addIf(least, shifted == Short.MIN_VALUE);
  }
}
