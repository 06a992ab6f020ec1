package org.unit430.firmware.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
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
import org.unit430.firmware.model.InferenceModel.Choice;
import org.unit430.firmware.model.InferenceModel.Example;
import org.unit430.firmware.model.InferenceModel.Trace;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;

/** Fidelity model and fidelity machine agree: exactly but for what the FRAM cache decides. */
class InferenceModelTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int LEARNT_FROM = 24;
  private static final int HELD_OUT = 3;

  static Stream<Arguments> everyMethodOnEveryShape() {
    return Method.standard().stream()
        .flatMap(method -> Stream.of(Arguments.of(method, "lenet"), Arguments.of(method, "odd")));
  }

  @ParameterizedTest
  @MethodSource("everyMethodOnEveryShape")
  void modelEqualsMachineOnInputsThatItHasNotSeen(Method method, String shape) {
    for (int mclkMegahertz : new int[] {8, 16}) {
      Case given = new Case(method, shape, mclkMegahertz);
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
        if (mclkMegahertz == 8) {
          assertThat(found.total().cycles()).isEqualTo(expected.total().cycles());
        } else {
          assertThat((double) found.total().cycles() / expected.total().cycles())
              .isCloseTo(1, within(0.005));
        }
      }
      assertThat(predicted).isPositive();
    }
  }

  private static void assertExact(Profile found, Profile expected) {
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

  private static void assertPartsAddUp(InferenceRun run) {
    long operations =
        run.total().byOperation().values().stream().mapToLong(c -> c.events().cycles()).sum();
    assertThat(operations).isEqualTo(run.total().cycles());
    long layers = run.layers().stream().mapToLong(Profile::cycles).sum();
    assertThat(run.total().cycles() - layers).isBetween(0L, 100L * (run.layers().size() + 1));
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
      Network network = shape.equals("lenet") ? random.leNet() : random.odd();
      List<float[]> inputs = random.inputs(network, LEARNT_FROM + HELD_OUT);
      QuantizedNetwork quantized = RandomNetworks.quantize(network, inputs);
      List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
      Thresholds thresholds =
          ThresholdCalibrator.percentile(
              quantized, fixed.subList(0, HELD_OUT), 40, Method.Skips.BELOW_THRESHOLD);
      Firmware firmware =
          new FirmwareBuilder(DEVICE, mclkMegahertz).build(quantized, method, thresholds);
      runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
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
