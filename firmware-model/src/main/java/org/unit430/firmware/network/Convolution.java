package org.unit430.firmware.network;

import java.util.Arrays;

/**
 * A two-dimensional convolution with stride 1 and no padding ("valid"): output {@code (oc, y, x)}
 * is {@code bias[oc]} plus the sum over ic, ky, kx of {@code input(ic, y + ky, x + kx) *
 * weights[oc][ic][ky][kx]}, then ReLU if asked for. (Cross-correlation, as every network framework
 * calls it: the kernel is not mirrored.)
 *
 * <p>The arrays are copied on the way in and on the way out, so a layer never changes.
 *
 * @param name unique in the network
 * @param inputChannels at least 1
 * @param outputChannels at least 1
 * @param kernelHeight at least 1
 * @param kernelWidth at least 1
 * @param weights finite, in the order {@code [oc][ic][ky][kx]}
 * @param bias finite, one per output channel
 * @param relu whether negative outputs become 0
 */
@SuppressWarnings("ArrayRecordComponent") // copied both ways, compared by contents
public record Convolution(
    String name,
    int inputChannels,
    int outputChannels,
    int kernelHeight,
    int kernelWidth,
    float[] weights,
    float[] bias,
    boolean relu)
    implements Layer {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a size or the number of weights is wrong, or a value is not
   *     finite
   */
  public Convolution {
    Tensors.requireName(name);
    Tensors.requirePositive(name, "input channels", inputChannels);
    Tensors.requirePositive(name, "output channels", outputChannels);
    Tensors.requirePositive(name, "kernel height", kernelHeight);
    Tensors.requirePositive(name, "kernel width", kernelWidth);
    int count = Tensors.count(name, outputChannels, inputChannels, kernelHeight, kernelWidth);
    weights = Tensors.copyOf(name, "weights", weights, count);
    bias = Tensors.copyOf(name, "biases", bias, outputChannels);
  }

  @Override
  public float[] weights() {
    return weights.clone();
  }

  @Override
  public float[] bias() {
    return bias.clone();
  }

  @Override
  public Shape output(Shape input) {
    if (input.channels() != inputChannels
        || input.height() < kernelHeight
        || input.width() < kernelWidth) {
      throw new IllegalArgumentException(
          "layer %s: a %dx%d convolution over %d channels cannot take an input of %s"
              .formatted(name, kernelHeight, kernelWidth, inputChannels, input));
    }
    return new Shape(
        outputChannels, input.height() - kernelHeight + 1, input.width() - kernelWidth + 1);
  }

  @Override
  public long macs(Shape input) {
    return (long) output(input).size() * inputChannels * kernelHeight * kernelWidth;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Convolution that
        && name.equals(that.name)
        && inputChannels == that.inputChannels
        && outputChannels == that.outputChannels
        && kernelHeight == that.kernelHeight
        && kernelWidth == that.kernelWidth
        && Arrays.equals(weights, that.weights)
        && Arrays.equals(bias, that.bias)
        && relu == that.relu;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + Arrays.hashCode(weights)) + Arrays.hashCode(bias);
  }

  @Override
  public String toString() {
    return "%s: convolution %d -> %d, kernel %dx%d%s"
        .formatted(
            name, inputChannels, outputChannels, kernelHeight, kernelWidth, relu ? ", ReLU" : "");
  }
}
