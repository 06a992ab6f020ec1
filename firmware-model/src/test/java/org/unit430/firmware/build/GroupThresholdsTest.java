package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;

/** Thresholds that belong to groups of output channels, in machine code. */
class GroupThresholdsTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  static Stream<Arguments> everyDivisionByGroups() {
    return Stream.concat(
        Stream.of(ThresholdDivision.values())
            .flatMap(
                division ->
                    Stream.of(
                        // 17 and 7 outputs in threes: a last group of 2 and of 1.
                        Arguments.of("unit:" + division.label(), "odd", "group:3"),
                        Arguments.of("ttp-csr+unit:" + division.label(), "odd", "group:3"))),
        Stream.of(
            Arguments.of("unit:exact", "signal", "group:1"),
            Arguments.of("ttp-csr+unit:shift", "signal", "group:2"),
            Arguments.of("unit:reciprocal", "signal", "global"),
            Arguments.of("input-skip", "odd", "global"),
            Arguments.of("unit:exact", "lenet", "group:1"),
            Arguments.of("ttp-csr+unit:tree", "lenet", "group:1"),
            // 120, 84 and 10 outputs in eights: the last groups have 8, 4 and 2.
            Arguments.of("unit:shift", "lenet", "group:8")));
  }

  @ParameterizedTest
  @MethodSource("everyDivisionByGroups")
  void machineGivesTheReferencesLogitsAndCounts(String name, String shape, String scope) {
    Method method = MethodName.parse(name).get(0);
    RandomNetworks random = new RandomNetworks(6, name.startsWith("ttp") ? 0.8 : 0.01);
    boolean signed = shape.equals("signal");
    Network network =
        switch (shape) {
          case "lenet" -> random.leNet();
          case "odd" -> random.odd();
          default -> random.signal();
        };
    List<float[]> inputs = signed ? random.signedInputs(network, 4) : random.inputs(network, 4);
    QuantizedNetwork quantized = Quantizer.quantize(network, inputs, 1, signed);
    List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
    Thresholds thresholds =
        ThresholdCalibrator.percentile(
            quantized, fixed, 40, method.skips(), ThresholdScope.parse(scope));
    ReferenceInference reference = new ReferenceInference(quantized, method, thresholds);
    FirmwareRunner runner =
        new FirmwareRunner(
            new FirmwareBuilder(DEVICE, 16).build(quantized, method, thresholds),
            MachineFactory.create(DEVICE));
    for (short[] input : fixed) {
      InferenceRun run = runner.run(input);
      ReferenceInference.Result expected = reference.run(input);
      assertThat(run.logits()).isEqualTo(expected.logits());
      for (int layer = 0; layer < quantized.layers().size(); layer++) {
        assertThat(run.macsExecuted(layer)).isEqualTo(expected.macsExecuted().get(layer));
      }
    }
  }

  @Test
  void groupsCostFramAndTime() {
    RandomNetworks random = new RandomNetworks(6, 0.01);
    Network network = random.twoLayers(5, 32, 16);
    List<float[]> inputs = List.of(new float[] {1, 0.5f, 0, 1, 0.25f});
    QuantizedNetwork quantized = RandomNetworks.quantize(network, inputs);
    short[] input = quantized.quantizeInput(inputs.get(0));
    Method method = MethodName.parse("unit:exact").get(0);
    // The 16 logits are one group; the 32 outputs before them two. Sixteen are unrolled either way.
    Thresholds groups =
        ThresholdCalibrator.percentile(
            quantized, List.of(input), 0, method.skips(), ThresholdScope.parse("group:16"));
    FirmwareBuilder builder = new FirmwareBuilder(DEVICE, 8);
    Firmware whole = builder.build(quantized, method, Thresholds.zero(2));
    Firmware divided = builder.build(quantized, method, groups);
    // Five words for each group: T, largest weight, rounds, bytes. The rest is code.
    assertThat(divided.framBytes() - whole.framBytes()).isBetween(2 * 10, 2 * 10 + 100);
    InferenceRun once = new FirmwareRunner(whole, MachineFactory.create(DEVICE)).run(input);
    InferenceRun twice = new FirmwareRunner(divided, MachineFactory.create(DEVICE)).run(input);
    assertThat(twice.logits()).isEqualTo(once.logits());
    assertThat(twice.macsExecuted(0)).isEqualTo(once.macsExecuted(0));
    // Four inputs are not zero: four divisions more, each of more than 50 cycles.
    assertThat(divisions(twice) - divisions(once)).isGreaterThan(4 * 50);
  }

  private static long divisions(InferenceRun run) {
    return run.layers().get(0).byOperation().get(Operation.DIVIDE).events().cycles();
  }
}
