package org.unit430.firmware.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.inference.LayerArithmetic.MacFilter;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Formats;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/** A larger threshold skips whatever a smaller one does, under every method that has one. */
class SkipSetsTest {
  private static final int[] THRESHOLDS = {0, 1, 7, 100, 999, 4096, 20_000, 65_535};
  private static final int OPERANDS = 60;

  static Stream<Method> methodsWithThresholds() {
    return Stream.concat(
            Method.all().stream(),
            Arrays.stream(ThresholdDivision.values())
                .flatMap(
                    division ->
                        Stream.of("unit:", "unit-sorted:")
                            .flatMap(unit -> MethodName.parse(unit + division.label()).stream())))
        .distinct()
        .filter(method -> method.skips().hasThreshold());
  }

  @ParameterizedTest
  @MethodSource("methodsWithThresholds")
  void skipSetsAreNestedInTheThreshold(Method method) {
    for (Kind kind : Kind.values()) {
      SplittableRandom random = new SplittableRandom(430);
      short[] weights = operands(random);
      short[] input = operands(random);
      QuantizedLayer layer = layer(kind, weights);
      BitSet before = new BitSet();
      for (int threshold : THRESHOLDS) {
        BitSet skipped = skipped(method, layer, threshold, input);
        BitSet lost = (BitSet) before.clone();
        lost.andNot(skipped);
        assertThat(lost.cardinality()).as("%s at %d", kind, threshold).isZero();
        before = skipped;
      }
      // The largest skips something that the smallest, which leaves out zeros at most, does not.
      assertThat(before.cardinality())
          .isGreaterThan(skipped(method, layer, 0, input).cardinality());
    }
  }

  private static short[] operands(SplittableRandom random) {
    short[] operands = new short[OPERANDS];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = random.nextInt(4) == 0 ? 0 : (short) random.nextInt(-300, 300);
    }
    return operands;
  }

  private static BitSet skipped(Method method, QuantizedLayer layer, int threshold, short[] input) {
    int[] byWeight =
        method.division().isPresent()
            ? ReferenceInference.thresholdsOf(method, layer.weights(), threshold)
            : new int[0];
    MacFilter filter =
        ReferenceInference.filter(method, layer, LayerThreshold.whole(threshold), byWeight, input);
    BitSet skipped = new BitSet();
    for (int x = 0; x < OPERANDS; x++) {
      for (int w = 0; w < OPERANDS; w++) {
        skipped.set(x * OPERANDS + w, !filter.keeps(x, w));
      }
    }
    return skipped;
  }

  private static QuantizedLayer layer(Kind kind, short[] weights) {
    return new QuantizedLayer(
        "layer",
        kind,
        new Shape(OPERANDS, 1, 1),
        1,
        1,
        1,
        1,
        weights,
        new int[1],
        new Formats(0, 0, 0),
        0,
        false,
        300);
  }
}
