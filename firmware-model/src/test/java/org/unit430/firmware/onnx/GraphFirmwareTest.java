package org.unit430.firmware.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.GraphFirmware;
import org.unit430.firmware.build.GraphFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.inference.GraphInference;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.firmware.quantize.GraphQuantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.peripheral.Multiplier32;

/** Imported models run: machine and integer reference agree bit for bit, and both with floats. */
class GraphFirmwareTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final int INPUTS = 3;

  static Stream<String> names() {
    return SmallModels.runnable().keySet().stream();
  }

  static Stream<Arguments> namesAndUnits() {
    return names()
        .flatMap(name -> Stream.of(Multiplier.values()).map(unit -> Arguments.of(name, unit)));
  }

  @ParameterizedTest
  @MethodSource("namesAndUnits")
  void machineGivesTheReferencesOutputsAndCounts(String name, Multiplier unit) {
    Graph graph = Graph.read(SmallModels.runnable().get(name).build(), name);
    List<float[]> inputs = inputs(graph, 11);
    FixedGraph fixed = GraphQuantizer.quantize(Lowering.lower(graph), inputs, 1, true);
    List<short[]> stored = inputs.stream().map(fixed::quantizeInput).toList();
    for (Method method : unit == Multiplier.MPY32 ? Method.all() : List.of(Method.all().get(0))) {
      Thresholds thresholds =
          GraphInference.calibrate(fixed, stored, 40, method.skips(), ThresholdScope.LAYER);
      GraphInference reference = new GraphInference(fixed, method, thresholds);
      Machine machine = MachineFactory.create(DEVICE);
      GraphFirmware firmware =
          new GraphFirmwareBuilder(DEVICE, 16, unit).build(fixed, method, thresholds);
      FirmwareRunner runner = new FirmwareRunner(firmware, machine);
      for (short[] input : stored) {
        InferenceRun run = runner.run(input);
        ReferenceInference.Result expected = reference.run(input);
        assertThat(run.logits()).as(method.label()).isEqualTo(expected.logits());
        for (int i = 0; i < fixed.steps().size(); i++) {
          assertThat(run.macsExecuted(i))
              .as(method.label() + " " + fixed.graph().steps().get(i).name())
              .isEqualTo(expected.macsExecuted().get(i));
        }
      }
      assertThat(machine.module(Multiplier32.class).orElseThrow().hazards().first()).isEmpty();
      if (unit != Multiplier.MPY32) {
        assertThat(machine.profile().total().get(Event.MULTIPLY_32)).isZero();
      }
      if (unit == Multiplier.SOFTWARE) {
        assertThat(machine.profile().total().get(Event.MULTIPLY_16)).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void fixedPointIsCloseToFloat(String name) {
    Graph graph = Graph.read(SmallModels.runnable().get(name).build(), name);
    List<float[]> inputs = inputs(graph, 12);
    FixedGraph fixed = GraphQuantizer.quantize(Lowering.lower(graph), inputs, 1, true);
    Thresholds none = Thresholds.zero(fixed.steps().size());
    GraphInference reference = new GraphInference(fixed, Method.all().get(0), none);
    for (float[] input : inputs) {
      double[] actual = fixed.real(reference.run(fixed.quantizeInput(input)).logits());
      float[] expected = graph.infer(input);
      switch (name) {
        case "argmax" -> assertThat(largest(actual)).isEqualTo((int) expected[0]);
        case "softmax", "separable" -> assertClose(softmax(actual), expected, 0.002);
        // 8-bit levels of 0.03 in the model, none in the firmware: half a level times up to 48
        // weights of 1.
        case "qdq" -> assertClose(actual, expected, 0.3);
        default -> assertClose(actual, expected, 0.01);
      }
    }
  }

  static void assertClose(double[] actual, float[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], Offset.offset(tolerance));
    }
  }

  static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  static double[] softmax(double[] logits) {
    double sum = 0;
    double[] shares = new double[logits.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(logits[i]);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  static List<float[]> inputs(Graph graph, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> inputs = new ArrayList<>();
    for (int n = 0; n < INPUTS; n++) {
      float[] input = new float[Tensor.elements(graph.inputShape())];
      for (int i = 0; i < input.length; i++) {
        // A third are 0, so that skipping zeros skips.
        input[i] = random.nextInt(3) == 0 ? 0 : (float) (random.nextDouble() * 2 - 1);
      }
      inputs.add(input);
    }
    return inputs;
  }
}
