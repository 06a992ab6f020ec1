package org.unit430.firmware.float32;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedLayer.Windows;

class FloatSumsTest {
  private static final int INPUTS = 12;

  private static FloatLayer layer(float[] weights, float bias, float cutoff) {
    return new FloatLayer(
        "one",
        Kind.FULLY_CONNECTED,
        new Shape(1, 1, weights.length),
        1,
        1,
        weights.length,
        1,
        weights,
        new float[] {bias},
        true,
        Windows.PLAIN,
        cutoff);
  }

  @Test
  void stoppingAtANegativeSumChangesNoOutput() {
    SplittableRandom random = new SplittableRandom(438);
    int stopped = 0;
    for (int n = 0; n < 2000; n++) {
      float[] weights = new float[INPUTS];
      float[] input = new float[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        weights[i] = (float) (random.nextDouble() * 4 - 2);
        input[i] = random.nextBoolean() ? 0 : (float) random.nextDouble();
      }
      float bias = (float) (random.nextDouble() - 0.5);
      float sum = bias;
      for (int sign = 1; sign >= -1; sign -= 2) {
        for (int i = 0; i < INPUTS; i++) {
          sum += weights[i] * sign > 0 ? weights[i] * input[i] : 0;
        }
      }
      FloatSums.LayerResult result = FloatSums.signed(layer(weights, bias, 0), input);
      assertThat(result.outputs()).containsExactly(Math.max(0f, sum));
      stopped += result.macsExecuted() < INPUTS ? 1 : 0;
    }
    assertThat(stopped).isBetween(500, 1900);
  }

  @Test
  void theSignIsLookedAtBeforeEachNegativeWeight() {
    // 0.5 + 1, then - 2 gives -0.5: the other two are left out.
    FloatLayer layer = layer(new float[] {-2, -1, 1, -4}, 0.5f, 0);
    assertThat(FloatSums.signed(layer, new float[] {1, 1, 1, 1}).macsExecuted()).isEqualTo(2);
    // 0.5 + 4 - 2 - 1 = 1.5, so that all are needed.
    assertThat(FloatSums.signed(layer, new float[] {1, 1, 4, 1}).macsExecuted()).isEqualTo(4);
  }

  @Test
  void whatIsNotAboveTheCutoffBecomesZero() {
    float[] one = {1};
    assertThat(FloatSums.run(layer(one, 0.25f, 1.25f), one, (x, w) -> true).outputs())
        .containsExactly(0);
    assertThat(FloatSums.run(layer(one, 0.5f, 1.25f), one, (x, w) -> true).outputs())
        .containsExactly(1.5f);
  }
}
