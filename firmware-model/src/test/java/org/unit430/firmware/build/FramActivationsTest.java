package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
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
import org.unit430.simulator.event.Event;
import org.unit430.simulator.machine.MachineFactory;

/** Activations that find no room in 8 KB of SRAM lie in FRAM, and every access is charged there. */
class FramActivationsTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int SRAM = 0x1C00; // SLASE54 table 6-1
  private static final int FRAM = 0x4000;

  private final SplittableRandom random = new SplittableRandom(430);

  static Stream<Method> methods() {
    return Method.all().stream();
  }

  private float[] numbers(int count, double magnitude) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (magnitude * (2 * random.nextDouble() - 1));
    }
    return numbers;
  }

  private Convolution convolution(String name, int in, int out, int edge) {
    return new Convolution(
        name, in, out, edge, edge, numbers(in * out * edge * edge, 0.3), numbers(out, 0.1), true);
  }

  private FullyConnected logits(int in) {
    return new FullyConnected("logits", in, 5, numbers(5 * in, 0.1), numbers(5, 0.1), false);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void anInputInFramIsReadWhereItLies(Method method) {
    // Input 3x32x32 x 2 = 6,144 bytes, feature map 5x15x15 x 2 = 2,250: together more than 8,192.
    Network network =
        new Network(
            "photograph",
            new Shape(3, 32, 32),
            List.of(convolution("conv", 3, 5, 3), new MaxPooling("pool", 2), logits(5 * 15 * 15)));
    Run run = run(network, method);
    assertThat(run.firmware.inputAddress()).isEqualTo(FRAM);
    if (method.skips() != Method.Skips.BELOW_THRESHOLD_SORTED) {
      assertThat(run.inference.total().total().get(Event.FRAM_WRITE))
          .isEqualTo(storedThresholds(method, 5 * 27));
    }
    // Map 2,250, logits 5 x 4, stack 40; at most a list of 1,125 activations as scratch.
    assertThat(run.firmware.ramBytes()).isBetween(2310, 2310 + 4 * 1125);
    assertThat(run.firmware.framBytes()).isGreaterThan(6144);
  }

  /** Sorted weights need scratch that SRAM has not beside this network's values. */
  static Stream<Method> methodsWithLittleScratch() {
    return methods().filter(method -> method.skips() != Method.Skips.BELOW_THRESHOLD_SORTED);
  }

  @ParameterizedTest
  @MethodSource("methodsWithLittleScratch")
  void aFeatureMapInFramIsWrittenAndReadWhereItLies(Method method) {
    // Input 2x20x20 x 2 = 1,600 bytes, feature map 14x18x18 x 2 = 9,072: alone more than 8,192.
    Network network =
        new Network(
            "map",
            new Shape(2, 20, 20),
            List.of(
                convolution("conv", 2, 14, 3),
                convolution("point", 14, 2, 1),
                new MaxPooling("pool", 2),
                logits(2 * 9 * 9)));
    Run run = run(network, method);
    assertThat(run.firmware.inputAddress()).isEqualTo(SRAM);
    // Without pooling every value is stored once.
    assertThat(framWrites(run, 0)).isEqualTo(14 * 18 * 18 + storedThresholds(method, 14 * 18));
    assertThat(framWrites(run, 1)).isEqualTo(storedThresholds(method, 2 * 14));
  }

  private static long framWrites(Run run, int layer) {
    return run.inference.layers().get(layer).total().get(Event.FRAM_WRITE);
  }

  /** UnIT stores a threshold beside each weight of a convolution, in FRAM. */
  private static int storedThresholds(Method method, int weights) {
    return method.skips() == Method.Skips.BELOW_THRESHOLD ? weights : 0;
  }

  private record Run(Firmware firmware, InferenceRun inference) {}

  /** Runs an input of both signs and compares with the specification. */
  private Run run(Network network, Method method) {
    float[] input = numbers(network.input().size(), 1);
    QuantizedNetwork quantized = Quantizer.quantize(network, List.of(input), 1, true);
    List<short[]> fixed = List.of(quantized.quantizeInput(input));
    Thresholds thresholds = ThresholdCalibrator.percentile(quantized, fixed, 40, method.skips());
    Firmware firmware = new FirmwareBuilder(DEVICE, 16).build(quantized, method, thresholds);
    InferenceRun run =
        new FirmwareRunner(firmware, MachineFactory.create(DEVICE)).run(fixed.get(0));
    ReferenceInference.Result expected =
        new ReferenceInference(quantized, method, thresholds).run(fixed.get(0));
    assertThat(run.logits()).isEqualTo(expected.logits());
    for (int layer = 0; layer < quantized.layers().size(); layer++) {
      assertThat(run.macsExecuted(layer)).isEqualTo(expected.macsExecuted().get(layer));
    }
    return new Run(firmware, run);
  }
}
