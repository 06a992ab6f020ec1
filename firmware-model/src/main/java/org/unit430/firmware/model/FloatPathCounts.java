package org.unit430.firmware.model;

import java.util.List;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatListener;
import org.unit430.firmware.inference.LayerArithmetic.MacFilter;
import org.unit430.firmware.prune.Method;

/**
 * How often one inference takes the paths of a float kernel that depend on the input, the soft
 * float routines apart, whose calls are counted by what their operands do there. What {@link
 * PathCounts} is to 16 bits.
 */
final class FloatPathCounts implements FloatListener {
  /** What is counted. */
  enum Path {
    /** Once a layer: everything that does not depend on the input. */
    LAYER,
    /** A multiply-accumulate was executed. */
    PRODUCT,
    /** A magnitude whose upper word is less than that of its threshold. */
    HIGH_LESS,
    /** Upper words equal, the lower one less. */
    LOW_LESS,
    /** Both words equal. */
    EQUAL,
    /** Upper words equal, the lower one greater. */
    LOW_GREATER,
    /** An activation other than 0 for which thresholds are made. */
    INPUT,
    /** Of these thresholds those that are infinite, in code that is not a routine. */
    INFINITE,
    /** Of these thresholds those that are 0, in code that is not a routine. */
    NOTHING,
    /** A group of outputs without stored weights, of an input other than 0. */
    EMPTY_GROUP,
    /** A weight at which a loop over an input's weights looks. */
    LOOKED_AT,
    /** An activation other than 0 in a window. */
    GATHERED,
    /** A sum that stopped early. */
    STOPPED,
    /** A later sum of a pool, larger than those before it. */
    LARGER,
    /** A pool's largest sum that has a sign, in front of a ReLU. */
    SIGN,
    /** A pool's largest sum whose upper word is less than that of the cut-off. */
    CUT_HIGH_LESS,
    /** A pool's largest sum whose upper word is greater than that of the cut-off. */
    CUT_HIGH_GREATER,
    /** Upper words equal, the lower one less. */
    CUT_LOW_LESS,
    /** Upper words equal, the lower one greater. */
    CUT_LOW_GREATER
  }

  /** How many counts there are. */
  static final int SIZE = Path.values().length;

  private static final int WORD = 0xFFFF;
  private static final int MAGNITUDE = 0x7FFFFFFF;

  private final FloatLayer layer;
  private final FloatLayerPlan plan;
  private final float[] input;
  private final List<float[]> activationThresholds;
  private final Routines routines;
  private final PathTally<Path> tally = new PathTally<>(Path.class);

  /**
   * The routines that a layer calls.
   *
   * @param multiply of activation and weight
   * @param add of product and sum
   * @param compare of a sum and the largest before it
   * @param divide of T and a magnitude
   * @param ownDivisions of the layer's groups of outputs, of T and a magnitude, if it has several
   */
  record Routines(
      RoutineCalls multiply,
      RoutineCalls add,
      RoutineCalls compare,
      RoutineCalls divide,
      List<RoutineCalls> ownDivisions) {}

  private FloatPathCounts(FloatLayerPlan plan, float[] input, Routines routines) {
    this.layer = plan.layer();
    this.plan = plan;
    this.input = input;
    this.activationThresholds = plan.activationThresholds(input);
    this.routines = routines;
  }

