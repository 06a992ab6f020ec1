package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;

/** A network that needs more than the FR5994 has: 8 KB of SRAM, 208 KB of FRAM above 64 KB. */
class FirmwareDoesNotFitTest {
  @Test
  void tooManyActivationsNameTheMemoryTheExcessAndTheBuffers() {
    // Input 128x128 x 2 bytes = 32,768; output 2x128x128 x 2 = 65,536; logits 2 x 4; stack 40.
    // The output and then the input leave SRAM: 98,304 bytes, logits and stack stay: 48.
    // FRAM below the vectors: FF80h - 4000h = 49,024.
    Network network =
        new Network(
            "wide",
            new Shape(1, 128, 128),
            List.of(
                new Convolution("point", 1, 2, 1, 1, new float[2], new float[2], true),
                new FullyConnected(
                    "logits", 32_768, 2, new float[2 * 32_768], new float[2], false)));
    assertThatThrownBy(() -> build(network))
        .isInstanceOf(FirmwareDoesNotFitException.class)
        .hasMessage(
            "network wide needs 48 bytes of SRAM and 98304 of FRAM below 64 KB for its"
                + " activations, of which the device has 8192 and 49024; the largest is the output"
                + " of point");
  }

  @Test
  void tooManyWeightsNameTheMemoryTheExcessAndThePiece() {
    // 600 x 200 x 2 bytes = 240,000; 44000h - 10000h = 212,992; 27,008 are missing.
    Network network =
        new Network(
            "heavy",
            new Shape(600, 1, 1),
            List.of(
                new FullyConnected("big", 600, 200, new float[120_000], new float[200], true),
                new FullyConnected("logits", 200, 2, new float[400], new float[2], false)));
    assertThatThrownBy(() -> build(network))
        .isInstanceOf(FirmwareDoesNotFitException.class)
        .hasMessage("network heavy needs 27008 bytes more FRAM than the device has at big.weights");
  }

  private static Firmware build(Network network) {
    float[] input = new float[network.input().size()];
    QuantizedNetwork quantized = Quantizer.quantize(network, List.of(input), 1);
    Method dense = Method.all().get(0);
    return new FirmwareBuilder(DeviceCatalog.byName("MSP430FR5994"), 8)
        .build(quantized, dense, Thresholds.zero(quantized.layers().size()));
  }
}
