package org.unit430.firmware.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer.Formats;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

class QuantizerTest {
  @Test
  void aLayerWorkedByHand() {
    // Inputs up to 1: 14 fraction bits, since 2^15 is above 32,767. Weights 0.5 and -0.25: 15 bits
    // would make 0.5 fit
    // (16,384), 16 would not; bias 0.125. The worst sum, (16,384 + 8,192 + 2 x 0.5) x 16,384 at 15
    // bits, is far below
    // 2^31. Products have 14 + 15 = 29 fraction bits.
    FullyConnected logits =
        new FullyConnected("logits", 2, 1, new float[] {0.5f, -0.25f}, new float[] {0.125f}, false);
    QuantizedNetwork network =
        Quantizer.quantize(
            new Network("hand", new Shape(2, 1, 1), List.of(logits)),
            List.of(new float[] {1, 1}),
            1);
    QuantizedLayer layer = network.layers().get(0);
    assertThat(layer.formats()).isEqualTo(new Formats(14, 15, 29));
    assertThat(layer.weights()).containsExactly((short) 16384, (short) -8192);
    assertThat(layer.bias()).containsExactly(1 << 26);
    assertThat(network.quantizeInput(new float[] {1, 0.5f}))
        .containsExactly((short) 16384, (short) 8192);
    // Beyond the limit that was promised, inputs saturate.
    assertThat(network.quantizeInput(new float[] {7, -7}))
        .containsExactly((short) 16384, (short) -16384);
    // 0.5 x 1 - 0.25 x 0.5 + 0.125 = 0.5, at 29 fraction bits.
    assertThat(dense(network).run(network.quantizeInput(new float[] {1, 0.5f})).logits())
        .containsExactly(1 << 28);
  }

  @Test
  void noInputCanOverflowAnAccumulatorHoweverLargeTheWeights() {
    SplittableRandom random = new SplittableRandom(430);
    float[] large = new float[400 * 3];
    for (int i = 0; i < large.length; i++) {
      large[i] = (float) (random.nextDouble() * 2000 - 1000);
    }
    Network network =
        new Network(
            "large",
            new Shape(400, 1, 1),
            List.of(
                new FullyConnected("first", 400, 3, large, new float[] {1e5f, 0, -1e5f}, true),
                new FullyConnected("logits", 3, 1, new float[] {1, -1, 1}, new float[1], false)));
    float[] ones = new float[400];
    java.util.Arrays.fill(ones, 1);
    // The constructor of QuantizedLayer proves the bound; it must not throw.
    QuantizedNetwork quantized = Quantizer.quantize(network, List.of(ones), 1);
    double real = new FloatInference(network).infer(ones)[0];
    int fixed = dense(quantized).run(quantized.quantizeInput(ones)).logits()[0];
    int bits = quantized.layers().get(1).formats().output();
    // 15 bits of activations and some 11 of weights are good for a thousandth.
    assertThat(Math.scalb((double) fixed, -bits))
        .isBetween(real - 0.001 * Math.abs(real), real + 0.001 * Math.abs(real));
  }

  @Test
  void outputsRoundToNearestSaturateAndStopAtZeroUnderRelu() {
    QuantizedLayer relu = layer(true);
    QuantizedLayer linear = layer(false);
    // Shift 4: 24 / 16 = 1.5 rounds up, 23 / 16 down, -24 / 16 = -1.5 up to -1.
    assertThat(requantize(linear, 24)).isEqualTo(2);
    assertThat(requantize(linear, 23)).isEqualTo(1);
    assertThat(requantize(linear, -24)).isEqualTo(-1);
    assertThat(requantize(linear, 1 << 30)).isEqualTo(32767);
    assertThat(requantize(linear, -(1 << 30))).isEqualTo(-32767);
    assertThat(requantize(relu, -24)).isZero();
    assertThat(requantize(relu, 1 << 30)).isEqualTo(32767);
  }

  @Test
  void aLayerThatCouldOverflowIsRefused() {
    // 32,767 x 32,767 x 3 is above 2^31.
    assertThatThrownBy(
            () ->
                new QuantizedLayer(
                    "wild",
                    Kind.FULLY_CONNECTED,
                    new Shape(3, 1, 1),
                    1,
                    1,
                    1,
                    1,
                    new short[] {32767, 32767, 32767},
                    new int[1],
                    new Formats(0, 0, 0),
                    1,
                    true,
                    32767))
        .hasMessageContaining("wild")
        .hasMessageContaining("overflow");
  }

  @Test
  void productsOfALibraryAreRoundedAndSaturatedAtTheOutputsScale() {
    QuantizedLayer exact =
        new QuantizedLayer(
            "layer",
            Kind.FULLY_CONNECTED,
            new Shape(1, 1, 1),
            1,
            1,
            1,
            1,
            new short[] {300},
            new int[] {1000},
            new Formats(10, 10, 16),
            4,
            false,
            32767);
    QuantizedLayer rounded = exact.withRoundedProducts();
    // Of the output's shift of 4 one bit remains; 3 are lost by each product and by the bias.
    assertThat(rounded.formats()).isEqualTo(new Formats(10, 10, 16, 3));
    assertThat(rounded.shift()).isEqualTo(1);
    assertThat(rounded.bias()).containsExactly(125);
    assertThat(rounded.product(100, 300)).isEqualTo(3750); // 30,000 / 8
    assertThat(rounded.product(7, 300)).isEqualTo(263); // 262.5, ties up
    assertThat(rounded.product(-7, 300)).isEqualTo(-262);
    assertThat(rounded.product(32767, 300)).isEqualTo(32767);
    assertThat(rounded.product(-32767, 300)).isEqualTo(-32768);
    assertThat(exact.product(32767, 300)).isEqualTo(9_830_100);
    assertThat(rounded.withRoundedProducts()).isSameAs(rounded);
  }

  @Test
  void poolingThatNoKernelKnowsIsRefusedByItsLayersName() {
    Network network =
        new Network(
            "lone",
            new Shape(1, 4, 4),
            List.of(
                new MaxPooling("pool", 2),
                new FullyConnected("logits", 4, 1, new float[4], new float[1], false)));
    assertThatThrownBy(() -> Quantizer.quantize(network, List.of(new float[16]), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pool");
  }

  private static int requantize(QuantizedLayer layer, int sum) {
    return layer.requantize(sum + layer.initialAccumulator(0));
  }

  private static QuantizedLayer layer(boolean relu) {
    return new QuantizedLayer(
        "layer",
        Kind.FULLY_CONNECTED,
        new Shape(1, 1, 1),
        1,
        1,
        1,
        1,
        new short[1],
        new int[1],
        new Formats(0, 0, 0),
        4,
        relu,
        32767);
  }

  private static ReferenceInference dense(QuantizedNetwork network) {
    return new ReferenceInference(
        network, Method.all().get(0), Thresholds.zero(network.layers().size()));
  }
}
