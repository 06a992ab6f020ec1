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
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/**
 * Machine and specification agree on 200 inputs under every method that can be written: every
 * combination of weights, activations, what is skipped, division and kind of product.
 */
public class EveryMethodTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int INPUTS = 200;
  private static final int PERCENTILE = 40;

  private static final List<String> WEIGHTS = List.of("", "ttp-dense", "ttp-csr");
  private static final List<String> ACTIVATIONS = List.of("", "fatrelu");
  private static final List<String> SKIPS =
      List.of(
          "dense",
          "ttp-zero-test",
          "zero-skip",
          "input-skip",
          "snapea",
          "random-skip",
          "unit",
          "unit-sorted");

  /** Those that have a program of their own; a name that says nothing is left out. */
  public static List<Method> everyMethod() {
    List<Method> methods = new ArrayList<>();
    for (String products : List.of("", "library-")) {
      for (String weights : WEIGHTS) {
        for (String activations : ACTIVATIONS) {
          for (String skips : SKIPS) {
            // 'dense' names weights as well: behind other words it is what they mean alone.
            boolean plain = skips.equals("dense") && !(weights + activations).isEmpty();
            List<String> words =
                Stream.of(weights, activations, plain ? "" : skips)
                    .filter(word -> !word.isEmpty())
                    .toList();
            methods.addAll(underEveryDivision(products + String.join("+", words)));
          }
        }
      }
    }
    return methods;
  }

  private static List<Method> underEveryDivision(String name) {
    return parse(name)
        .map(
            method ->
                method.division().isEmpty()
                    ? List.of(method)
                    : Stream.of(ThresholdDivision.values())
                        .flatMap(division -> parse(name + ":" + division.label()).stream())
                        .toList())
        .orElse(List.of());
  }

  /** Empty for words that do not go together, which MethodNameTest is about. */
  private static Optional<Method> parse(String name) {
    try {
      return Optional.of(MethodName.parse(name).get(0));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Test
  void noSingleMethodIsMissing() {
    assertThat(everyMethod())
        .doesNotHaveDuplicates()
        .containsAll(Method.all().stream().filter(method -> !method.isModelled()).toList());
  }

  @ParameterizedTest
  @MethodSource("everyMethod")
  void machineGivesTheReferencesLogitsAndCountsOn200Inputs(Method method) {
    Case given = new Case(method);
    FirmwareRunner runner = given.runner();
    ReferenceInference reference = new ReferenceInference(given.network, method, given.thresholds);
    long skipped = 0;
    for (short[] input : given.inputs) {
      InferenceRun run = runner.run(input);
      ReferenceInference.Result expected = reference.run(input);
      assertThat(run.logits()).isEqualTo(expected.logits());
      assertThat(executed(run)).isEqualTo(expected.macsExecuted());
      skipped += given.network.macs() - executed(run).stream().mapToLong(m -> m).sum();
      assertPartsAddUp(run);
    }
    boolean everything = method.skips() == Method.Skips.NOTHING;
    boolean stored = method.storage() == Method.Storage.SPARSE;
    assertThat(skipped > 0).isEqualTo(!everything || stored);
  }

  @Test
  void productOracleExecutesWhatUnitExactExecutesOnTheMachine() {
    for (String weights : List.of("", "ttp-dense+")) {
      Case exact = new Case(MethodName.parse(weights + "unit:exact").get(0));
      Method oracle = MethodName.parse(weights + "product-oracle").get(0);
      ReferenceInference bound = new ReferenceInference(exact.network, oracle, exact.thresholds);
      FirmwareRunner runner = exact.runner();
      for (short[] input : exact.inputs) {
        InferenceRun run = runner.run(input);
        assertThat(run.logits()).isEqualTo(bound.run(input).logits());
        assertThat(executed(run)).isEqualTo(bound.run(input).macsExecuted());
      }
    }
  }

  private static List<Long> executed(InferenceRun run) {
    List<Long> executed = new ArrayList<>();
    for (int layer = 0; layer < run.layers().size(); layer++) {
      executed.add(run.macsExecuted(layer));
    }
    return executed;
  }

  private static void assertPartsAddUp(InferenceRun run) {
    long operations =
        run.total().byOperation().values().stream().mapToLong(c -> c.events().cycles()).sum();
    assertThat(operations).isEqualTo(run.total().cycles());
    long layers = run.layers().stream().mapToLong(layer -> layer.total().cycles()).sum();
    // Between layers stand a loop over their addresses, and nothing else.
    assertThat(run.total().cycles() - layers).isBetween(1L, 100L * (run.layers().size() + 1));
  }

  /** A network that a method runs, and inputs for it. */
  private static final class Case {
    final Method method;
    final QuantizedNetwork network;
    final List<short[]> inputs;
    final Thresholds thresholds;

    Case(Method method) {
      this.method = method;
      boolean pruned = method.weights() == Method.Weights.TRAINING_TIME_PRUNED;
      RandomNetworks random = new RandomNetworks(430, pruned ? 0.8 : 0.01);
      Network floats = random.tiny();
      List<float[]> images = random.signedInputs(floats, INPUTS);
      network = RandomNetworks.prepared(Quantizer.quantize(floats, images, 1, true), method);
      inputs = RandomNetworks.fixed(network, images);
      thresholds = RandomNetworks.thresholds(network, inputs.subList(0, 10), PERCENTILE, method);
    }

    FirmwareRunner runner() {
      Firmware firmware = new FirmwareBuilder(DEVICE, 16).build(network, method, thresholds);
      return new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    }
  }
}
