package org.unit430.firmware.quantize;

import org.unit430.firmware.network.Shape;

/**
 * A layer with weights in 16-bit fixed point, its activation function and the max pooling behind
 * it, if any. The output is
 *
 * <pre>y = pool(saturate((sum(x * w) + bias + 2^(shift-1)) &gt;&gt; shift))</pre>
 *
 * with 16-bit x, w and y, a 32-bit accumulator that cannot overflow whatever x is (the constructor
 * proves it), an arithmetic shift, saturation to [-32767, 32767], or [0, 32767] with ReLU. The last
 * layer gives its accumulators themselves: 32-bit logits. A fully connected layer is a convolution
 * whose kernel covers its whole input; the kind tells kernels and pruning apart.
 *
 * @param name as in the network
 * @param kind which loop executes it
 * @param input shape of x
 * @param outputChannels number of filters or outputs
 * @param kernelHeight rows of a filter; no padding
 * @param kernelWidth columns of a filter
 * @param pool size and stride of the max pooling behind it; 1 for none; over a single row the
 *     window is one row high
 * @param weights [output channel][input channel][row][column], -32767 to 32767
 * @param bias one for each output channel, at the accumulator's scale
 * @param formats scales of input, weights and output
 * @param shift right shift from accumulator to output, 1 to 16; 0 for the last layer
 * @param relu whether negative outputs become 0
 * @param inputMaximum largest |x| that can occur
 * @param windows where filters look, and whether x can be negative
 * @param cutoff outputs not above it become 0, which is FATReLU; 0, as without, unless relu
 */
@SuppressWarnings(
    "ArrayRecordComponent") // copied in once, shared read-only by kernels' builders and the
