package org.unit430.firmware.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Every expected value is worked by hand in the comment beside it. */
class FloatInferenceTest {

  private static float[] run(Shape input, Layer layer, float... values) {
    return new FloatInference(new Network("net", input, List.of(layer))).infer(values);
  }

  @Test
  void convolutionSumsOverChannelsAndKernelWithoutMirroring() {
    // Two channels of 2x3, one 2x2 kernel each.
    Convolution layer =
        new Convolution(
            "c", 2, 1, 2, 2, new float[] {1, 2, 3, 4, 10, 0, 0, -1}, new float[] {0.5f}, false);
    float[] result =
        run(
            new Shape(2, 2, 3),
            layer, //
            1,
            2,
            3,
            4,
            5,
            6, // channel 0
            7,
            8,
            9,
            1,
            2,
            3); // channel 1
    // x = 0: 1*1+2*2+4*3+5*4 = 37, 7*10-2 = 68, + 0.5; x = 1: 2+6+15+24 = 47, 8*10-3 = 77, + 0.5
    assertThat(result).containsExactly(105.5f, 124.5f);
  }

  @Test
  void outputChannelsHaveTheirOwnKernelAndBias() {
    Convolution layer =
        new Convolution("c", 1, 2, 1, 1, new float[] {2, -1}, new float[] {1, 0}, true);
    // channel 0: 2x + 1; channel 1: max(0, -x)
    assertThat(run(new Shape(1, 1, 2), layer, 3, -4)).containsExactly(7, 0, 0, 4);
  }

  @Test
  void fullyConnectedWeightsAreStoredOutputByOutput() {
    FullyConnected layer =
        new FullyConnected(
            "fc", 3, 2, new float[] {1, 2, 3, -1, 0, 1}, new float[] {0, -10}, false);
    // 1*1+2*2+3*4 = 17; -1+0+4-10 = -7
    assertThat(run(new Shape(3, 1, 1), layer, 1, 2, 4)).containsExactly(17, -7);
  }

  @Test
  void fullyConnectedFlattensChannelByChannelRowByRow() {
    float[] weights = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 0};
    FullyConnected layer = new FullyConnected("fc", 8, 1, weights, new float[1], false);
    assertThat(run(new Shape(2, 2, 2), layer, 1, 2, 3, 4, 5, 6, 7, 8)).containsExactly(7654321);
  }

  @Test
  void reluMakesNegativeSumsZeroAndKeepsPositiveOnes() {
    FullyConnected layer =
        new FullyConnected("fc", 1, 3, new float[] {1, -1, 0}, new float[3], true);
    assertThat(run(new Shape(1, 1, 1), layer, 2)).containsExactly(2, 0, 0);
  }

  @Test
  void poolingTakesTheGreatestOfEachWindowAlsoWhenAllAreNegative() {
    float[] result =
        run(
            new Shape(1, 3, 5),
            new MaxPooling("p", 2), //
            1,
            2,
            -5,
            -6,
            9, //
            3,
            4,
            -7,
            -4,
            9, //
            9,
            9,
            9,
            9,
            9);
    assertThat(result).containsExactly(4, -4);
  }

  @Test
  void sumsAreKeptInDoubleAndRoundedOnce() {
    // In float, 2^24 + 1 = 2^24, so a float sum would give 0.
    FullyConnected layer =
        new FullyConnected(
            "fc", 3, 1, new float[] {16_777_216, 1, -16_777_216}, new float[1], false);
    assertThat(run(new Shape(3, 1, 1), layer, 1, 1, 1)).containsExactly(1);
  }

  @Test
  void activationsHoldTheOutputOfEveryLayer() {
    Network network =
        new Network(
            "net",
            new Shape(1, 2, 2),
            List.of(
                new MaxPooling("p", 2),
                new FullyConnected("a", 1, 2, new float[] {1, -1}, new float[2], true),
                new FullyConnected("b", 2, 1, new float[] {2, 5}, new float[] {1}, false)));
    List<float[]> activations = new FloatInference(network).activations(new float[] {1, 2, 3, 0});
    assertThat(activations).hasSize(3);
    assertThat(activations.get(0)).containsExactly(3);
    assertThat(activations.get(1)).containsExactly(3, 0);
    assertThat(activations.get(2)).containsExactly(7);
  }

  @Test
  void theClassIsTheGreatestLogitAndTheFirstOfEqualOnes() {
    FullyConnected layer =
        new FullyConnected("fc", 1, 4, new float[] {-1, 2, 2, 1}, new float[4], false);
    FloatInference inference =
        new FloatInference(new Network("net", new Shape(1, 1, 1), List.of(layer)));
    assertThat(inference.classify(new float[] {1})).isEqualTo(1);
    assertThat(inference.classify(new float[] {-1})).isZero();
  }

  @Test
  void anInputOfAnotherLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(new Shape(1, 2, 2), new MaxPooling("p", 1), 1, 2, 3))
        .withMessage("network net: an input of 1x2x2 has 4 values, not 3");
  }
}
