package org.unit430.firmware.float32;

import java.util.List;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.network.Shape;

/**
 * Steps without weights in IEEE single precision: the specification of what their kernels compute,
 * bit for bit. What cannot be compared counts as larger, as for the routine that compares.
 */
public final class FloatSteps {
  /**
   * What fills the border of a maximum, -3.4028 10^38: near the least finite value, with two equal
   * words, so that the kernel that fills 16-bit borders can write it.
   */
  public static final float LEAST = Float.intBitsToFloat(0xFF7FFF7F);

  private FloatSteps() {}

  /**
   * Computes a step.
   *
   * @param step not {@link Step.Weighted}
   * @param sources in the step's order
   */
  static float[] run(Step step, List<float[]> sources) {
    if (step instanceof Step.Border border) {
      return border(border, sources.get(0));
    }
    if (step instanceof Step.Pooling pooling) {
      return pooling(pooling, sources.get(0));
    }
    if (step instanceof Step.Sum sum) {
      return sum(sum, sources.get(0), sources.get(1));
    }
    if (step instanceof Step.Limits limits) {
      return limits(limits, sources.get(0));
    }
    throw new IllegalArgumentException("step " + step.name() + " has weights");
  }

  private static float[] border(Step.Border step, float[] x) {
    Shape from = step.input();
    Shape to = step.output();
    float[] result = new float[to.size()];
    for (int i = 0; i < result.length; i++) {
      int column = i % to.width() - step.left();
      int row = i / to.width() % to.height() - step.top();
      int channel = i / (to.width() * to.height());
      boolean inside = column >= 0 && column < from.width() && row >= 0 && row < from.height();
      int at = (channel * from.height() + row) * from.width() + column;
      float fill = step.least() ? LEAST : 0;
      result[i] = inside ? x[at] : fill;
    }
    return result;
  }

  private static float[] pooling(Step.Pooling step, float[] x) {
    Shape from = step.input();
    Shape to = step.output();
    float[] result = new float[to.size()];
    for (int i = 0; i < result.length; i++) {
      int channel = i / (to.width() * to.height());
      int top = i / to.width() % to.height() * step.rowStride();
      int left = i % to.width() * step.columnStride();
      float largest = Float.NEGATIVE_INFINITY;
      float sum = 0;
      for (int j = 0; j < step.area(); j++) {
        int row = channel * from.height() + top + j / step.kernelWidth();
        float value = x[row * from.width() + left + j % step.kernelWidth()];
        largest = value <= largest ? largest : value;
        sum += value;
      }
      result[i] = step.largest() ? largest : sum / step.area();
    }
    return result;
  }

  private static float[] sum(Step.Sum step, float[] left, float[] right) {
    float[] result = new float[step.output().size()];
    for (int i = 0; i < result.length; i++) {
      float sum = left[i] + right[i];
      result[i] = step.relu() && FloatSums.hasSign(sum) ? 0 : sum;
    }
    return result;
  }

  private static float[] limits(Step.Limits step, float[] x) {
    float low = (float) step.low();
    float high = (float) step.high();
    float[] result = new float[step.output().size()];
    for (int i = 0; i < result.length; i++) {
      float above = x[i] <= high || step.high() == Double.POSITIVE_INFINITY ? x[i] : high;
      result[i] = x[i] < low ? low : above;
    }
    return result;
  }
}