// reference
public record QuantizedLayer(
    String name,
    Kind kind,
    Shape input,
    int outputChannels,
    int kernelHeight,
    int kernelWidth,
    int pool,
    short[] weights,
    int[] bias,
    Formats formats,
    int shift,
    boolean relu,
    int inputMaximum,
    Windows windows,
    int cutoff)
    implements LayerGeometry {

  /**
   * Where filters look.
   *
   * @param rowStride rows from window to window, before pooling
   * @param columnStride columns from window to window, before pooling
   * @param groups parts into which input and output channels are cut: a filter sees the input
   *     channels of its own part only
   * @param signedInput whether x can be negative
   */
  public record Windows(int rowStride, int columnStride, int groups, boolean signedInput) {
    /** Every position, all channels, no negative input. */
    public static final Windows PLAIN = new Windows(1, 1, 1, false);

    /** Checks the range. */
    public Windows {
      if (rowStride < 1 || columnStride < 1 || groups < 1) {
        throw new IllegalArgumentException("strides and groups must be at least 1");
      }
    }
  }

  /** A layer with a filter at every position over all channels, whose input is not negative. */
  public QuantizedLayer(
      String name,
      Kind kind,
      Shape input,
      int outputChannels,
      int kernelHeight,
      int kernelWidth,
      int pool,
      short[] weights,
      int[] bias,
      Formats formats,
      int shift,
      boolean relu,
      int inputMaximum) {
    this(
        name,
        kind,
        input,
        outputChannels,
        kernelHeight,
        kernelWidth,
        pool,
        weights,
        bias,
        formats,
        shift,
        relu,
        inputMaximum,
        Windows.PLAIN);
  }

  /** A layer without cut-off. */
  public QuantizedLayer(
      String name,
      Kind kind,
      Shape input,
      int outputChannels,
      int kernelHeight,
      int kernelWidth,
      int pool,
      short[] weights,
      int[] bias,
      Formats formats,
      int shift,
      boolean relu,
      int inputMaximum,
      Windows windows) {
    this(
        name,
        kind,
        input,
        outputChannels,
        kernelHeight,
        kernelWidth,
        pool,
        weights,
        bias,
        formats,
        shift,
        relu,
        inputMaximum,
        windows,
        0);
  }

  /**
   * The same layer with FATReLU for its ReLU.
   *
   * @param newCutoff outputs not above it become 0; 0 to 32767
   */
  public QuantizedLayer withCutoff(int newCutoff) {
    return with(weights, bias, formats, shift, inputMaximum, newCutoff);
  }

  /**
   * The same layer with products as a C library's fixed-point multiply gives them: each rounded and
   * saturated to 16 bits before it is added. The scale of products is the output's, or finer where
   * no product can then leave 16 bits.
   */
  public QuantizedLayer withRoundedProducts() {
    if (formats.productShift() > 0) {
      return this;
    }
    long largest = 1;
    for (short weight : weights) {
      largest = Math.max(largest, Math.abs((long) weight) * inputMaximum);
    }
    int fitting = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(largest) - 15);
    // Requantising needs a shift of at least 1.
    int productShift = isLast() ? fitting : Math.min(fitting, shift - 1);
    int[] scaled = bias.clone();
    for (int i = 0; i < scaled.length && productShift > 0; i++) {
      scaled[i] = (int) ((scaled[i] + (1L << (productShift - 1))) >> productShift);
    }
    Formats newFormats =
        new Formats(
            formats.input(),
            formats.weights(),
            isLast() ? formats.output() - productShift : formats.output(),
            productShift);
    int newShift = isLast() ? 0 : shift - productShift;
    return with(weights, scaled, newFormats, newShift, inputMaximum, cutoff);
  }

  /** What one multiply-accumulate adds: x * w, rounded and saturated if the layer does that. */
  public int product(int x, int w) {
    int shifted = formats.productShift();
    if (shifted == 0) {
      return x * w;
    }
    return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded(x, w)));
  }

  private int rounded(int x, int w) {
    int shifted = formats.productShift();
    return (x * w + (1 << (shifted - 1))) >> shifted;
  }

  /** Whether a product saturates to 16 bits. */
  public boolean saturates(int x, int w) {
    return formats.productShift() > 0 && (short) rounded(x, w) != rounded(x, w);
  }

  /**
   * A layer of the same form with other numbers.
   *
   * @param newWeights as many
   * @param newBias as many
   * @param newInputMaximum largest |x| that can occur
   */
  public QuantizedLayer withValues(short[] newWeights, int[] newBias, int newInputMaximum) {
    return with(newWeights, newBias, formats, shift, newInputMaximum, cutoff);
  }

  /** A layer of the same form. */
  private QuantizedLayer with(
      short[] newWeights,
      int[] newBias,
      Formats newFormats,
      int newShift,
      int newInputMaximum,
      int newCutoff) {
    return new QuantizedLayer(
        name,
        kind,
        input,
        outputChannels,
        kernelHeight,
        kernelWidth,
        pool,
        newWeights,
        newBias,
        newFormats,
        newShift,
        relu,
        newInputMaximum,
        windows,
        newCutoff);
  }

  /** Whether its ReLU can be a FATReLU: the last layer's accumulators are never cut. */
  public boolean canCut() {
    return relu && !isLast();
  }

  /** Which loop executes a layer. */
  public enum Kind {
    /** One filter at many positions: pruning thresholds belong to weights. */
    CONVOLUTION,
    /** Each weight used once: pruning thresholds belong to activations. */
    FULLY_CONNECTED
  }

  /**
   * Power-of-two scales: a real value r is stored as round(r * 2^fractionBits).
   *
   * @param input fraction bits of x
   * @param weights fraction bits of w
   * @param output fraction bits of y; those of the accumulator for the last layer
   * @param productShift fraction bits that each product loses to rounding before it is added, after
   *     which it saturates to 16 bits; 0 for exact products
   */
  public record Formats(int input, int weights, int output, int productShift) {
    /** Scales of a layer with exact products. */
    public Formats(int input, int weights, int output) {
      this(input, weights, output, 0);
    }

    /** Fraction bits of the accumulator. */
    public int accumulator() {
      return input + weights - productShift;
    }
  }

  /**
   * Checks that the parts fit and that no accumulator can overflow.
   *
   * @throws IllegalArgumentException naming the layer and what is wrong
   */
  public QuantizedLayer {
    require(
        name,
        input.channels() % windows.groups() == 0 && outputChannels % windows.groups() == 0,
        "has channels that %d groups do not divide".formatted(windows.groups()));
    int perOutput = input.channels() / windows.groups() * kernelHeight * kernelWidth;
    require(
        name,
        weights.length == outputChannels * perOutput,
        "has %d weights, needs %d".formatted(weights.length, outputChannels * perOutput));
    require(
        name,
        bias.length == outputChannels,
        "has %d biases, needs %d".formatted(bias.length, outputChannels));
    require(name, shift >= 0 && shift <= 16, "has a shift of %d, not 0 to 16".formatted(shift));
    require(
        name,
        cutoff == 0 || (relu && shift > 0 && cutoff > 0 && cutoff <= 32767),
        "cannot cut outputs off at %d: that needs a ReLU and 0 to 32767".formatted(cutoff));
    for (int output = 0; output < outputChannels; output++) {
      long worst = Math.abs((long) bias[output]) + (1L << shift);
      for (int i = 0; i < perOutput; i++) {
        long exact = (long) Math.abs(weights[output * perOutput + i]) * inputMaximum;
        boolean rounds = formats.productShift() > 0;
        worst += rounds ? Math.min(1 << 15, (exact >> formats.productShift()) + 1) : exact;
      }
      require(
          name,
          worst <= Integer.MAX_VALUE,
          "output %d can overflow its 32-bit accumulator".formatted(output));
    }
  }

  private static void require(String name, boolean condition, String complaint) {
    if (!condition) {
      throw new IllegalArgumentException("layer " + name + " " + complaint);
    }
  }

  /** Whether this is the last layer, whose accumulators are the logits. */
  public boolean isLast() {
    return shift == 0;
  }

  /** Weights that are not zero. */
  public int nonZeroWeights() {
    int count = 0;
    for (short weight : weights) {
      count += weight != 0 ? 1 : 0;
    }
    return count;
  }

  /**
   * The accumulator's value before the first product: the bias and half a unit of the output, for
   * rounding.
   */
  public int initialAccumulator(int output) {
    return bias[output] + (isLast() ? 0 : 1 << (shift - 1));
  }

  /** Brings an accumulator that began at {@link #initialAccumulator} to the output's scale. */
  public int requantize(int accumulator) {
    if (isLast()) {
      return accumulator;
    }
    int shifted = accumulator >> shift;
    int saturated = Math.max(relu ? 0 : -32767, Math.min(32767, shifted));
    return cutoff > 0 && saturated <= cutoff ? 0 : saturated;
  }
}
