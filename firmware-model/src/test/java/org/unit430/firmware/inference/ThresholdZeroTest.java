package org.unit430.firmware.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.EveryMethodTest;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Formats;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedNetwork;

/** Without a threshold every method is exact: it leaves out only what cannot change a logit. */
class ThresholdZeroTest {
  private static final Formats FORMATS = new Formats(8, 8, 14);

  // A 2x2 convolution over 4x4 inputs, then four inputs to two logits. Weights of both signs and
  // zero; a bias so negative that ReLU cuts some outputs.
  private static final QuantizedNetwork NETWORK =
      new QuantizedNetwork(
          "small",
          List.of(
              new QuantizedLayer(
                  "conv",
                  Kind.CONVOLUTION,
                  new Shape(1, 4, 4),
                  1,
                  2,
                  2,
                  1,
                  new short[] {300, -200, 0, 150},
                  new int[] {-20_000},
                  FORMATS,
                  2,
                  true,
                  255),
              new QuantizedLayer(
                  "logits",
                  Kind.FULLY_CONNECTED,
                  new Shape(1, 3, 3),
                  2,
                  3,
                  3,
                  1,
                  new short[] {1, -2, 3, 0, 5, -6, 7, -8, 9, 9, 8, -7, 6, -5, 4, 0, 2, -1},
                  new int[] {3, -4},
                  new Formats(14, 8, 22),
                  0,
                  false,
                  32767)));

  /** All methods with a program, and those that are modelled; all run the one network here. */
  static Stream<Method> exactAtZero() {
    return Stream.concat(
            EveryMethodTest.everyMethod().stream(),
            Method.all().stream().filter(Method::isModelled))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("exactAtZero")
  void aThresholdOfZeroGivesTheLogitsOfDenseInference(Method method) {
    Thresholds zero = Thresholds.zero(2);
    boolean library = method.products() == Method.Products.LIBRARY;
    ReferenceInference dense =
        new ReferenceInference(
            NETWORK, MethodName.parse(library ? "library-dense" : "dense").get(0), zero);
    ReferenceInference other = new ReferenceInference(NETWORK, method, zero);
    for (short[] input : inputs()) {
      assertThat(other.run(input).logits()).isEqualTo(dense.run(input).logits());
    }
  }

  private static List<short[]> inputs() {
    List<short[]> inputs = new ArrayList<>();
    for (int seed = 0; seed < 50; seed++) {
      short[] input = new short[16];
      for (int i = 0; i < input.length; i++) {
        int value = (seed * 37 + i * 101) % 511 - 255;
        input[i] = (short) Math.max(0, value);
      }
      inputs.add(input);
    }
    return inputs;
  }
}
