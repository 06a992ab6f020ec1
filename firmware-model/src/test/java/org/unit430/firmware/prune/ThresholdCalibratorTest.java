package org.unit430.firmware.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Formats;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedNetwork;

/** Two layers of two inputs each, small enough to be worked by hand. */
class ThresholdCalibratorTest {
  // Inputs 10 and 2; products of outputs 0 to 2: 10, 4; 20, 6; 30, 8. Their sums 14, 26 and 38 and
  // a half for rounding, shifted by 1: 7, 13, 19.
  private static final QuantizedLayer HIDDEN =
      layer("hidden", 2, 3, new short[] {1, 2, 2, 3, 3, 4}, new Formats(0, 0, -1), 1, true);
  // Products of the only output: 7, 26, 57, in units of 1/4.
  private static final QuantizedLayer LOGITS =
      layer("logits", 3, 1, new short[] {1, 2, 3}, new Formats(-1, 3, 2), 0, false);
  private static final QuantizedNetwork NETWORK =
      new QuantizedNetwork("two", List.of(HIDDEN, LOGITS));
  private static final List<short[]> INPUTS = List.of(new short[] {10, 2});

  @Test
  void aLayersThresholdIsThePercentileOfItsProducts() {
    // Of 4, 6, 8, 10, 20, 30 the third is the 50th percentile; of 7, 26, 57 the second.
    assertThat(calibrate(50, ThresholdScope.LAYER)).isEqualTo(Thresholds.of(8, 26));
    assertThat(calibrate(0, ThresholdScope.LAYER)).isEqualTo(Thresholds.of(0, 0));
    assertThat(calibrate(100, ThresholdScope.LAYER)).isEqualTo(Thresholds.of(30, 57));
  }

  @Test
  void aGroupsThresholdIsThePercentileOfItsOwnProducts() {
    // Outputs 0 and 1 have 4, 6, 10, 20; output 2, a group of what is left, 8 and 30.
    assertThat(calibrate(50, ThresholdScope.parse("group:2")).of(0))
        .isEqualTo(new LayerThreshold(2, List.of(6, 8)));
    assertThat(calibrate(50, ThresholdScope.parse("group:1")).of(0))
        .isEqualTo(new LayerThreshold(1, List.of(4, 6, 8)));
  }

  @Test
  void aGroupThatHoldsTheLayerIsTheLayer() {
    assertThat(calibrate(50, ThresholdScope.parse("group:3")))
        .isEqualTo(calibrate(50, ThresholdScope.LAYER));
  }

  @Test
  void oneThresholdForTheNetworkIsThePercentileOfAllRealProducts() {
    // In real units: 4, 6, 8, 10, 20, 30 and 1.75, 6.5, 14.25; of the nine in order 1.75, 4, 6,
    // 6.5, 8, 10, 14.25, 20, 30 the fourth is percentile 44: T = 6.5, 6 in whole units and 26 in
    // quarters.
    assertThat(calibrate(44, ThresholdScope.NETWORK)).isEqualTo(Thresholds.of(6, 26));
    assertThat(calibrate(100, ThresholdScope.NETWORK)).isEqualTo(Thresholds.of(30, 120));
    assertThat(calibrate(0, ThresholdScope.NETWORK)).isEqualTo(Thresholds.of(0, 0));
  }

  @Test
  void limitsOfActivationsBelongToLayers() {
    // Activations 2, 10 and 7, 13, 19; the latter at a scale of 2 each.
    assertThat(
            ThresholdCalibrator.percentile(
                NETWORK, INPUTS, 50, Skips.SMALL_ACTIVATIONS, ThresholdScope.parse("group:1")))
        .isEqualTo(Thresholds.of(2, 13));
    // In real units 2, 10, 14, 26, 38: the third is 14.
    assertThat(
            ThresholdCalibrator.percentile(
                NETWORK, INPUTS, 50, Skips.SMALL_ACTIVATIONS, ThresholdScope.NETWORK))
        .isEqualTo(Thresholds.of(14, 7));
  }

  @Test
  void aLadderHasTheThresholdsOfItsPercentiles() {
    assertThat(
            ThresholdCalibrator.ladder(
                NETWORK, INPUTS, List.of(0.0, 50.0), Skips.BELOW_THRESHOLD, ThresholdScope.LAYER))
        .containsExactly(Thresholds.of(0, 0), Thresholds.of(8, 26));
  }

  @Test
  void scopesAreReadAndRefusedInWords() {
    assertThat(ThresholdScope.parse("group:12").label()).isEqualTo("group:12");
    for (String wrong : List.of("group:0", "group", "group:-1", "Layer", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ThresholdScope.parse(wrong))
          .withMessage(
              "'%s' is none of global, layer and group:N with N output channels, 1 or more", wrong);
    }
    Method sorted = MethodName.parse("unit-sorted:exact").get(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThresholdScope.parse("group:2").requireFor(sorted))
        .withMessageContaining("in one order");
    ThresholdScope.NETWORK.requireFor(sorted);
  }

  private static Thresholds calibrate(double percent, ThresholdScope scope) {
    return ThresholdCalibrator.percentile(NETWORK, INPUTS, percent, Skips.BELOW_THRESHOLD, scope);
  }

  private static QuantizedLayer layer(
      String name,
      int inputs,
      int outputs,
      short[] weights,
      Formats formats,
      int shift,
      boolean relu) {
    return new QuantizedLayer(
        name,
        Kind.FULLY_CONNECTED,
        new Shape(1, 1, inputs),
        outputs,
        1,
        inputs,
        1,
        weights,
        new int[outputs],
        formats,
        shift,
        relu,
        100);
  }
}
