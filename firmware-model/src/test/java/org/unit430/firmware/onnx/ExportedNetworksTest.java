package org.unit430.firmware.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.GraphFirmware;
import org.unit430.firmware.build.GraphFirmwareBuilder;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.SplitMix64;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.inference.GraphInference;
import org.unit430.firmware.network.BundledNetworks;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.firmware.quantize.GraphQuantizer;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/** The bundled networks, exported and imported again, are the same networks. */
class ExportedNetworksTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  private static Dataset digits(int count) {
    return Workloads.byName("digits", Optional.empty()).calibration(count);
  }

  private static List<float[]> images(Dataset set) {
    return IntStream.range(0, set.size()).mapToObj(set::image).toList();
  }

  static List<String> bundled() {
    return Stream.of(BundledNetworks.manifest(), BundledNetworks.shiftManifest())
        .flatMap(manifest -> manifest.networks().stream())
        .map(NetworkManifest.Entry::name)
        .toList();
  }

  /** Values from -1 to 1: what an input of any workload may hold, and more. */
  private static float[] draw(int size, long seed) {
    SplitMix64 random = new SplitMix64(seed);
    float[] input = new float[size];
    for (int i = 0; i < size; i++) {
      input[i] = (float) random.uniform(-1, 1);
    }
    return input;
  }

  @ParameterizedTest
  @MethodSource("bundled")
  void onnxRuntimeComputesWhatTheNetworkComputes(String name) throws OrtException {
    Network network = BundledNetworks.load(name);
    byte[] model = withInputCalledX(OnnxExporter.export(network));
    Graph graph = Graph.read(model, name);
    FloatInference reference = new FloatInference(network);
    for (int i = 0; i < 3; i++) {
      float[] input = draw(network.input().size(), i);
      float[] logits = reference.infer(input);
      // Logits of such inputs are below 100; 1e-4 is about ten units in their last place.
      assertThat(OnnxRuntimeAgreementTest.onnxRuntime(model, graph.inputShape(), input))
          .containsExactly(logits, Offset.offset(1e-4f));
      assertThat(graph.infer(input)).containsExactly(logits, Offset.offset(1e-4f));
    }
  }

  private static byte[] withInputCalledX(byte[] model) {
    try {
      ModelProto.Builder proto = ModelProto.parseFrom(model).toBuilder();
      proto.getGraphBuilder().getInputBuilder(0).setName("x");
      proto.getGraphBuilder().getNodeBuilder(0).setInput(0, "x");
      return proto.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theImportedNetworkRunsWithTheLogitsAndCyclesOfTheBundledOne() {
    Network network = BundledNetworks.load("digits");
    List<float[]> images = images(digits(4));
    QuantizedNetwork quantized = Quantizer.quantize(network, images, 1);
    Graph graph = Graph.read(OnnxExporter.export(network), "digits.onnx");
    FixedGraph fixed = GraphQuantizer.quantize(Lowering.lower(graph), images, 1, false);
    List<short[]> inputs = images.stream().map(quantized::quantizeInput).toList();
    Thresholds expectedT =
        ThresholdCalibrator.percentile(quantized, inputs, 50, Method.Skips.BELOW_THRESHOLD);
    Thresholds actualT =
        GraphInference.calibrate(
            fixed, inputs, 50, Method.Skips.BELOW_THRESHOLD, ThresholdScope.LAYER);
    assertThat(actualT).isEqualTo(expectedT);
    for (Method method : Method.standard()) {
      Firmware expected = new FirmwareBuilder(DEVICE, 16).build(quantized, method, expectedT);
      GraphFirmware actual = new GraphFirmwareBuilder(DEVICE, 16).build(fixed, method, actualT);
      FirmwareRunner expectedRunner = new FirmwareRunner(expected, MachineFactory.create(DEVICE));
      FirmwareRunner actualRunner = new FirmwareRunner(actual, MachineFactory.create(DEVICE));
      for (float[] image : images.subList(0, 1)) {
        assertThat(fixed.quantizeInput(image)).isEqualTo(quantized.quantizeInput(image));
        InferenceRun wanted = expectedRunner.run(quantized.quantizeInput(image));
        InferenceRun run = actualRunner.run(fixed.quantizeInput(image));
        assertThat(run.logits()).as(method.label()).isEqualTo(wanted.logits());
        assertThat(run.total().total()).as(method.label()).isEqualTo(wanted.total().total());
      }
    }
  }
}
