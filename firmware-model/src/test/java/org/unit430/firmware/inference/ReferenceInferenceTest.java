package org.unit430.firmware.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.Shape;
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
    ReferenceInference.Result result =
        run(unit(ThresholdDivision.EXACT), new Thresholds(List.of(5, 34)));
    assertThat(result.logits()).containsExactly(0, -78);
    assertThat(result.macsExecuted()).containsExactly(1L, 1L);
  }

  @Test
  void shiftDropsMoreThanExact() {
    // T = 29: exact keeps 30 > 29. Shift: floor(log2 3) = 1, 29 >> 1 = 14 >= 10, so it goes and (4
    // + 1) >> 1 = 2 stays.
    Thresholds thresholds = new Thresholds(List.of(29, 0));
    assertThat(run(unit(ThresholdDivision.EXACT), thresholds).macsExecuted().get(0)).isEqualTo(1);
    assertThat(run(unit(ThresholdDivision.SHIFT), thresholds).macsExecuted().get(0)).isZero();
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
