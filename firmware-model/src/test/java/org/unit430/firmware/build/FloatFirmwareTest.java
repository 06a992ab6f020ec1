package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.peripheral.Multiplier32;

/**
 * Float kernels and their reference agree: logits bit for bit, multiply-accumulates one for one.
 */
class FloatFirmwareTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int INPUTS = 5;

  static Stream<String> names() {
    return Stream.of(
        "dense",
        "zero-skip",
        "input-skip",
        "random-skip",
        "snapea",
        "ttp-csr",
        "ttp-dense+zero-skip",
        "unit:exact",
        "unit:mitchell",
        "unit-sorted:shift",
        "ttp-csr+unit:mask",
        "product-oracle");
  }

  static Stream<Arguments> everyMethodOnEveryShape() {
    return names().flatMap(name -> Stream.of("odd", "signal").map(s -> Arguments.of(name, s)));
  }

  @ParameterizedTest
  @MethodSource("everyMethodOnEveryShape")
  void machineGivesTheReferencesLogitsAndCounts(String name, String shape) {
    Method method = MethodName.parse(name).get(0);
    compare(method, shape, Multiplier.MPY32, shape.equals("odd") ? INPUTS : 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dense", "unit:exact", "product-oracle"})
  void withoutA32BitMultiplierResultsAreTheSame(String name) {
    compare(MethodName.parse(name).get(0), "signal", Multiplier.SOFTWARE, 3);
    compare(MethodName.parse(name).get(0), "signal", Multiplier.MPY16, 3);
  }

  /** Steps that a byte does not hold, channels that it does not number, weights below 64 KB. */
  @ParameterizedTest
  @CsvSource({
    "ttp-csr, 0.995, 600, 6, 3",
    "ttp-csr+unit:shift, 0.995, 600, 6, 3",
    "snapea, 0.995, 600, 6, 3",
    "unit-sorted:shift, 0.3, 5, 260, 3",
    "dense, 0, 300, 150, 60",
  })
  void largeLayersGiveTheReferencesLogits(
      String name, double zeros, int inputs, int hidden, int outputs) {
    Method method = MethodName.parse(name).get(0);
    RandomNetworks random = new RandomNetworks(439, zeros);
    Network network = random.twoLayers(inputs, hidden, outputs);
    FloatNetwork floats = FloatNetwork.of(network, false);
    FloatThreshold threshold = FloatThreshold.whole(0.01f);
    List<FloatThreshold> thresholds = List.of(threshold, threshold);
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, 16, Multiplier.MPY32).build(floats, method, thresholds);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    float[] input = random.inputs(network, 1).get(0);
    FloatReference.Result expected = new FloatReference(floats, method, thresholds).run(input);
    InferenceRun run = runner.run(firmware.input(input));
    assertThat(run.logits()).isEqualTo(bits(expected.logits()));
    assertThat(run.macsExecuted(0)).isEqualTo(expected.macsExecuted().get(0));
    // 4 x 300 x 150 bytes leave no room for 4 x 150 x 60 above 64 KB, where 212,992 are.
    assertThat(firmware.image().address("logits.weights") < 0x10000).isEqualTo(hidden == 150);
  }

  private static void compare(Method method, String shape, Multiplier unit, int count) {
    RandomNetworks random =
        new RandomNetworks(
            434, method.weights() == Method.Weights.TRAINING_TIME_PRUNED ? 0.8 : 0.01);
    boolean signed = shape.equals("signal");
    Network network = signed ? random.signal() : random.odd();
    FloatNetwork floats = FloatNetwork.of(network, signed);
    List<float[]> inputs =
        signed ? random.signedInputs(network, count) : random.inputs(network, count);
    List<FloatThreshold> thresholds = new ArrayList<>();
    // Of the size of products of weights below 1 and activations of about 1; 0 once.
    for (int i = 0; i < floats.layers().size(); i++) {
      float t = i == 1 ? 0f : 0.03f * (i + 1);
      thresholds.add(FloatThreshold.whole(method.skips() == Method.Skips.RANDOM ? 65536 * t : t));
    }
    FloatReference reference = new FloatReference(floats, method, thresholds);
    FloatReference everything =
        new FloatReference(floats, MethodName.parse("dense").get(0), thresholds);
    Machine machine = MachineFactory.create(DEVICE);
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, 16, unit).build(floats, method, thresholds);
    FirmwareRunner runner = new FirmwareRunner(firmware, machine);
    long skipped = 0;
    for (float[] input : inputs) {
      InferenceRun run = runner.run(firmware.input(input));
      FloatReference.Result expected = reference.run(input);
      List<Long> dense = everything.run(input).macsExecuted();
      assertThat(run.logits()).isEqualTo(bits(expected.logits()));
      for (int layer = 0; layer < floats.layers().size(); layer++) {
        assertThat(run.macsExecuted(layer))
            .as(floats.layers().get(layer).name())
            .isEqualTo(expected.macsExecuted().get(layer));
        skipped += dense.get(layer) - run.macsExecuted(layer);
      }
      assertThat(
              run.total().byOperation().values().stream().mapToLong(c -> c.events().cycles()).sum())
          .isEqualTo(run.total().cycles());
    }
    // No layer of the signal has both a ReLU and an input that is not negative.
    boolean stops = method.skips() != Method.Skips.NEGATIVE_SUMS || !signed;
    assertThat(skipped > 0).isEqualTo(!method.name().endsWith("dense") && stops);
    if (unit != Multiplier.MPY32 && !method.isModelled()) {
      assertThat(machine.profile().total().get(Event.MULTIPLY_32)).isZero();
    }
    if (unit == Multiplier.SOFTWARE) {
      assertThat(machine.profile().total().get(Event.MULTIPLY_16)).isZero();
    }
    assertThat(machine.module(Multiplier32.class).orElseThrow().hazards().first()).isEmpty();
  }

  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }

  @Test
  void skippingZerosChangesNoValue() {
    RandomNetworks random = new RandomNetworks(435, 0.5);
    Network network = random.odd();
    FloatNetwork floats = FloatNetwork.of(network);
    List<FloatThreshold> zero = floats.layers().stream().map(layer -> FloatThreshold.ZERO).toList();
    for (float[] input : random.inputs(network, 20)) {
      float[] dense =
          new FloatReference(floats, MethodName.parse("dense").get(0), zero).run(input).logits();
      for (String name : List.of("zero-skip", "unit:exact", "unit:mask")) {
        float[] skipping =
            new FloatReference(floats, MethodName.parse(name).get(0), zero).run(input).logits();
        for (int i = 0; i < dense.length; i++) {
          assertThat(skipping[i]).as(name).isEqualTo(dense[i] + 0f); // -0 is 0
        }
      }
    }
  }

  @Test
  void aNetworkWhoseWeightsDoNotFitIsRefusedByTheMemoryPlan() {
    // 4 x 1000 x 60 bytes; the device has 0x44000 - 0x10000 = 212,992 above 64 KB.
    FloatNetwork large = FloatNetwork.of(new RandomNetworks(436, 0).twoLayers(1000, 60, 2));
    Method dense = MethodName.parse("dense").get(0);
    assertThatThrownBy(
            () ->
                new FloatFirmwareBuilder(DEVICE, 16, Multiplier.MPY32)
                    .build(large, dense, List.of(FloatThreshold.ZERO, FloatThreshold.ZERO)))
        .isInstanceOf(FirmwareDoesNotFitException.class)
        .hasMessage(
            "network two needs 27008 bytes more FRAM than the device has at hidden.weights");
  }

  @ParameterizedTest
  @CsvSource({
    "library-dense, the C library that it stands for",
    "library-unit, the C library that it stands for",
    "lea-dense, the accelerator",
  })
  void methodsOfFixedPointLibrariesAreRefusedByName(String name, String why) {
    Method method = MethodName.parse(name).get(0);
    assertThatThrownBy(() -> FloatFirmwareBuilder.require(method))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "method %s has no float32 kernels: %s multiplies fixed-point numbers only",
            method.label(), why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unit:tree", "unit:table", "unit:reciprocal"})
  void divisionsOfIntegersAreRefusedByName(String name) {
    Method method = MethodName.parse(name).get(0);
    assertThatThrownBy(() -> FloatFirmwareBuilder.require(method))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("makes no sense in float32")
        .hasMessageEndingWith("there are exact, shift, mask, mitchell");
  }
}
