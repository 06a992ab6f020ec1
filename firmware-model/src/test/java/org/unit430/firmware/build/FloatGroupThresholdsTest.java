package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.cost.WorstCase;
import org.unit430.firmware.float32.FloatDivision;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;

/** Thresholds that belong to groups of output channels, in single precision. */
class FloatGroupThresholdsTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  static Stream<Arguments> everyDivisionByGroups() {
    return Stream.concat(
        Stream.of(FloatDivision.values())
            .flatMap(
                division ->
                    Stream.of(
                        // 3, 4, 5 and 3 outputs in twos: last groups of 1 and of 2.
                        Arguments.of("unit:" + division.label(), "tiny", "group:2", 20),
                        Arguments.of("ttp-csr+unit:" + division.label(), "tiny", "group:2", 20))),
        Stream.of(
            Arguments.of("unit:mitchell", "tiny", "global", 20),
            Arguments.of("unit:exact", "signal", "group:1", 2),
            // 17 and 7 outputs in threes: a last group of 2 and of 1.
            Arguments.of("unit:shift", "odd", "group:3", 1),
            Arguments.of("ttp-csr+unit:mask", "odd", "group:3", 1)));
  }

  @ParameterizedTest
  @MethodSource("everyDivisionByGroups")
  void machineGivesTheReferencesLogitsAndCounts(
      String name, String shape, String scope, int count) {
    Method method = MethodName.parse(name).get(0);
    RandomNetworks random = new RandomNetworks(6, name.startsWith("ttp") ? 0.8 : 0.01);
    boolean signed = !shape.equals("odd");
    Network trained =
        switch (shape) {
          case "tiny" -> random.tiny();
          case "odd" -> random.odd();
          default -> random.signal();
        };
    List<float[]> inputs =
        signed ? random.signedInputs(trained, count) : random.inputs(trained, count);
    QuantizedNetwork fixed = Quantizer.quantize(trained, inputs, 1, signed);
    FloatNetwork network = FloatNetwork.of(trained, signed);
    List<FloatThreshold> thresholds =
        FloatThresholds.of(
            fixed,
            method,
            ThresholdCalibrator.percentile(
                fixed,
                RandomNetworks.fixed(fixed, inputs),
                40,
                method.skips(),
                ThresholdScope.parse(scope)));
    FloatReference reference = new FloatReference(network, method, thresholds);
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, 16, Multiplier.MPY32).build(network, method, thresholds);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    long longest = 0;
    for (float[] input : inputs) {
      InferenceRun run = runner.run(firmware.input(input));
      FloatReference.Result expected = reference.run(input);
      assertThat(run.logits()).isEqualTo(FloatFirmwareTest.bits(expected.logits()));
      for (int layer = 0; layer < network.layers().size(); layer++) {
        assertThat(run.macsExecuted(layer)).isEqualTo(expected.macsExecuted().get(layer));
      }
      longest = Math.max(longest, run.total().cycles());
    }
    if (name.endsWith("mask") && shape.equals("tiny")) { // the search for the bound takes long
      assertThat(longest).isLessThanOrEqualTo(WorstCase.cycles(firmware, thresholds, DEVICE, 1));
    }
  }

  @Test
  void groupsOfEqualThresholdsExecuteTheSameAndDivideMore() {
    RandomNetworks random = new RandomNetworks(6, 0.01);
    Network trained = random.twoLayers(5, 32, 16);
    FloatNetwork network = FloatNetwork.of(trained, false);
    Method method = MethodName.parse("unit:exact").get(0);
    float[] input = {1, 0.5f, 0, 1, 0.25f};
    FloatThreshold whole = FloatThreshold.whole(0.1f);
    FloatThreshold halves = new FloatThreshold(16, List.of(0.1f, 0.1f));
    InferenceRun once = run(network, method, List.of(whole, whole), input);
    InferenceRun twice = run(network, method, List.of(halves, whole), input);
    assertThat(twice.logits()).isEqualTo(once.logits());
    assertThat(twice.macsExecuted(0)).isEqualTo(once.macsExecuted(0)).isBetween(1L, 127L);
    // Four inputs are not zero: four divisions more, of 100 cycles and more; the others as before.
    assertThat(divisions(twice) - divisions(once)).isBetween(4 * 100L, 4 * 1000L);
  }

  private static InferenceRun run(
      FloatNetwork network, Method method, List<FloatThreshold> thresholds, float[] input) {
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, 8, Multiplier.MPY32).build(network, method, thresholds);
    return new FirmwareRunner(firmware, MachineFactory.create(DEVICE)).run(firmware.input(input));
  }

  private static long divisions(InferenceRun run) {
    return run.layers().get(0).byOperation().get(Operation.DIVIDE).events().cycles();
  }
}
