package org.unit430.firmware.quantize;

import java.util.List;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.inference.LayerArithmetic;
import org.unit430.firmware.network.Shape;

/**
 * One step of a graph in integers: the specification of what its kernel computes, bit for bit.
 * Values are 16-bit, -32767 to 32767; those of the last step may be 32-bit accumulators.
 */
public sealed interface FixedStep {
  /** The least value that a step stores. */
  int LEAST = -32767;

  /** The step in real numbers. */
  Step step();

  /** Computes it without skipping anything; sources in the step's order. */
  int[] run(List<short[]> sources);

  /** Bytes of a value that it makes. */
  default int outputBytes() {
    return Short.BYTES;
  }

  /** Multiply-accumulates if none is skipped. */
  default long macs() {
    return 0;
  }

  /**
   * A layer with weights.
   *
   * @param step in real numbers
   * @param layer quantised
   */
  record Weighted(Step.Weighted step, QuantizedLayer layer) implements FixedStep {
    @Override
    public int[] run(List<short[]> sources) {
      return LayerArithmetic.run(layer, sources.get(0), LayerArithmetic.ALL).outputs();
    }

    @Override
    public int outputBytes() {
      return layer.isLast() ? Integer.BYTES : Short.BYTES;
    }

    @Override
    public long macs() {
      return layer.macs();
    }
  }

  /**
   * A border; 0 or {@link #LEAST}.
   *
   * @param step in real numbers
   */
  record Border(Step.Border step) implements FixedStep {
    /** What the border holds. */
    public int fill() {
      return step.least() ? LEAST : 0;
    }

    @Override
    public int[] run(List<short[]> sources) {
      Shape from = step.input();
      Shape to = step.output();
      int[] result = new int[to.size()];
      for (int i = 0; i < result.length; i++) {
        int x = i % to.width() - step.left();
        int y = i / to.width() % to.height() - step.top();
        int channel = i / (to.width() * to.height());
        boolean inside = x >= 0 && x < from.width() && y >= 0 && y < from.height();
        int at = (channel * from.height() + y) * from.width() + x;
        result[i] = inside ? sources.get(0)[at] : fill();
      }
      return result;
    }
  }

  /**
   * The largest, or the mean as {@code ((2 sum + n) * reciprocal) >> 32}: rounded to nearest, ties
   * up, but for the error of the reciprocal, which is below 2^-16 of a unit times n.
   *
   * @param step in real numbers; at most 16384 values in a window
   */
  record Pooling(Step.Pooling step) implements FixedStep {
    /** Most values of a window, so that twice their sum fits 32 bits. */
    public static final int MOST_AREA = 16384;

    /** 2^31 / n, rounded to nearest; 2^30 at most, since n is at least 2. */
    public int reciprocal() {
      return (int) Math.rint(0x1p31 / step.area());
    }

    /** Whether there is anything to average. */
    public boolean averages() {
      return !step.largest() && step.area() > 1;
    }

    @Override
    public int[] run(List<short[]> sources) {
      short[] x = sources.get(0);
      Shape from = step.input();
      Shape to = step.output();
      int[] result = new int[to.size()];
      for (int i = 0; i < result.length; i++) {
        int channel = i / (to.width() * to.height());
        int top = i / to.width() % to.height() * step.rowStride();
        int left = i % to.width() * step.columnStride();
        int most = Integer.MIN_VALUE;
        int sum = 0;
        for (int j = 0; j < step.area(); j++) {
          int row = channel * from.height() + top + j / step.kernelWidth();
          int value = x[row * from.width() + left + j % step.kernelWidth()];
          most = Math.max(most, value);
          sum += value;
        }
        long doubled = 2L * sum + step.area();
        result[i] = averages() ? (int) ((doubled * reciprocal()) >> 32) : most;
      }
      return result;
    }
  }

  /**
   * A sum: {@code saturate(((left << leftShift) + (right << rightShift) + 2^(shift-1)) >> shift)}.
   *
   * @param step in real numbers
   * @param leftShift 0 to 14
   * @param rightShift 0 to 14
   * @param shift 1 to 16
   */
  record Sum(Step.Sum step, int leftShift, int rightShift, int shift) implements FixedStep {
    /** Largest left shift with which no sum can overflow 32 bits. */
    public static final int MOST_LEFT_SHIFT = 14;

    /** The sum before it is shifted right. */
    public int accumulator(int left, int right) {
      return (left << leftShift) + (right << rightShift);
    }

    @Override
    public int[] run(List<short[]> sources) {
      int[] result = new int[step.output().size()];
      for (int i = 0; i < result.length; i++) {
        int sum = accumulator(sources.get(0)[i], sources.get(1)[i]) + (1 << (shift - 1));
        result[i] = Math.max(step.relu() ? 0 : LEAST, Math.min(32767, sum >> shift));
      }
      return result;
    }
  }

  /**
   * Limits.
   *
   * @param step in real numbers
   * @param low least
   * @param high greatest
   */
  record Limits(Step.Limits step, int low, int high) implements FixedStep {
    @Override
    public int[] run(List<short[]> sources) {
      int[] result = new int[step.output().size()];
      for (int i = 0; i < result.length; i++) {
        result[i] = Math.min(high, Math.max(low, sources.get(0)[i]));
      }
      return result;
    }
  }
}
