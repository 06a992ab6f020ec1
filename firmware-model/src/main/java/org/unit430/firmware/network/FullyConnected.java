package org.unit430.firmware.network;

import java.util.Arrays;

/**
 * A fully connected layer: output j is {@code bias[j]} plus the sum over i of {@code input[i] *
 * weights[j][i]}, then ReLU if asked for. A feature map is flattened in its storage order (CHW).
 *
 * <p>The arrays are copied on the way in and on the way out, so a layer never changes.
 *
 * @param name unique in the network
 * @param inputs at least 1
 * @param outputs at least 1
 * @param weights finite, in the order {@code [output][input]}
 * @param bias finite, one per output
 * @param relu whether negative outputs become 0
 */
@SuppressWarnings("ArrayRecordComponent") // copied both ways, compared by contents
public record FullyConnected(
    String name, int inputs, int outputs, float[] weights, float[] bias, boolean relu)
    implements Layer {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a size or the number of weights is wrong, or a value is not
   *     finite
   */
  public FullyConnected {
    Tensors.requireName(name);
    Tensors.requirePositive(name, "inputs", inputs);
    Tensors.requirePositive(name, "outputs", outputs);
    weights = Tensors.copyOf(name, "weights", weights, Tensors.count(name, outputs, inputs));
    bias = Tensors.copyOf(name, "biases", bias, outputs);
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
    if (input.size() != inputs) {
      throw new IllegalArgumentException(
          "layer %s: %d inputs are needed, an input of %s has %d"
              .formatted(name, inputs, input, input.size()));
    }
    return new Shape(outputs, 1, 1);
  }

  @Override
  public long macs(Shape input) {
    return (long) output(input).size() * inputs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FullyConnected that
        && name.equals(that.name)
        && inputs == that.inputs
        && outputs == that.outputs
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
    return "%s: fully connected %d -> %d%s".formatted(name, inputs, outputs, relu ? ", ReLU" : "");
  }
}
