package org.unit430.firmware.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.build.RandomNetworks;
import org.unit430.firmware.model.InferenceModelTest;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;

/** No run exceeds the bound, under any method. */
class WorstCaseTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  static Stream<Arguments> everyMethodOnEveryShape() {
    return Stream.concat(
        InferenceModelTest.methods()
            .flatMap(
                method -> Stream.of(Arguments.of(method, "odd"), Arguments.of(method, "signal"))),
        Stream.of(RandomNetworks.oddByLayer(), RandomNetworks.prunedOddByLayer())
            .map(method -> Arguments.of(method, "odd")));
  }

  @ParameterizedTest
  @MethodSource("everyMethodOnEveryShape")
  void noRunExceedsTheBound(Method method, String shape) {
    RandomNetworks random =
        new RandomNetworks(
            430, method.weights() == Method.Weights.TRAINING_TIME_PRUNED ? 0.8 : 0.01);
    boolean signed = shape.equals("signal");
    Network network = signed ? random.signal() : random.odd();
    List<float[]> inputs = signed ? random.signedInputs(network, 6) : random.inputs(network, 6);
    // Nothing is zero in one input, everything in another; all is as large as can be in a third,
    // and every second in a fourth.
    for (int i = 0; i < inputs.get(0).length; i++) {
      inputs.get(0)[i] = inputs.get(0)[i] == 0 ? 1 : inputs.get(0)[i];
      inputs.get(1)[i] = 0;
      inputs.get(2)[i] = 1;
      inputs.get(3)[i] = i % 2;
    }
    QuantizedNetwork quantized =
        RandomNetworks.prepared(Quantizer.quantize(network, inputs, 1, signed), method);
    List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
    // A threshold that most products exceed, so that runs come near the bound.
    Thresholds thresholds = RandomNetworks.thresholds(quantized, fixed, 2, method);
    Firmware firmware = new FirmwareBuilder(DEVICE, 16).build(quantized, method, thresholds);
    long bound = WorstCase.cycles(firmware, thresholds, DEVICE, 16, 1);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    long longest = 0;
    for (short[] input : fixed) {
      longest = Math.max(longest, runner.run(input).total().cycles());
    }
    assertThat(longest).isPositive().isLessThanOrEqualTo(bound);
    assertThat((double) bound / longest).isLessThan(limit(method));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "ttp-csr", "snapea", "unit:exact", "unit-sorted:reciprocal"})
  void noRunWithoutAMultiplierExceedsTheBound(String name) {
    Method method = MethodName.parse(name).get(0);
    RandomNetworks random = new RandomNetworks(431, 0.2);
    Network network = random.odd();
    List<float[]> inputs = random.inputs(network, 2);
    QuantizedNetwork quantized = Quantizer.quantize(network, inputs, 1, false);
    List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
    Thresholds thresholds = RandomNetworks.thresholds(quantized, fixed, 2, method);
    Firmware firmware =
        new FirmwareBuilder(DEVICE, 16, Multiplier.SOFTWARE).build(quantized, method, thresholds);
    long bound = WorstCase.cycles(firmware, thresholds, DEVICE, 16, 1);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    for (short[] input : fixed) {
      assertThat(runner.run(input).total().cycles()).isPositive().isLessThanOrEqualTo(bound);
    }
  }

  /**
   * Where weights are 1 and -1 and biases so large that no sum falls below zero, SnaPEA stops
   * nowhere, and only the cache and the branches of pooling and requantising are taken for worse
   * than they are.
   */
  @Test
  void theBoundIsTightWhereSumsNeverFall() {
    Method method = MethodName.parse("snapea").get(0);
    RandomNetworks random = new RandomNetworks(432, 0.2);
    Network network = random.odd();
    List<float[]> inputs = random.inputs(network, 2);
    QuantizedNetwork quantized = Quantizer.quantize(network, inputs, 1, false);
    FirmwareBuilder builder = new FirmwareBuilder(DEVICE, 16);
    Thresholds thresholds = Thresholds.zero(quantized.layers().size());
    Firmware fallingOften = builder.build(quantized, method, thresholds);
    QuantizedNetwork high =
        ForcedRun.withWeights(
            fallingOften,
            (layer, i) -> ForcedRun.sign(fallingOften, layer, i),
            layer -> ForcedRun.BEGIN_OF_SUMS);
    Firmware firmware = builder.build(high, method, thresholds);
    long bound = WorstCase.cycles(firmware, thresholds, DEVICE, 16, 1);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    for (short[] input : RandomNetworks.fixed(quantized, inputs)) {
      long cycles = runner.run(input).total().cycles();
      assertThat(bound).isGreaterThanOrEqualTo(cycles);
      assertThat((double) bound / cycles).isLessThan(1.15);
    }
  }

  /**
   * An adversary who could choose the activations in front of every layer, all as large as they can
   * be, would come near the bound; one who can choose the input alone might not.
   */
  @ParameterizedTest
  @ValueSource(strings = {"zero-skip", "input-skip", "snapea", "unit:shift", "unit-sorted:shift"})
  void layersCanBeDrivenNearTheBound(String name) {
    Method method = MethodName.parse(name).get(0);
    RandomNetworks random = new RandomNetworks(433, 0.2);
    Network network = random.odd();
    List<float[]> inputs = random.inputs(network, 2);
    QuantizedNetwork quantized = Quantizer.quantize(network, inputs, 1, false);
    Thresholds thresholds =
        RandomNetworks.thresholds(quantized, RandomNetworks.fixed(quantized, inputs), 50, method);
    Firmware firmware = new FirmwareBuilder(DEVICE, 16).build(quantized, method, thresholds);
    long bound = WorstCase.cycles(firmware, thresholds, DEVICE, 16, 1);
    long driven =
        ForcedRun.nothingSkipped(firmware, thresholds, DEVICE, 16, ForcedRun.flow(firmware, DEVICE))
            .layers()
            .stream()
            .mapToLong(Profile::cycles)
            .sum();
    assertThat((double) bound / driven).isBetween(1.0, 1.25);
  }

  /** How far the bound may lie above a run that comes near it. */
  private static double limit(Method method) {
    boolean inputDecides =
        switch (method.skips()) {
          case NOTHING, ZERO_WEIGHTS, RANDOM -> false;
          default -> true;
        };
    if (!inputDecides) {
      // Weights alone say how often loops go round and what is skipped. Only the cache, pooling and
      // requantising are taken for worse than they are; and, in a library, whether a product
      // saturates.
      return 1.12;
    }
    boolean lists =
        method.skips() == Method.Skips.ZERO_ACTIVATIONS
            || method.skips() == Method.Skips.SMALL_ACTIVATIONS;
    // Lists of activations end in a round of the unrolled loop that is entered in its middle.
    return lists ? 1.12 : Double.POSITIVE_INFINITY;
  }
}
