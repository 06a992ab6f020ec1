package org.unit430.firmware.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.build.RandomNetworks;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.model.InferenceModel.Example;
import org.unit430.firmware.model.InferenceModel.Trace;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/** Fidelity model and fidelity machine agree in single precision, too. */
class FloatInferenceModelTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int LEARNT_FROM = 24;
  private static final int HELD_OUT = 3;

  static Stream<Arguments> everyMethod() {
    Stream<Arguments> methods =
        InferenceModelTest.methods()
            .filter(method -> FloatFirmwareBuilder.refusal(method).isEmpty())
            .map(method -> Arguments.of(method, "tiny", "layer", Multiplier.MPY32));
    Method byLayer =
        Method.composed(
            "auto",
            Stream.of("zero-skip", "unit-sorted:exact", "unit:shift", "dense")
                .map(FloatInferenceModelTest::method)
                .toList());
    Stream<Arguments> others =
        Stream.of(
            Arguments.of(byLayer, "tiny", "layer", Multiplier.MPY32),
            Arguments.of(method("unit:exact"), "tiny", "group:2", Multiplier.MPY32),
            Arguments.of(method("ttp-csr+unit:shift"), "tiny", "group:2", Multiplier.MPY32),
            Arguments.of(method("dense"), "tiny", "layer", Multiplier.SOFTWARE),
            Arguments.of(method("unit:mitchell"), "tiny", "layer", Multiplier.MPY16),
            Arguments.of(method("unit:shift"), "signal", "layer", Multiplier.MPY32));
    return Stream.concat(methods, others);
  }

  private static Method method(String name) {
    return MethodName.parse(name).get(0);
  }

  @ParameterizedTest
  @MethodSource("everyMethod")
  void modelEqualsMachineOnInputsThatItHasNotSeen(
      Method method, String shape, String scope, Multiplier multiplier) {
    assertModelEqualsMachine(method, shape, scope, multiplier, 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unit:exact", "unit-sorted:mask"})
  void modelsCyclesAreTheMachinesWithoutWaitStates(String name) {
    assertModelEqualsMachine(method(name), "tiny", "layer", Multiplier.MPY32, 8);
  }

  private static void assertModelEqualsMachine(
      Method method, String shape, String scope, Multiplier multiplier, int megahertz) {
    boolean pruned = method.weights() == Method.Weights.TRAINING_TIME_PRUNED;
    RandomNetworks random = new RandomNetworks(437, pruned ? 0.8 : 0.01);
    Network trained = shape.equals("tiny") ? random.tiny() : random.signal();
    List<float[]> inputs = random.signedInputs(trained, LEARNT_FROM + HELD_OUT);
    QuantizedNetwork fixed =
        RandomNetworks.prepared(Quantizer.quantize(trained, inputs, 1, true), method);
    FloatNetwork network = FloatNetwork.of(trained, true).withCutoffsOf(fixed);
    Thresholds made =
        method.isByLayer() || method.skips().hasThreshold()
            ? ThresholdCalibrator.percentile(
                fixed,
                RandomNetworks.fixed(fixed, inputs),
                40,
                method.isByLayer() ? Method.Skips.BELOW_THRESHOLD : method.skips(),
                ThresholdScope.parse(scope))
            : Thresholds.zero(fixed.layers().size());
    List<FloatThreshold> thresholds = FloatThresholds.of(fixed, method, made);
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, megahertz, multiplier).build(network, method, thresholds);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    InferenceModel model = new InferenceModel(firmware, thresholds, DEVICE);
    List<Trace> traces =
        inputs.subList(0, LEARNT_FROM).stream().map(x -> model.trace(firmware.input(x))).toList();
    List<Example> examples = new ArrayList<>();
    for (int index : model.choose(traces).examples()) {
      examples.add(new Example(traces.get(index), runner.run(firmware.input(inputs.get(index)))));
    }
    model.learn(examples);
    int predicted = 0;
    for (float[] input : inputs.subList(LEARNT_FROM, inputs.size())) {
      Trace trace = model.trace(firmware.input(input));
      if (model.isPredictable(trace)) {
        predicted++;
        InferenceRun expected = runner.run(firmware.input(input));
        InferenceRun found = model.predict(trace);
        assertThat(found.logits()).isEqualTo(expected.logits());
        for (int layer = 0; layer < found.layers().size(); layer++) {
          assertThat(found.macsExecuted(layer)).isEqualTo(expected.macsExecuted(layer));
          InferenceModelTest.assertExact(found.layers().get(layer), expected.layers().get(layer));
        }
        InferenceModelTest.assertExact(found.total(), expected.total());
        InferenceModelTest.assertPartsAddUp(found);
        assertThat((double) found.total().cycles() / expected.total().cycles())
            .isCloseTo(1, within(megahertz == 8 ? 0 : 0.005));
      }
    }
    assertThat(predicted).isPositive();
  }
}
