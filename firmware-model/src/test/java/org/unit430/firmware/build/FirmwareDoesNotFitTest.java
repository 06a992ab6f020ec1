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
    // Input 64x64 x 2 bytes = 8,192; output 2x64x64 x 2 = 16,384; logits 2 x 4 share the input's
    // place; stack 40.
    // 8,192 + 16,384 + 40 = 24,616, which is 16,424 more than 8,192.
    Network network =
        new Network(
            "wide",
            new Shape(1, 64, 64),
            List.of(
                new Convolution("point", 1, 2, 1, 1, new float[2], new float[2], true),
                new FullyConnected("logits", 8192, 2, new float[2 * 8192], new float[2], false)));
    assertThatThrownBy(() -> build(network))
        .isInstanceOf(FirmwareDoesNotFitException.class)
        .hasMessage(
            "network wide needs 24616 bytes of SRAM, 16424 more than the device has;"
                + " the largest buffers are the input and the output of point");
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
