package org.unit430.firmware.graph;

import java.util.List;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Shape;

/**
 * One step of a {@link StepGraph}, in real numbers. Sources name values: 0 is the input, i + 1 what
 * step i makes. Feature maps are stored channel by channel.
 */
public sealed interface Step {
  /** Unique in the graph; a name that assembly sources can use. */
  String name();

  /** The values it reads. */
  List<Integer> sources();

  /** Shape of what it makes. */
  Shape output();

  /**
   * A convolution or fully connected layer, then ReLU, then the largest of pool x pool outputs.
   *
   * @param source value it reads
   * @param connected whether it is a fully connected layer, whose kernel covers its input
   * @param input shape of the source
   * @param outputs filters
   * @param kernelHeight rows of a filter
   * @param kernelWidth columns of a filter
   * @param rowStride rows from window to window
   * @param columnStride columns from window to window
   * @param groups parts into which channels are cut
   * @param weights [output][input channel of the group][row][column]
   * @param bias one for each output
   * @param relu whether negative outputs become 0
   * @param pool edge of the max pooling behind it; 1 for none
   */
  @SuppressWarnings("ArrayRecordComponent") // made once while a model is imported
  record Weighted(
      String name,
      int source,
      boolean connected,
      Shape input,
      int outputs,
      int kernelHeight,
      int kernelWidth,
      int rowStride,
      int columnStride,
      int groups,
      float[] weights,
      float[] bias,
      boolean relu,
      int pool)
      implements Step {
    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    /** Shape before pooling. */
    public Shape convolved() {
      return new Shape(
          outputs,
          (input.height() - kernelHeight) / rowStride + 1,
          (input.width() - kernelWidth) / columnStride + 1);
    }

    @Override
    public Shape output() {
      return new Shape(
          outputs,
          convolved().height() / MaxPooling.windowHeight(pool, convolved().height()),
          convolved().width() / pool);
    }

    /** The same with other weights and bias. */
    public Weighted withWeights(float[] newWeights, float[] newBias) {
      return copy(newWeights, newBias, relu, pool);
    }

    /** The same with ReLU behind it. */
    public Weighted withRelu() {
      return copy(weights, bias, true, pool);
    }

    /** The same with max pooling behind it. */
    public Weighted withPool(int edge) {
      return copy(weights, bias, relu, edge);
    }

    private Weighted copy(float[] newWeights, float[] newBias, boolean newRelu, int newPool) {
      return new Weighted(
          name,
          source,
          connected,
          input,
          outputs,
          kernelHeight,
          kernelWidth,
          rowStride,
          columnStride,
          groups,
          newWeights,
          newBias,
          newRelu,
          newPool);
    }
  }

  /**
   * Rows and columns around each channel.
   *
   * @param source value it reads
   * @param input shape of the source
   * @param top rows above
   * @param left columns to the left
   * @param bottom rows below
   * @param right columns to the right
   * @param least whether they hold the least value there is, for a maximum; else 0
   */
  record Border(
      String name, int source, Shape input, int top, int left, int bottom, int right, boolean least)
      implements Step {
    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    @Override
    public Shape output() {
      return new Shape(
          input.channels(), input.height() + top + bottom, input.width() + left + right);
    }
  }

  /**
   * Largest or mean of windows in each channel.
   *
   * @param source value it reads
   * @param input shape of the source
   * @param largest whether the largest is taken; else the mean
   * @param kernelHeight rows of a window
   * @param kernelWidth columns of a window
   * @param rowStride rows from window to window
   * @param columnStride columns from window to window
   */
  record Pooling(
      String name,
      int source,
      Shape input,
      boolean largest,
      int kernelHeight,
      int kernelWidth,
      int rowStride,
      int columnStride)
      implements Step {
    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    @Override
    public Shape output() {
      return new Shape(
          input.channels(),
          (input.height() - kernelHeight) / rowStride + 1,
          (input.width() - kernelWidth) / columnStride + 1);
    }

    /** Values in a window. */
    public int area() {
      return kernelHeight * kernelWidth;
    }
  }

  /**
   * The sum of two values of one shape, then ReLU.
   *
   * @param left a value
   * @param right a value
   * @param output shape of both
   * @param relu whether negative sums become 0
   */
  record Sum(String name, int left, int right, Shape output, boolean relu) implements Step {
    @Override
    public List<Integer> sources() {
      return List.of(left, right);
    }
  }

  /**
   * Values held between limits.
   *
   * @param source value it reads
   * @param output shape of it
   * @param low least, or minus infinity
   * @param high greatest, or infinity
   */
  record Limits(String name, int source, Shape output, double low, double high) implements Step {
    @Override
    public List<Integer> sources() {
      return List.of(source);
    }

    /**
     * Whether what it gives can be negative.
     *
     * @param source whether what it reads can be
     */
    public boolean canBeNegative(boolean source) {
      return high < 0 || (source && low < 0);
    }
  }
}
