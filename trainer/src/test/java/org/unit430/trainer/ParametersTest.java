package org.unit430.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;

class ParametersTest {
  private static final Network EMPTY = LeNet.network("net", new Shape(1, 28, 28), 10);

  @Test
  void theArchitectureIsTheOneOfTheIssue() {
    assertThat(EMPTY.layers())
        .extracting(Object::toString)
        .containsExactly(
            "conv1: convolution 1 -> 6, kernel 5x5, ReLU",
            "MaxPooling[name=pool1, size=2]",
            "conv2: convolution 6 -> 16, kernel 5x5, ReLU",
            "MaxPooling[name=pool2, size=2]",
            "fc1: fully connected 256 -> 120, ReLU",
            "fc2: fully connected 120 -> 84, ReLU",
            "fc3: fully connected 84 -> 10");
    assertThat(EMPTY.macs()).isEqualTo(281_640); // prior-art.md 3.1, "3-FC variant"
  }

  @Test
  void parametersGoBackWhereTheyCameFrom() {
    Network network = Parameters.initialise(EMPTY, 1);
    assertThat(Parameters.into(EMPTY, "net", Parameters.of(network))).isEqualTo(network);
    assertThat(Parameters.into(EMPTY, "other", Parameters.of(network)).name()).isEqualTo("other");
  }

  @Test
  void firstWeightsFillTheirBoundAndBiasesAreZero() {
    List<float[]> tensors = Parameters.of(Parameters.initialise(EMPTY, 1));
    int[] inputs = {25, 150, 256, 120, 84};
    for (int layer = 0; layer < inputs.length; layer++) {
      float bound = (float) Math.sqrt(6.0 / inputs[layer]);
      float greatest = 0;
      for (float weight : tensors.get(2 * layer)) {
        greatest = Math.max(greatest, Math.abs(weight));
      }
      assertThat(greatest).isBetween(0.9f * bound, bound);
      assertThat(tensors.get(2 * layer + 1)).containsOnly(0);
    }
  }

  @Test
  void firstWeightsDependOnTheSeed() {
    assertThat(Parameters.initialise(EMPTY, 1)).isEqualTo(Parameters.initialise(EMPTY, 1));
    assertThat(Parameters.initialise(EMPTY, 1)).isNotEqualTo(Parameters.initialise(EMPTY, 2));
  }
}
