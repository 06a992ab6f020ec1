package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/**
 * Machine and specification agree in single precision on 20 inputs under every method of {@link
 * EveryMethodTest} that has float kernels, and under the modelled bound.
 */
class EveryFloatMethodTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int INPUTS = 20;
  private static final int PERCENTILE = 40;

  static List<Method> everyMethod() {
    List<Method> methods = new ArrayList<>();
    Stream.of("product-oracle", "ttp-dense+product-oracle", "fatrelu+product-oracle")
        .forEach(name -> methods.addAll(MethodName.parse(name)));
    EveryMethodTest.everyMethod().stream()
        .filter(method -> refusal(method).isEmpty())
        .forEach(methods::add);
    return methods;
  }

  private static Optional<String> refusal(Method method) {
    try {
      FloatFirmwareBuilder.require(method);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Test
  void onlyMethodsOfFixedPointLibrariesAndDivisionsOfIntegersAreLeftOut() {
    List<ThresholdDivision> integers =
        List.of(ThresholdDivision.TREE, ThresholdDivision.TABLE, ThresholdDivision.RECIPROCAL);
    for (Method method : EveryMethodTest.everyMethod()) {
      boolean division = method.division().filter(integers::contains).isPresent();
      boolean library = method.products() == Method.Products.LIBRARY;
      assertThat(refusal(method).isPresent()).as(method.label()).isEqualTo(division || library);
    }
  }

  @ParameterizedTest
  @MethodSource("everyMethod")
  void machineGivesTheReferencesLogitsAndCountsOn20Inputs(Method method) {
    Case given = new Case(method, PERCENTILE);
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, 16, Multiplier.MPY32)
            .build(given.network, method, given.thresholds);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    long skipped = 0;
    for (float[] input : given.inputs) {
      InferenceRun run = runner.run(firmware.input(input));
      FloatReference.Result expected = given.run(method, input);
      assertThat(run.logits()).isEqualTo(FloatFirmwareTest.bits(expected.logits()));
      for (int layer = 0; layer < run.layers().size(); layer++) {
        assertThat(run.macsExecuted(layer)).isEqualTo(expected.macsExecuted().get(layer));
        skipped += firmware.layerMacs(layer) - run.macsExecuted(layer);
      }
      long layers = run.layers().stream().mapToLong(layer -> layer.total().cycles()).sum();
      // Between layers stand a loop over their addresses, and nothing else.
      assertThat(run.total().cycles() - layers).isBetween(1L, 100L * (run.layers().size() + 1));
    }
    boolean everything = method.skips() == Skips.NOTHING;
    boolean stored = method.storage() == Method.Storage.SPARSE;
    assertThat(skipped > 0).isEqualTo(!everything || stored);
  }

  /** SnaPEA adds in another order; FloatSumsTest shows that stopping costs it nothing. */
  static List<Method> everyMethodThatAddsInOrder() {
    return everyMethod().stream().filter(m -> m.skips() != Skips.NEGATIVE_SUMS).toList();
  }

  @ParameterizedTest
  @MethodSource("everyMethodThatAddsInOrder")
  void withThresholdsOfZeroLogitsAreThoseOfDense(Method method) {
    Case given = new Case(method, 0);
    Method dense = MethodName.parse("dense").get(0);
    for (float[] input : given.inputs) {
      float[] expected = given.run(dense, input).logits();
      float[] logits = given.run(method, input).logits();
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i] + 0f).isEqualTo(expected[i] + 0f); // -0 is 0
      }
    }
  }

  @Test
  void theOracleIsNotChargedForDeciding() {
    Method oracle = MethodName.parse("product-oracle").get(0);
    Case given = new Case(oracle, PERCENTILE);
    Case nothing = new Case(oracle, 0);
    float[] input = given.inputs.get(0);
    long dense = cycles(given, MethodName.parse("dense").get(0), input);
    long bound = cycles(given, oracle, input);
    long unit = cycles(given, MethodName.parse("unit:mask").get(0), input);
    assertThat(bound).isLessThan(unit).isLessThan(dense);
    // With T = 0 what is left out are products of 0, the cheapest; the loops remain.
    assertThat(cycles(nothing, oracle, input)).isGreaterThan(bound).isLessThan(dense);
  }

  private static long cycles(Case given, Method method, float[] input) {
    // 8 MHz, where lines that deciding drove out of the cache cost no cycle.
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, 8, Multiplier.MPY32)
            .build(given.network, method, given.thresholds);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    return runner.run(firmware.input(input)).total().cycles();
  }

  /** A network that a method runs, and inputs for it. */
  private static final class Case {
    final FloatNetwork network;
    final List<float[]> inputs;
    final List<FloatThreshold> thresholds;

    Case(Method method, double percentile) {
      boolean pruned = method.weights() == Method.Weights.TRAINING_TIME_PRUNED;
      RandomNetworks random = new RandomNetworks(437, pruned ? 0.8 : 0.01);
      Network trained = random.tiny();
      inputs = random.signedInputs(trained, INPUTS);
      QuantizedNetwork fixed =
          RandomNetworks.prepared(Quantizer.quantize(trained, inputs, 1, true), method);
      network = FloatNetwork.of(trained, true).withCutoffsOf(fixed);
      Thresholds made =
          RandomNetworks.thresholds(fixed, RandomNetworks.fixed(fixed, inputs), percentile, method);
      thresholds = FloatThresholds.of(fixed, method, made);
    }

    FloatReference.Result run(Method method, float[] input) {
      return new FloatReference(network, method, thresholds).run(input);
    }
  }
}
