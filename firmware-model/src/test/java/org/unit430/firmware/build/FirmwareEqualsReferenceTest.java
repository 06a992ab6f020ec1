package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.peripheral.Multiplier32;

/**
 * The specification and the machine code agree: logits bit for bit, multiply-accumulates one for
 * one. {@link EveryMethodTest} has every combination and many inputs, this one many shapes.
 */
class FirmwareEqualsReferenceTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  // One for each kernel: the network is large.
  private static final List<String> ON_LENET =
      List.of(
          "dense",
          "zero-skip",
          "ttp-zero-test",
          "ttp-csr",
          "snapea",
          "unit:shift",
          "unit-sorted:shift",
          "ttp-csr+unit:tree",
          "library-unit:shift");

  static Stream<Arguments> everyMethodOnEveryShape() {
    return Stream.of(
            Method.all().stream(),
            Arrays.stream(ThresholdDivision.values()).map(Method::unit),
            Stream.of(
                    "fatrelu+unit:shift",
                    "ttp-dense+fatrelu",
                    "ttp-csr+unit",
                    "ttp-csr+snapea",
                    "ttp-csr+fatrelu+unit:shift",
                    "ttp-dense+unit-sorted:exact",
                    "unit-sorted:mitchell",
                    "ttp-csr+unit:tree",
                    "library-zero-skip",
                    "library-ttp-zero-test",
                    "library-unit:table",
                    "library-ttp-dense+fatrelu+unit:shift")
                .flatMap(name -> MethodName.parse(name).stream()))
        .flatMap(methods -> methods)
        .distinct()
        .flatMap(
            method ->
                Stream.of("lenet", "odd", "signal")
                    .filter(shape -> !shape.equals("lenet") || ON_LENET.contains(method.label()))
                    .map(shape -> Arguments.of(method, shape)));
  }

  @ParameterizedTest
  @MethodSource("everyMethodOnEveryShape")
  void machineGivesTheReferencesLogitsAndCounts(Method method, String shape) {
    RandomNetworks random =
        new RandomNetworks(
            430, method.weights() == Method.Weights.TRAINING_TIME_PRUNED ? 0.8 : 0.01);
    boolean signed = shape.equals("signal");
    Network network =
        switch (shape) {
          case "lenet" -> random.leNet();
          case "odd" -> random.odd();
          default -> random.signal();
        };
    // Ten times the instructions of other methods: one input of the largest network has to do.
    boolean slow = method.products() == Method.Products.LIBRARY && shape.equals("lenet");
    int count = slow ? 1 : 4;
    List<float[]> inputs =
        signed ? random.signedInputs(network, count) : random.inputs(network, count);
    QuantizedNetwork quantized =
        RandomNetworks.prepared(Quantizer.quantize(network, inputs, 1, signed), method);
    List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
    Thresholds thresholds = ThresholdCalibrator.percentile(quantized, fixed, 40, method.skips());
    ReferenceInference reference = new ReferenceInference(quantized, method, thresholds);
    for (int mclkMegahertz : new int[] {8, 16}) {
      Machine machine = MachineFactory.create(DEVICE);
      Firmware firmware =
          new FirmwareBuilder(DEVICE, mclkMegahertz).build(quantized, method, thresholds);
      FirmwareRunner runner = new FirmwareRunner(firmware, machine);
      for (short[] input : fixed) {
        InferenceRun run = runner.run(input);
        ReferenceInference.Result expected = reference.run(input);
        assertThat(run.logits()).isEqualTo(expected.logits());
        for (int layer = 0; layer < quantized.layers().size(); layer++) {
          assertThat(run.macsExecuted(layer))
              .as(quantized.layers().get(layer).name())
              .isEqualTo(expected.macsExecuted().get(layer));
        }
        assertPartsAddUp(run, mclkMegahertz);
      }
      assertThat(machine.module(Multiplier32.class).orElseThrow().hazards().first()).isEmpty();
    }
  }

  private static void assertPartsAddUp(InferenceRun run, int mclkMegahertz) {
    EventCounts layers =
        run.layers().stream().map(Profile::total).reduce(EventCounts.NONE, EventCounts::plus);
    EventCounts between = run.total().total().minus(layers);
    // mov, then for each layer mov, tst, jz, push, call, pop, jmp; RET is the layer's. Under a
    // hundred a layer.
    assertThat(between.cycles()).isPositive().isLessThan(100L * (run.layers().size() + 1));
    assertThat(
            run.total().byOperation().values().stream().mapToLong(c -> c.events().cycles()).sum())
        .isEqualTo(run.total().cycles());
    long waits = run.total().total().get(Event.FRAM_WAIT_CYCLE);
    if (mclkMegahertz == 8) {
      assertThat(waits).isZero();
    } else {
      // One wait state for each line filled and each word of FRAM written.
      assertThat(waits)
          .isEqualTo(run.total().total().lineFills() + run.total().total().get(Event.FRAM_WRITE));
    }
  }
}
