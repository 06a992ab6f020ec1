package org.unit430.firmware.network;

import java.util.ArrayList;
import java.util.List;

/**
 * The float reference: runs a network on float32 activations and weights. Each output is summed in
 * double, in the order of the weights, starting from the bias, and rounded to float once; so the
 * result does not depend on the machine, and is at least as exact as any float32 framework's.
 */
public final class FloatInference {
  private final Network network;
  private final List<Step> steps;

  /** One layer with its weights taken out, so that an inference copies nothing. */
  private interface Step {
    float[] run(float[] input);
  }

  /**
   * Prepares to run a network.
   *
   * @param network the network
   */
  public FloatInference(Network network) {
    this.network = network;
    steps = new ArrayList<>();
    Shape shape = network.input();
    for (Layer layer : network.layers()) {
      steps.add(step(layer, shape));
      shape = layer.output(shape);
    }
  }

  /**
   * Runs the network on one input.
   *
   * @param input the input, {@code network.input().size()} values in CHW order
   * @return the output of the last layer (the logits)
   * @throws IllegalArgumentException if the input has another length
   */
  public float[] infer(float[] input) {
    List<float[]> activations = activations(input);
    return activations.get(activations.size() - 1);
  }

  /**
   * Runs the network on one input and keeps what every layer made.
   *
   * @param input the input, {@code network.input().size()} values in CHW order
   * @return the output of each layer, after its ReLU if it has one, in the layers' order
   * @throws IllegalArgumentException if the input has another length
   */
  public List<float[]> activations(float[] input) {
    if (input.length != network.input().size()) {
      throw new IllegalArgumentException(
          "network %s: an input of %s has %d values, not %d"
              .formatted(network.name(), network.input(), network.input().size(), input.length));
    }
    List<float[]> activations = new ArrayList<>(steps.size());
    float[] current = input;
    for (Step step : steps) {
      current = step.run(current);
      activations.add(current);
    }
    return activations;
  }

  /**
   * Returns the class of an input: the index of the greatest logit, the lowest index on a tie.
   *
   * @param input the input, {@code network.input().size()} values in CHW order
   * @return the class
   * @throws IllegalArgumentException if the input has another length
   */
  public int classify(float[] input) {
    float[] logits = infer(input);
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  private static Step step(Layer layer, Shape input) {
    if (layer instanceof Convolution convolution) {
      float[] weights = convolution.weights();
      float[] bias = convolution.bias();
      return values -> convolve(convolution, weights, bias, input, values);
    }
    if (layer instanceof FullyConnected connected) {
      float[] weights = connected.weights();
      float[] bias = connected.bias();
      return values -> multiply(connected, weights, bias, values);
    }
    MaxPooling pooling = (MaxPooling) layer;
    return values -> pool(pooling, input, values);
  }

  private static float[] convolve(
      Convolution layer, float[] weights, float[] bias, Shape input, float[] values) {
    Shape output = layer.output(input);
    float[] result = new float[output.size()];
    int kernelSize = layer.inputChannels() * layer.kernelHeight() * layer.kernelWidth();
    int at = 0;
    for (int oc = 0; oc < output.channels(); oc++) {
      for (int y = 0; y < output.height(); y++) {
        for (int x = 0; x < output.width(); x++) {
          double sum = bias[oc];
          int weight = oc * kernelSize;
          for (int ic = 0; ic < layer.inputChannels(); ic++) {
            for (int ky = 0; ky < layer.kernelHeight(); ky++) {
              int pixel = (ic * input.height() + y + ky) * input.width() + x;
              for (int kx = 0; kx < layer.kernelWidth(); kx++) {
                sum += (double) values[pixel++] * weights[weight++];
              }
            }
          }
          result[at++] = activate(sum, layer.relu());
        }
      }
    }
    return result;
  }

  private static float[] multiply(
      FullyConnected layer, float[] weights, float[] bias, float[] values) {
    float[] result = new float[layer.outputs()];
    int weight = 0;
    for (int j = 0; j < result.length; j++) {
      double sum = bias[j];
      for (float value : values) {
        sum += (double) value * weights[weight++];
      }
      result[j] = activate(sum, layer.relu());
    }
    return result;
  }

  private static float[] pool(MaxPooling layer, Shape input, float[] values) {
    Shape output = layer.output(input);
    float[] result = new float[output.size()];
    int at = 0;
    for (int c = 0; c < output.channels(); c++) {
      for (int y = 0; y < output.height(); y++) {
        for (int x = 0; x < output.width(); x++) {
          float greatest = Float.NEGATIVE_INFINITY;
          for (int dy = 0; dy < layer.size(); dy++) {
            int row = (c * input.height() + y * layer.size() + dy) * input.width();
            for (int dx = 0; dx < layer.size(); dx++) {
              greatest = Math.max(greatest, values[row + x * layer.size() + dx]);
            }
          }
          result[at++] = greatest;
        }
      }
    }
    return result;
  }

  private static float activate(double sum, boolean relu) {
    return relu && sum <= 0 ? 0f : (float) sum;
  }
}
