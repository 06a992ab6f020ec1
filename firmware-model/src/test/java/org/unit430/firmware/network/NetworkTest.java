package org.unit430.firmware.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Shape DIGIT = new Shape(1, 28, 28);

  private static Convolution convolution(String name, int in, int out, int height, int width) {
    return new Convolution(
        name, in, out, height, width, new float[in * out * height * width], new float[out], true);
  }

  private static FullyConnected connected(String name, int inputs, int outputs) {
    return new FullyConnected(
        name, inputs, outputs, new float[inputs * outputs], new float[outputs], false);
  }

  @Test
  void shapesAndMacsOfLeNetAgreeWithThePublishedCounts() {
    Network network =
        new Network(
            "lenet",
            DIGIT,
            List.of(
                convolution("conv1", 1, 6, 5, 5),
                new MaxPooling("pool1", 2),
                convolution("conv2", 6, 16, 5, 5),
                new MaxPooling("pool2", 2),
                connected("fc1", 256, 120),
                connected("fc2", 120, 84),
                connected("fc3", 84, 10)));
    assertThat(network.shapes())
        .containsExactly(
            new Shape(6, 24, 24),
            new Shape(6, 12, 12),
            new Shape(16, 8, 8),
            new Shape(16, 4, 4),
            new Shape(120, 1, 1),
            new Shape(84, 1, 1),
            new Shape(10, 1, 1));
    // 6*24*24*25 = 86,400; 16*8*8*6*25 = 153,600; 256*120 = 30,720; 120*84 = 10,080; 84*10 = 840.
    assertThat(network.macs()).isEqualTo(86_400 + 153_600 + 30_720 + 10_080 + 840);
  }

  @Test
  void aConvolutionMayHaveAnyRectangularKernel() {
    Convolution layer = convolution("c", 3, 2, 1, 5);
    assertThat(layer.output(new Shape(3, 4, 5))).isEqualTo(new Shape(2, 4, 1));
    assertThat(layer.macs(new Shape(3, 4, 5))).isEqualTo(2 * 4 * 3 * 5);
  }

  @Test
  void poolingDropsRowsAndColumnsThatFillNoWindow() {
    MaxPooling layer = new MaxPooling("p", 3);
    assertThat(layer.output(new Shape(2, 8, 11))).isEqualTo(new Shape(2, 2, 3));
    assertThat(layer.macs(new Shape(2, 8, 11))).isZero();
  }

  @Test
  void aLayerThatDoesNotFitIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Network(
                    "net", DIGIT, List.of(new MaxPooling("pool", 2), connected("fc", 784, 10))))
        .withMessage("network net: layer fc: 784 inputs are needed, an input of 1x14x14 has 196");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Network("net", DIGIT, List.of(convolution("c", 2, 1, 3, 3))))
        .withMessage(
            "network net: layer c: a 3x3 convolution over 2 channels cannot take an input of"
                + " 1x28x28");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convolution("c", 1, 1, 29, 1).output(DIGIT))
        .withMessageContaining("layer c");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> convolution("c", 1, 1, 1, 29).output(DIGIT))
        .withMessageContaining("layer c");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaxPooling("pool", 29).output(DIGIT))
        .withMessage("layer pool: a 29x29 window does not fit into an input of 1x28x28");
  }

  @Test
  void namesMustBeUniqueVisibleAndThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Network("net", DIGIT, List.of(new MaxPooling("p", 2), new MaxPooling("p", 2))))
        .withMessage("network net: two layers are called p");
    for (String name : List.of("", "a b", "a\n", "\u00e9", "x".repeat(256))) {
      assertThatIllegalArgumentException().isThrownBy(() -> new MaxPooling(name, 2));
    }
  }

  @Test
  void aNetworkWithoutLayersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Network("net", DIGIT, List.of()))
        .withMessage("network net: at least one layer is needed");
  }

  @Test
  void sizesAndCountsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FullyConnected("fc", 3, 2, new float[5], new float[2], true))
        .withMessage("layer fc: 6 weights are needed, not 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FullyConnected("fc", 3, 2, new float[6], new float[3], true))
        .withMessage("layer fc: 2 biases are needed, not 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FullyConnected("fc", 0, 2, new float[0], new float[2], true))
        .withMessage("layer fc: inputs must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FullyConnected("fc", 1 << 16, 1 << 16, new float[0], new float[1 << 16], true))
        .withMessage("layer fc: more than 2^31 - 1 weights");
    assertThatIllegalArgumentException().isThrownBy(() -> new MaxPooling("p", 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Shape(1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Shape(1 << 11, 1 << 10, 1 << 10));
    assertThat(new Shape(1 << 10, 1 << 10, (1 << 11) - 1).size()).isEqualTo(0x7FF0_0000);
  }

  @Test
  void aWeightThatIsNotFiniteIsNamed() {
    float[] weights = {1, Float.NaN};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FullyConnected("fc", 2, 1, weights, new float[1], true))
        .withMessage("layer fc: weights[1] is NaN");
  }

  @Test
  void aLayerDoesNotChangeWithTheArraysItWasMadeFromOrGaveAway() {
    float[] weights = {1, 2};
    FullyConnected layer = new FullyConnected("fc", 2, 1, weights, new float[1], true);
    weights[0] = 9;
    layer.weights()[1] = 9;
    layer.bias()[0] = 9;
    assertThat(layer.weights()).containsExactly(1, 2);
    assertThat(layer.bias()).containsExactly(0);
    Convolution convolution = new Convolution("c", 1, 1, 1, 2, weights, new float[1], true);
    convolution.weights()[0] = 5;
    convolution.bias()[0] = 5;
    assertThat(convolution.weights()).containsExactly(9, 2);
    assertThat(convolution.bias()).containsExactly(0);
  }

  @Test
  void layersAreEqualByTheirContents() {
    assertThat(convolution("c", 1, 2, 3, 3))
        .isEqualTo(convolution("c", 1, 2, 3, 3))
        .hasSameHashCodeAs(convolution("c", 1, 2, 3, 3))
        .isNotEqualTo(convolution("d", 1, 2, 3, 3))
        .isNotEqualTo(convolution("c", 2, 1, 3, 3));
    assertThat(connected("f", 2, 3))
        .isEqualTo(connected("f", 2, 3))
        .hasSameHashCodeAs(connected("f", 2, 3))
        .isNotEqualTo(connected("f", 3, 2));
  }
}
