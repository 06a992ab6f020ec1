package org.unit430.firmware.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.FloatGraphFirmware;
import org.unit430.firmware.build.GraphFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.build.RandomNetworks;
import org.unit430.firmware.float32.FloatGraph;
import org.unit430.firmware.float32.FloatGraphReference;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.firmware.inference.GraphInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.firmware.quantize.GraphQuantizer;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/** Imported models in single precision: machine and reference agree bit for bit. */
class FloatGraphFirmwareTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  static Stream<String> names() {
    return SmallModels.runnable().keySet().stream();
  }

  /** One for each way in which a kernel walks along windows and weights. */
  private static List<Method> methods() {
    return Stream.of("dense", "snapea", "unit:mask", "ttp-csr+unit:shift", "unit-sorted:exact")
        .map(name -> MethodName.parse(name).get(0))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void machineGivesTheReferencesOutputsAndCounts(String name) {
    Graph graph = Graph.read(SmallModels.runnable().get(name).build(), name);
    List<float[]> inputs = GraphFirmwareTest.inputs(graph, 13).subList(0, 1);
    StepGraph steps = Lowering.lower(graph);
    FixedGraph fixed = GraphQuantizer.quantize(steps, inputs, 1, true);
    List<Optional<QuantizedLayer>> layers =
        Stream.iterate(0, i -> i + 1).limit(fixed.steps().size()).map(fixed::layer).toList();
    FloatGraph floats = FloatGraph.of(steps, true);
    assertThat(floats.macs()).isEqualTo(fixed.macs());
    for (Method method : methods()) {
      Thresholds made =
          GraphInference.calibrate(
              fixed,
              inputs.stream().map(fixed::quantizeInput).toList(),
              40,
              method.skips(),
              ThresholdScope.LAYER);
      List<FloatThreshold> thresholds = FloatThresholds.of(layers, method, made);
      FloatGraphReference reference = new FloatGraphReference(floats, method, thresholds);
      FloatGraphFirmware firmware =
          new GraphFirmwareBuilder(DEVICE, 16, Multiplier.MPY32).build(floats, method, thresholds);
      FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
      for (float[] input : inputs) {
        InferenceRun run = runner.run(firmware.input(input));
        FloatReference.Result expected = reference.run(floats.stored(input));
        assertThat(run.logits()).as(method.label()).isEqualTo(bits(expected.logits()));
        for (int i = 0; i < floats.layers().size(); i++) {
          assertThat(run.macsExecuted(i))
              .as(method.label() + " " + steps.steps().get(i).name())
              .isEqualTo(expected.macsExecuted().get(i));
        }
      }
    }
  }

  @Test
  void weightsThatFindNoRoomAbove64KilobytesLieBehindTheCode() {
    // 4 x 300 x 150 and 4 x 150 x 60 bytes; 212,992 are above 64 KB.
    RandomNetworks random = new RandomNetworks(439, 0);
    Network network = random.twoLayers(300, 150, 60);
    FloatGraph floats =
        FloatGraph.of(Lowering.lower(Graph.read(OnnxExporter.export(network), "two")), false);
    Method dense = MethodName.parse("dense").get(0);
    List<FloatThreshold> none = floats.layers().stream().map(layer -> FloatThreshold.ZERO).toList();
    FloatGraphFirmware firmware =
        new GraphFirmwareBuilder(DEVICE, 8, Multiplier.MPY32).build(floats, dense, none);
    assertThat(firmware.image().address("logits.weights")).isLessThan(0x10000);
    float[] input = random.inputs(network, 1).get(0);
    InferenceRun run =
        new FirmwareRunner(firmware, MachineFactory.create(DEVICE)).run(firmware.input(input));
    assertThat(run.logits())
        .isEqualTo(
            bits(new FloatGraphReference(floats, dense, none).run(floats.stored(input)).logits()));
  }

  /** Against the importer's own evaluator, which agrees with onnxruntime. */
  @ParameterizedTest
  @MethodSource("names")
  void theReferenceGivesTheModelsOutputs(String name) {
    Graph graph = Graph.read(SmallModels.runnable().get(name).build(), name);
    FloatGraph floats = FloatGraph.of(Lowering.lower(graph), true);
    List<FloatThreshold> none = floats.layers().stream().map(layer -> FloatThreshold.ZERO).toList();
    Method dense = MethodName.parse("dense").get(0);
    FloatGraphReference reference = new FloatGraphReference(floats, dense, none);
    for (float[] input : GraphFirmwareTest.inputs(graph, 14)) {
      double[] actual = floats.real(bits(reference.run(floats.stored(input)).logits()));
      float[] expected = graph.infer(input);
      switch (name) {
        case "argmax" -> assertThat(GraphFirmwareTest.largest(actual)).isEqualTo((int) expected[0]);
        case "softmax", "separable" ->
            GraphFirmwareTest.assertClose(GraphFirmwareTest.softmax(actual), expected, 1e-5);
        // As in fixed point: half of an 8-bit level times up to 48 weights of 1.
        case "qdq" -> GraphFirmwareTest.assertClose(actual, expected, 0.3);
        default -> GraphFirmwareTest.assertClose(actual, expected, 1e-4);
      }
    }
  }

  @Test
  void valuesAndWeightsTakeFourBytesEach() {
    Step.Weighted step =
        new Step.Weighted(
            "one",
            0,
            true,
            new Shape(1, 1, 10),
            3,
            1,
            10,
            1,
            1,
            1,
            new float[30],
            new float[3],
            false,
            1);
    FloatGraph graph =
        FloatGraph.of(
            new StepGraph(
                "one",
                new Shape(1, 1, 10),
                List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                false,
                List.of(step),
                List.of(0, 1, 2),
                List.of()),
            true);
    FloatGraphFirmware firmware =
        new GraphFirmwareBuilder(DEVICE, 16, Multiplier.MPY32)
            .build(graph, MethodName.parse("dense").get(0), List.of(FloatThreshold.ZERO));
    // 10 inputs and 3 outputs; 30 weights and 3 biases.
    assertThat(firmware.memory().steps().get(0).liveBytes()).isEqualTo(4 * 13);
    assertThat(firmware.memory().weightBytes()).isEqualTo(4 * 33);
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
    return bits;
  }
}
