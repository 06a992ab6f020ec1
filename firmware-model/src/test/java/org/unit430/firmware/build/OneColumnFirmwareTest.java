package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.dataset.SplitMix64;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/**
 * Layers whose outputs have one column and several rows, as the second convolution of {@code kws}:
 * windows move down a column without having moved along a row.
 */
class OneColumnFirmwareTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final SplitMix64 RANDOM = new SplitMix64(430);

  private static float[] draw(int count, double limit) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) RANDOM.uniform(-limit, limit);
    }
    return values;
  }

  /** 17x10 inputs: 13x6 sums, pooled to 6x3; then 2x1 outputs of windows as wide as their input. */
  private static Network network() {
    return new Network(
        "column",
        new Shape(1, 17, 10),
        List.of(
            new Convolution("conv1", 1, 3, 5, 5, draw(75, 0.3), draw(3, 0.1), true),
            new MaxPooling("pool1", 2),
            new Convolution("conv2", 3, 4, 5, 3, draw(180, 0.3), draw(4, 0.1), true),
            new FullyConnected("fc", 8, 5, draw(40, 0.3), draw(5, 0.1), false)));
  }

  @Test
  void everyMethodGivesTheReferencesLogits() {
    List<float[]> images = IntStream.range(0, 4).mapToObj(i -> draw(170, 1)).toList();
    QuantizedNetwork network = Quantizer.quantize(network(), images, 1, true);
    assertThat(network.layers().get(1).convolved()).isEqualTo(new Shape(4, 2, 1));
    List<short[]> inputs = images.stream().map(network::quantizeInput).toList();
    for (Method method : Method.standard()) {
      Thresholds thresholds =
          method.skips().hasThreshold()
              ? ThresholdCalibrator.percentile(network, inputs, 50, method.skips())
              : Thresholds.zero(network.layers().size());
      FirmwareRunner machine =
          new FirmwareRunner(
              new FirmwareBuilder(DEVICE, 16).build(network, method, thresholds),
              MachineFactory.create(DEVICE));
      ReferenceInference reference = new ReferenceInference(network, method, thresholds);
      for (short[] input : inputs) {
        assertThat(machine.run(input).logits())
            .as(method.label())
            .isEqualTo(reference.run(input).logits());
      }
    }
  }
}
