package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.testvectors.SharedData;

/** The bundled network on real test images: the machine equals the reference for every method. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MnistFirmwareTest {
  private static final int IMAGES = 200;
  private static final int WORKERS = 2;
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  private Workload mnist;
  private Dataset test;
  private List<float[]> calibration;

  static Stream<Method> methods() {
    return Method.standard().stream();
  }

  @BeforeAll
  void readMnist() {
    mnist = Workloads.byName("mnist", Optional.of(SharedData.require("datasets/mnist")));
    test = mnist.test(IMAGES, 1);
    Dataset chosen = mnist.calibration(64);
    calibration = IntStream.range(0, chosen.size()).mapToObj(chosen::image).toList();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void machineEqualsReferenceOnTestImages(Method method) {
    Network network =
        method.weights() == Method.Weights.UNPRUNED ? mnist.network() : mnist.prunedNetwork();
    QuantizedNetwork quantized = Quantizer.quantize(network, calibration, 1);
    List<short[]> fixed = calibration.stream().map(quantized::quantizeInput).toList();
    Thresholds thresholds = ThresholdCalibrator.percentile(quantized, fixed, 50, method.skips());
    Firmware firmware = new FirmwareBuilder(DEVICE, 8).build(quantized, method, thresholds);
    ReferenceInference reference = new ReferenceInference(quantized, method, thresholds);
    IntStream.range(0, WORKERS)
        .parallel()
        .forEach(
            worker -> {
              FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
              for (int i = worker; i < IMAGES; i += WORKERS) {
                short[] input = quantized.quantizeInput(test.image(i));
                InferenceRun run = runner.run(input);
                ReferenceInference.Result expected = reference.run(input);
                assertThat(run.logits()).as("image %d", i).isEqualTo(expected.logits());
                List<Long> executed =
                    IntStream.range(0, quantized.layers().size())
                        .mapToObj(run::macsExecuted)
                        .toList();
                assertThat(executed).as("image %d", i).isEqualTo(expected.macsExecuted());
              }
            });
  }
}
