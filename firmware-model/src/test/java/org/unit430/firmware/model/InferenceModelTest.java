package org.unit430.firmware.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.RandomNetworks;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.model.InferenceModel.Choice;
import org.unit430.firmware.model.InferenceModel.Example;
import org.unit430.firmware.model.InferenceModel.Trace;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.Engine;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;
import org.unit430.testvectors.SharedData;

/** Fidelity model and fidelity machine agree: exactly but for what the FRAM cache decides. */
public class InferenceModelTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int LEARNT_FROM = 24;
  private static final int HELD_OUT = 3;

  /** Every method alone, UnIT under every division, and each kernel that combinations add. */
  public static Stream<Method> methods() {
    return Stream.of(
            Method.all().stream(),
            Arrays.stream(ThresholdDivision.values()).map(Method::unit),
            Stream.of(
                    "fatrelu+unit:shift",
                    "ttp-dense+fatrelu",
                    "ttp-csr+unit",
                    "ttp-csr+snapea",
                    "ttp-csr+fatrelu+unit:mask",
                    "unit-sorted:mitchell",
                    "ttp-csr+unit:tree")
                .flatMap(name -> MethodName.parse(name).stream()))
        .flatMap(methods -> methods)
        .filter(method -> !method.isModelled())
        .distinct();
  }

  static Stream<Arguments> everyMethodOnEveryShape() {
    List<Method> onLeNet = MethodName.parse("unit:shift");
    return Stream.concat(
        methods()
            .flatMap(
                method ->
                    Stream.of("lenet", "odd", "signal")
                        .filter(shape -> !shape.equals("lenet") || onLeNet.contains(method))
                        .map(shape -> Arguments.of(method, shape))),
        Stream.of(RandomNetworks.oddByLayer(), RandomNetworks.prunedOddByLayer())
            .map(method -> Arguments.of(method, "odd")));
  }

  @ParameterizedTest
  @MethodSource("everyMethodOnEveryShape")
  void modelEqualsMachineOnInputsThatItHasNotSeen(Method method, String shape) {
    Case given = new Case(method, shape, 16);
    assertModelEqualsMachine(given, 0.005);
  }

  @Test
  void modelsCyclesAreTheMachinesWithoutWaitStates() {
    assertModelEqualsMachine(new Case(MethodName.parse("unit:shift").get(0), "odd", 8), 0);
  }

  private static void assertModelEqualsMachine(Case given, double tolerance) {
    InferenceModel model = given.learnt();
    int predicted = 0;
    for (short[] input : given.heldOut) {
      Trace trace = model.trace(input);
      if (!model.isPredictable(trace)) {
        continue;
      }
      predicted++;
      InferenceRun expected = given.runner.run(input);
      InferenceRun found = model.predict(trace);
      assertThat(found.logits()).isEqualTo(expected.logits());
      for (int layer = 0; layer < found.layers().size(); layer++) {
        assertThat(found.macsExecuted(layer)).isEqualTo(expected.macsExecuted(layer));
        assertExact(found.layers().get(layer), expected.layers().get(layer));
      }
      assertExact(found.total(), expected.total());
      assertPartsAddUp(found);
      assertThat((double) found.total().cycles() / expected.total().cycles())
          .isCloseTo(1, within(tolerance));
    }
    assertThat(predicted).isPositive();
  }

  static void assertExact(Profile found, Profile expected) {
    for (Operation operation : Operation.values()) {
      Profile.Charge f = found.byOperation().get(operation);
      Profile.Charge e = expected.byOperation().get(operation);
      assertThat(f.instructions()).as(operation.label()).isEqualTo(e.instructions());
      assertThat(f.events().without(Event.FRAM_WAIT_CYCLE).cycles())
          .as(operation.label())
          .isEqualTo(e.events().without(Event.FRAM_WAIT_CYCLE).cycles());
      assertThat(f.events().get(Event.SRAM_READ)).isEqualTo(e.events().get(Event.SRAM_READ));
      assertThat(f.events().get(Event.MULTIPLY_16)).isEqualTo(e.events().get(Event.MULTIPLY_16));
    }
  }

  static void assertPartsAddUp(InferenceRun run) {
    long operations =
        run.total().byOperation().values().stream().mapToLong(c -> c.events().cycles()).sum();
    assertThat(operations).isEqualTo(run.total().cycles());
    long layers = run.layers().stream().mapToLong(Profile::cycles).sum();
    assertThat(run.total().cycles() - layers).isBetween(0L, 100L * (run.layers().size() + 1));
  }

  /** HAR's two convolutions are so short that where a list ends decides many misses. */
  @Test
  void modelEstimatesTheWaitsOfShortLists() {
    Workload har = Workloads.byName("har", Optional.of(SharedData.require("datasets/har-wle")));
    Method method = MethodName.parse("unit:shift").get(0);
    Dataset calibration = har.calibration(LEARNT_FROM);
    List<float[]> images = IntStream.range(0, LEARNT_FROM).mapToObj(calibration::image).toList();
    QuantizedNetwork network = Quantizer.quantize(har.network(), images, 1, har.signedInput());
    List<short[]> fixed = RandomNetworks.fixed(network, images);
    Thresholds thresholds = RandomNetworks.thresholds(network, fixed, 50, method);
    Firmware firmware = new FirmwareBuilder(DEVICE, 16).build(network, method, thresholds);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    InferenceModel model = new InferenceModel(firmware, thresholds, DEVICE);
    List<Trace> traces = fixed.stream().map(model::trace).toList();
    model.learn(
        model.choose(traces).examples().stream()
            .map(index -> new Example(traces.get(index), runner.run(fixed.get(index))))
            .toList());
    Dataset test = har.test(60, 1);
    int predicted = 0;
    for (int i = 0; i < test.size(); i++) {
      short[] input = network.quantizeInput(test.image(i));
      Trace trace = model.trace(input);
      if (model.isPredictable(trace)) {
        predicted++;
        double machine = runner.run(input).total().cycles();
        assertThat(model.predict(trace).total().cycles() / machine).isCloseTo(1, within(0.003));
      }
    }
    assertThat(predicted).isGreaterThan(test.size() / 2);
  }

  /** Of digits some are so unlike the first that the model has to look at them, too. */
  @Test
  void modelEstimatesTheWaitsOfInputsUnlikeTheFirst() {
    Workload digits = Workloads.byName("digits", Optional.empty());
    Method method = MethodName.parse("unit:shift").get(0);
    Dataset calibration = digits.calibration(LEARNT_FROM);
    Dataset test = digits.test(60, 1);
    List<float[]> images =
        Stream.of(calibration, test)
            .flatMap(set -> IntStream.range(0, set.size()).mapToObj(set::image))
            .toList();
    QuantizedNetwork network =
        Quantizer.quantize(digits.network(), images.subList(0, LEARNT_FROM), 1, false);
    List<short[]> fixed = RandomNetworks.fixed(network, images);
    Thresholds thresholds =
        RandomNetworks.thresholds(network, fixed.subList(0, LEARNT_FROM), 50, method);
    Firmware firmware = new FirmwareBuilder(DEVICE, 16).build(network, method, thresholds);
    Machine machine = MachineFactory.create(DEVICE);
    machine.setEngine(Engine.TRANSLATE);
    FirmwareRunner runner = new FirmwareRunner(firmware, machine);
    InferenceModel model = new InferenceModel(firmware, thresholds, DEVICE);
    List<Trace> traces = fixed.stream().map(model::trace).toList();
    List<InferenceRun> runs = fixed.stream().map(runner::run).toList();
    model.learn(
        model.choose(traces).examples().stream()
            .map(index -> new Example(traces.get(index), runs.get(index)))
            .toList());
    for (int i = 0; i < runs.size(); i++) {
      double cycles = runs.get(i).total().cycles();
      assertThat(model.predict(traces.get(i)).total().cycles() / cycles)
          .isCloseTo(1, within(0.003));
    }
  }

  @Test
  void modelRefusesAMachineThatDoesSomethingElse() {
    Method method = Method.all().get(0);
    Case given = new Case(method, "odd", 8);
    InferenceModel model = given.learnt();
    Trace one = given.traces.get(given.choice.examples().get(0));
    // Logits of one input, cycles of two.
    InferenceRun run = given.examples.get(0).run();
    List<Profile> twice = new ArrayList<>(run.layers());
    twice.replaceAll(layer -> layer.plus(layer));
    InferenceRun wrong = new InferenceRun(run.logits(), twice, run.total());
    assertThatThrownBy(() -> model.check(new Example(one, wrong)))
        .isInstanceOf(ModelMismatchException.class)
        .hasMessageContaining(method.label())
        .hasMessageContaining("instructions: machine");
  }

  /** A network, its firmware, and a model with what it learns from. */
  private static final class Case {
    final InferenceModel model;
    final FirmwareRunner runner;
    final List<short[]> heldOut;
    final List<Trace> traces;
    final Choice choice;
    final List<Example> examples = new ArrayList<>();

    Case(Method method, String shape, int mclkMegahertz) {
      RandomNetworks random =
          new RandomNetworks(
              430, method.weights() == Method.Weights.TRAINING_TIME_PRUNED ? 0.8 : 0.01);
      Network network =
          switch (shape) {
            case "lenet" -> random.leNet();
            case "odd" -> random.odd();
            default -> random.signal();
          };
      boolean signed = shape.equals("signal");
      int count = LEARNT_FROM + HELD_OUT;
      List<float[]> inputs =
          signed ? random.signedInputs(network, count) : random.inputs(network, count);
      QuantizedNetwork quantized =
          RandomNetworks.prepared(Quantizer.quantize(network, inputs, 1, signed), method);
      List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
      Thresholds thresholds =
          RandomNetworks.thresholds(quantized, fixed.subList(0, HELD_OUT), 40, method);
      Firmware firmware =
          new FirmwareBuilder(DEVICE, mclkMegahertz).build(quantized, method, thresholds);
      Machine machine = MachineFactory.create(DEVICE);
      machine.setEngine(Engine.INTERPRET);
      runner = new FirmwareRunner(firmware, machine);
      model = new InferenceModel(firmware, thresholds, DEVICE);
      heldOut = fixed.subList(LEARNT_FROM, LEARNT_FROM + HELD_OUT);
      traces = fixed.subList(0, LEARNT_FROM).stream().map(model::trace).toList();
      choice = model.choose(traces);
      for (int index : choice.examples()) {
        examples.add(new Example(traces.get(index), runner.run(fixed.get(index))));
      }
    }

    InferenceModel learnt() {
      model.learn(examples);
      return model;
    }
  }
}