  /**
   * Begins to count a layer.
   *
   * @param input its activations, CHW
   * @param routines where its calls are counted
   */
  static FloatPathCounts begin(FloatLayerPlan plan, float[] input, Routines routines) {
    FloatPathCounts paths = new FloatPathCounts(plan, input, routines);
    paths.add(Path.LAYER, 1);
    if (!paths.activationThresholds.isEmpty()) {
      paths.countThresholds();
    }
    if (plan.looks() == FloatLayerPlan.Looks.SORTED) {
      paths.countWalks();
    }
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

  private void countThresholds() {
    int groups = activationThresholds.size();
    boolean[] made = new boolean[groups * input.length];
    plan.thresholds(input, (group, index) -> made[group * input.length + index] = true);
    for (int i = 0; i < input.length; i++) {
      boolean any = false;
      for (int group = 0; group < groups; group++) {
        if (made[group * input.length + i]) {
          any = true;
          countThreshold(group, i);
        } else if (groups > 1 && input[i] != 0) {
          add(Path.EMPTY_GROUP, 1);
        }
      }
      add(Path.INPUT, any || (groups > 1 && input[i] != 0) ? 1 : 0);
    }
  }

  private void countThreshold(int group, int index) {
    float product = plan.threshold().products().get(group);
    int first = Float.floatToIntBits(product);
    int second = Float.floatToIntBits(input[index]) & MAGNITUDE;
    if (activationThresholds.size() > 1) {
      routines.ownDivisions.get(group).add(first, second);
    } else if (product == 0) {
      return; // the same for all
    } else if (plan.divides()) {
      routines.divide.add(first, second);
    } else {
      float threshold = activationThresholds.get(group)[index];
      add(Path.INFINITE, threshold == Float.POSITIVE_INFINITY ? 1 : 0);
      add(Path.NOTHING, threshold == 0 ? 1 : 0);
    }
  }

  /** Each activation of a window walks along its weights up to the first that is not above. */
  private void countWalks() {
    float[] thresholds = activationThresholds.get(0);
    int rows = layer.output().height() * layer.poolHeight();
    int columns = layer.output().width() * layer.pool();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int first =
            layer.firstActivation(
                0, row * layer.windows().rowStride(), column * layer.windows().columnStride());
        for (int i = 0; i < layer.weightsPerOutput(); i++) {
          int x = first + layer.activationOffset(i);
          if (input[x] != 0) {
            add(Path.GATHERED, 1);
            int threshold = Float.floatToIntBits(thresholds[x]);
            int[] weights = plan.sorted(i);
            int next = 0;
            while (compare(weights[next], threshold)) {
              next++;
            }
          }
        }
      }
    }
  }

  /** Counts a comparison with a threshold; whether the magnitude is above it. */
  private boolean compare(int magnitude, int threshold) {
    int high = (magnitude >>> Short.SIZE) - (threshold >>> Short.SIZE);
    int low = (magnitude & WORD) - (threshold & WORD);
    if (high != 0) {
      add(Path.HIGH_LESS, high < 0 ? 1 : 0);
      return high > 0;
    }
    add(low == 0 ? Path.EQUAL : low < 0 ? Path.LOW_LESS : Path.LOW_GREATER, 1);
    return low > 0;
  }

  private void compare(float operand, float threshold) {
    compare(Float.floatToIntBits(operand) & MAGNITUDE, Float.floatToIntBits(threshold));
  }

  @Override
  public MacFilter watching(MacFilter filter) {
    float[] weights = layer.weights();
    boolean all = plan.method().storage() == Method.Storage.DENSE;
    return switch (plan.looks()) {
      case NOWHERE, SORTED -> filter;
      case AT_ACTIVATIONS -> {
        float limit = plan.threshold().product();
        yield (x, w) -> {
          compare(input[x], limit);
          return filter.keeps(x, w);
        };
      }
      case AT_ACTIVATIONS_BY_WEIGHT -> {
        float[] thresholds = plan.weightThresholds();
        yield (x, w) -> {
          if (all || weights[w] != 0) {
            compare(input[x], thresholds[w]);
          }
          return filter.keeps(x, w);
        };
      }
      case AT_WEIGHTS -> {
        int perOutput = layer.weightsPerOutput();
        yield (x, w) -> {
          if (input[x] != 0 && (all || weights[w] != 0)) {
            add(Path.LOOKED_AT, 1);
            int group = plan.threshold().groupOf(w / perOutput);
            compare(weights[w], activationThresholds.get(group)[x]);
          }
          return filter.keeps(x, w);
        };
      }
    };
  }

  @Override
  public void added(float x, float w, float sum) {
    routines.multiply.add(Float.floatToIntBits(x), Float.floatToIntBits(w));
    routines.add.add(Float.floatToIntBits(x * w), Float.floatToIntBits(sum));
  }

  @Override
  public void summed(int channel, int part, float sum, float largest, int executed) {
    if (part > 0) {
      routines.compare.add(Float.floatToIntBits(sum), Float.floatToIntBits(largest));
      add(Path.LARGER, sum <= largest ? 0 : 1);
    }
    add(Path.STOPPED, plan.stops() && executed < plan.stored(channel) ? 1 : 0);
  }

  @Override
  public void pooled(float largest) {
    if (!layer.relu()) {
      return;
    }
    int bits = Float.floatToIntBits(largest);
    add(Path.SIGN, bits < 0 ? 1 : 0);
    if (layer.cutoff() > 0) {
      int value = Math.max(0, bits);
      int cutoff = Float.floatToIntBits(layer.cutoff());
      int high = Integer.compare(value >>> Short.SIZE, cutoff >>> Short.SIZE);
      int low = Integer.compare(value & WORD, cutoff & WORD);
      add(Path.CUT_HIGH_LESS, high < 0 ? 1 : 0);
      add(Path.CUT_HIGH_GREATER, high > 0 ? 1 : 0);
      add(Path.CUT_LOW_LESS, high == 0 && low < 0 ? 1 : 0);
      add(Path.CUT_LOW_GREATER, high == 0 && low > 0 ? 1 : 0);
    }
  }
}
