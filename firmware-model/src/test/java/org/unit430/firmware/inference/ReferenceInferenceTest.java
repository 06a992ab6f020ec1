package org.unit430.firmware.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Formats;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedNetwork;

/** Two layers small enough to be worked by hand. */
class ReferenceInferenceTest {
  // A 1x3 input, a 1x2 filter with weights 3, -1 and bias 4, shift 1, ReLU; then two outputs over
  // two inputs.
  private static final QuantizedLayer FILTER =
      new QuantizedLayer(
          "filter",
          Kind.CONVOLUTION,
          new Shape(1, 1, 3),
          1,
          1,
          2,
          1,
          new short[] {3, -1},
          new int[] {4},
          new Formats(0, 0, -1),
          1,
          true,
          100);
  private static final QuantizedLayer LOGITS =
      new QuantizedLayer(
          "logits",
          Kind.FULLY_CONNECTED,
          new Shape(1, 1, 2),
          2,
          1,
          2,
          1,
          new short[] {2, 0, -5, 1},
          new int[] {0, 7},
          new Formats(-1, 0, -1),
          0,
          false,
          32767);
  private static final QuantizedNetwork NETWORK =
      new QuantizedNetwork("two", List.of(FILTER, LOGITS));
  private static final short[] INPUT = {10, 0, 5};

  @Test
  void denseInferenceIsTheSumOfAllProducts() {
    // Filter: (3*10 - 1*0 + 4 + 1) >> 1 = 17; (3*0 - 1*5 + 4 + 1) >> 1 = 0.
    // Logits: 2*17 + 0*0 + 0 = 34; -5*17 + 1*0 + 7 = -78.
    ReferenceInference.Result result = run(named("dense"), Thresholds.zero(2));
    assertThat(result.logits()).containsExactly(34, -78);
    assertThat(result.macsExecuted()).containsExactly(4L, 4L);
    assertThat(result.predicted()).isZero();
  }

  @Test
  void skippingZerosChangesCountsOnly() {
    // Filter: of 10, 0, 0, 5 two are not zero; logits: 17 counts twice, 0 not at all.
    ReferenceInference.Result skipped = run(named("zero-skip"), Thresholds.zero(2));
    assertThat(skipped.logits()).containsExactly(34, -78);
    assertThat(skipped.macsExecuted()).containsExactly(2L, 2L);
    // Of the four weights of the logits one is zero.
    ReferenceInference.Result tested = run(named("ttp-zero-test"), Thresholds.zero(2));
    assertThat(tested.logits()).containsExactly(34, -78);
    assertThat(tested.macsExecuted()).containsExactly(4L, 3L);
    assertThat(run(named("ttp-csr"), Thresholds.zero(2)).macsExecuted()).containsExactly(4L, 3L);
  }

  @Test
  void unitAtThresholdZeroGivesTheDenseLogits() {
    for (ThresholdDivision division : ThresholdDivision.values()) {
      ReferenceInference.Result result = run(unit(division), Thresholds.zero(2));
      assertThat(result.logits()).containsExactly(34, -78);
      assertThat(result.macsExecuted()).containsExactly(2L, 2L);
    }
  }

  @Test
  void unitDropsProductsThatAreNotAboveTheThreshold() {
    // T = 5 in the filter: 30 stays, |-1*5| = 5 goes, so the second output is (4 + 1) >> 1 = 2.
    // T = 34 in the logits: |2*17| = 34 goes, |-5*17| = 85 stays, |1*2| goes.
    ReferenceInference.Result result = run(unit(ThresholdDivision.EXACT), Thresholds.of(5, 34));
    assertThat(result.logits()).containsExactly(0, -78);
    assertThat(result.macsExecuted()).containsExactly(1L, 1L);
  }

  @Test
  void shiftDropsMoreThanExact() {
    // T = 29: exact keeps 30 > 29. Shift: floor(log2 3) = 1, 29 >> 1 = 14 >= 10, so it goes and (4
    // + 1) >> 1 = 2 stays.
    Thresholds thresholds = Thresholds.of(29, 0);
    assertThat(run(unit(ThresholdDivision.EXACT), thresholds).macsExecuted().get(0)).isEqualTo(1);
    assertThat(run(unit(ThresholdDivision.SHIFT), thresholds).macsExecuted().get(0)).isZero();
  }

  @Test
  void everyOutputIsPrunedByTheThresholdOfItsGroup() {
    // The logits' inputs are 17 and 0. Output 0: |2*17| = 34 stays above T = 33. Output 1:
    // |-5*17| = 85 is not above T = 85, so only its bias of 7 is left.
    Thresholds thresholds =
        new Thresholds(List.of(LayerThreshold.whole(0), new LayerThreshold(1, List.of(33, 85))));
    ReferenceInference.Result result = run(unit(ThresholdDivision.EXACT), thresholds);
    assertThat(result.logits()).containsExactly(34, 7);
    assertThat(result.macsExecuted()).containsExactly(2L, 1L);
  }

  @Test
  void aLargerThresholdSkipsWhateverASmallerOneSkips() {
    short[] input = {10, -3, 0, 7, 1, 250};
    short[] weights = new short[6 * 5];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (short) (i * 37 % 61 - 30);
    }
    for (Kind kind : Kind.values()) {
      QuantizedLayer layer =
          new QuantizedLayer(
              "five",
              kind,
              new Shape(1, 1, 6),
              5,
              1,
              6,
              1,
              weights,
              new int[5],
              new Formats(0, 0, 0),
              0,
              false,
              1000);
      for (ThresholdDivision division : ThresholdDivision.values()) {
        LayerThreshold smaller = new LayerThreshold(2, List.of(0, 40, 300));
        LayerThreshold larger = new LayerThreshold(2, List.of(1, 41, 5000));
        LayerArithmetic.MacFilter less = filter(division, layer, smaller, input);
        LayerArithmetic.MacFilter more = filter(division, layer, larger, input);
        int kept = 0;
        for (int w = 0; w < weights.length; w++) {
          kept += more.keeps(w % 6, w) ? 1 : 0;
          assertThat(!more.keeps(w % 6, w) || less.keeps(w % 6, w)).isTrue();
        }
        assertThat(kept).isPositive();
      }
    }
  }

  private static LayerArithmetic.MacFilter filter(
      ThresholdDivision division, QuantizedLayer layer, LayerThreshold threshold, short[] input) {
    Method method = unit(division);
    return ReferenceInference.filter(
        method,
        layer,
        threshold,
        ReferenceInference.weightThresholds(method, layer, threshold),
        input);
  }

  private static ReferenceInference.Result run(Method method, Thresholds thresholds) {
    return new ReferenceInference(NETWORK, method, thresholds).run(INPUT);
  }

  private static Method named(String name) {
    return Method.all().stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Method unit(ThresholdDivision division) {
    return Method.unit(division);
  }
}
