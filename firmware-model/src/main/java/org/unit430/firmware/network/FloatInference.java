package org.unit430.firmware.network;

import java.util.ArrayList;
import java.util.Arrays;
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
      double[] weights = widen(convolution.weights());
      double[] bias = widen(convolution.bias());
      return values -> convolve(convolution, weights, bias, input, widen(values));
    }
    if (layer instanceof FullyConnected connected) {
      double[] weights = transpose(connected);
      double[] bias = widen(connected.bias());
      return values -> multiply(connected, weights, bias, widen(values));
    }
    MaxPooling pooling = (MaxPooling) layer;
    return values -> pool(pooling, input, values);
  }

  /**
   * Takes one weight after the other and adds its products to all positions: every sum still grows
   * in the order of the weights, but they do not wait for each other. The sums lie as far apart as
   * the input's rows, so that a weight's products are one loop over neighbours; the few sums
   * between the end of an output row and the next mean nothing and are dropped. This is several
   * times faster than position by position.
   */
  private static float[] convolve(
      Convolution layer, double[] weights, double[] bias, Shape input, double[] values) {
    Shape output = layer.output(input);
    float[] result = new float[output.size()];
    double[] sums = new double[output.height() * input.width() - layer.kernelWidth() + 1];
    int weight = 0;
    int at = 0;
    for (int oc = 0; oc < output.channels(); oc++) {
      Arrays.fill(sums, bias[oc]);
      for (int ic = 0; ic < layer.inputChannels(); ic++) {
        for (int ky = 0; ky < layer.kernelHeight(); ky++) {
          for (int kx = 0; kx < layer.kernelWidth(); kx++) {
            int first = (ic * input.height() + ky) * input.width() + kx;
            addProducts(sums, values, first, weights[weight++]);
          }
        }
      }
      for (int y = 0; y < output.height(); y++) {
        for (int x = 0; x < output.width(); x++) {
          result[at++] = activate(sums[y * input.width() + x], layer.relu());
        }
      }
    }
    return result;
  }

  private static float[] multiply(
      FullyConnected layer, double[] weightsByInput, double[] bias, double[] values) {
    double[] sums = bias.clone();
    for (int i = 0; i < values.length; i++) {
      addProducts(sums, weightsByInput, i * sums.length, values[i]);
    }
    float[] result = new float[sums.length];
    for (int j = 0; j < result.length; j++) {
      result[j] = activate(sums[j], layer.relu());
    }
    return result;
  }

  private static void addProducts(double[] sums, double[] values, int first, double factor) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[first + i] * factor;
    }
  }

  private static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double[] transpose(FullyConnected layer) {
    float[] weights = layer.weights();
    double[] byInput = new double[weights.length];
    for (int j = 0; j < layer.outputs(); j++) {
      for (int i = 0; i < layer.inputs(); i++) {
        byInput[i * layer.outputs() + j] = weights[j * layer.inputs() + i];
      }
    }
    return byInput;
  }

  private static float[] pool(MaxPooling layer, Shape input, float[] values) {
    Shape output = layer.output(input);
    float[] result = new float[output.size()];
    int windowHeight = MaxPooling.windowHeight(layer.size(), input.height());
    int at = 0;
    for (int c = 0; c < output.channels(); c++) {
      for (int y = 0; y < output.height(); y++) {
        for (int x = 0; x < output.width(); x++) {
          float greatest = Float.NEGATIVE_INFINITY;
          for (int dy = 0; dy < windowHeight; dy++) {
            int row = (c * input.height() + y * windowHeight + dy) * input.width();
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
