package org.unit430.firmware.float32;

import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.LayerGeometry;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedLayer.Windows;

/**
 * A layer with weights in IEEE single precision, and the max pooling behind it, if any:
 *
 * <pre>y = relu(max over the pool(bias + sum(x * w)))</pre>
 *
 * where the sum begins with the bias and takes products by input channel, row and column; every
 * product and every sum is rounded to nearest, ties to even. Under FATReLU y is 0, too, where it is
 * not above the cut-off.
 *
 * @param name as in the network
 * @param kind which loop executes it
 * @param input shape of x
 * @param outputChannels number of filters or outputs
 * @param kernelHeight rows of a filter; no padding
 * @param kernelWidth columns of a filter
 * @param pool size and stride of the max pooling behind it; 1 for none
 * @param weights [output channel][input channel of its group][row][column], finite
 * @param bias one for each output channel, finite
 * @param relu whether outputs with a minus sign become 0
 * @param windows where filters look, and whether x can be negative
 * @param cutoff outputs not above it become 0, which is FATReLU; 0, as without, unless relu
 */
@SuppressWarnings("ArrayRecordComponent") // copied in once, shared read-only
public record FloatLayer(
    String name,
    Kind kind,
    Shape input,
    int outputChannels,
    int kernelHeight,
    int kernelWidth,
    int pool,
    float[] weights,
    float[] bias,
    boolean relu,
    Windows windows,
    float cutoff)
    implements LayerGeometry {
  /**
   * Checks sizes and numbers.
   *
   * @throws IllegalArgumentException naming the layer and what is wrong
   */
  public FloatLayer {
    int perOutput = input.channels() / windows.groups() * kernelHeight * kernelWidth;
    if (weights.length != outputChannels * perOutput || bias.length != outputChannels) {
      throw new IllegalArgumentException(
          "layer %s has %d weights and %d biases, needs %d and %d"
              .formatted(
                  name, weights.length, bias.length, outputChannels * perOutput, outputChannels));
    }
    requireFinite(name, weights);
    requireFinite(name, bias);
    if (!(cutoff >= 0 && cutoff < Float.POSITIVE_INFINITY) || (cutoff > 0 && !relu)) {
      throw new IllegalArgumentException(
          "layer %s cannot have a cut-off of %s".formatted(name, cutoff));
    }
  }

  /** The same layer with FATReLU for its ReLU. */
  public FloatLayer withCutoff(float newCutoff) {
    return with(weights, bias, newCutoff);
  }

  /** The same layer with other numbers. */
  public FloatLayer withValues(float[] newWeights, float[] newBias) {
    return with(newWeights, newBias, cutoff);
  }

  private FloatLayer with(float[] newWeights, float[] newBias, float newCutoff) {
    return new FloatLayer(
        name,
        kind,
        input,
        outputChannels,
        kernelHeight,
        kernelWidth,
        pool,
        newWeights,
        newBias,
        relu,
        windows,
        newCutoff);
  }

  private static void requireFinite(String name, float[] numbers) {
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException(
            "layer %s has %s among its weights or biases".formatted(name, number));
      }
    }
  }

  /**
   * Whether a sum that has become negative may be cut short: behind it a ReLU, before it nothing
   * negative.
   */
  public boolean stopsEarly() {
    return relu && !windows.signedInput();
  }
}
