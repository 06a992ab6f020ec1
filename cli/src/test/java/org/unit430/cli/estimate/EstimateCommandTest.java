package org.unit430.cli.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandLineRun;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.npy.NpyWriter;
import org.unit430.firmware.onnx.OnnxExporter;
import org.unit430.firmware.onnx.Operator;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstimateCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Path directory;
  private Path model;
  private Path inputs;
  private Path small;
  private JsonNode document;

  @BeforeAll
  void estimateTheExportedDigits(@TempDir Path exported) throws IOException {
    directory = exported;
    CommandLineRun export =
        CommandLineRun.of(
            "export", "--calibration", "4", "--inputs", "2", "--out", directory.toString());
    assertThat(export.exitCode()).as(export.err()).isZero();
    model = directory.resolve("digits.onnx");
    inputs = directory.resolve("digits.npz");
    small = directory.resolve("small.onnx");
    Files.write(small, OnnxExporter.export(small()));
    document = json(model, "--inputs", inputs.toString(), "--calibration", "4");
  }

  /** 3x6x6 outputs of 9 products each, and 2 of 108: 1,188 multiply-accumulates. */
  private static Network small() {
    return new Network(
        "small",
        new Shape(1, 8, 8),
        List.of(
            new Convolution("point", 1, 3, 3, 3, ramp(27), ramp(3), true),
            new FullyConnected("logits", 108, 2, ramp(216), ramp(2), false)));
  }

  private static float[] ramp(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i % 7 - 2) / 8f;
    }
    return values;
  }

  private static JsonNode json(Path model, String... options) throws IOException {
    CommandLineRun run = estimate(model, options);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return MAPPER.readTree(run.out());
  }

  private static CommandLineRun estimate(Path model, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "estimate";
    arguments[1] = model.toString();
    arguments[2] = "--json";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return CommandLineRun.of(arguments);
  }

  @Test
  void theExportedDigitsCostWhatCompareSays() throws IOException {
    CommandLineRun compare =
        CommandLineRun.of(
            "compare",
            "--inputs",
            "2",
            "--calibration",
            "4",
            "--methods",
            "dense,zero-skip,unit",
            "--json");
    JsonNode expected = MAPPER.readTree(compare.out()).get("rows");
    JsonNode actual = document.get("rows");
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).get("method")).isEqualTo(expected.get(i).get("method"));
      assertThat(actual.get(i).get("totalCycles")).isEqualTo(expected.get(i).get("totalCycles"));
      assertThat(actual.get(i).get("macsExecuted")).isEqualTo(expected.get(i).get("macsExecuted"));
      assertThat(actual.get(i).get("correct")).isEqualTo(expected.get(i).get("correct"));
      assertThat(actual.get(i).get("energyUj")).isEqualTo(expected.get(i).get("energyUj"));
    }
  }

  @Test
  void inSinglePrecisionTheExportedDigitsCostWhatCompareSays() throws IOException {
    String[] options = {
      "--arithmetic", "float32", "--methods", "zero-skip,unit:shift", "--thresholds", "group:40"
    };
    CommandLineRun compare =
        CommandLineRun.of(
            Stream.concat(
                    Stream.of("compare", "--inputs", "2", "--calibration", "4", "--json"),
                    Stream.of(options))
                .toArray(String[]::new));
    JsonNode expected = MAPPER.readTree(compare.out()).get("rows");
    JsonNode actual =
        json(
                model,
                Stream.concat(
                        Stream.of("--inputs", inputs.toString(), "--calibration", "4"),
                        Stream.of(options))
                    .toArray(String[]::new))
            .get("rows");
    assertThat(actual).hasSize(2);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).get("arithmetic").asText()).isEqualTo("float32");
      assertThat(actual.get(i).get("totalCycles")).isEqualTo(expected.get(i).get("totalCycles"));
      assertThat(actual.get(i).get("macsExecuted")).isEqualTo(expected.get(i).get("macsExecuted"));
      assertThat(actual.get(i).get("correct")).isEqualTo(expected.get(i).get("correct"));
      assertThat(actual.get(i).get("energyUj")).isEqualTo(expected.get(i).get("energyUj"));
      // The float model is what runs.
      assertThat(actual.get(i).get("inputs").asInt()).isEqualTo(2);
    }
    assertThat(actual.get(0).get("agreeingWithFloat").asInt()).isEqualTo(2);
    // 44,190 weights and 236 biases (6 + 16 + 120 + 84 + 10) of 4 bytes each.
    assertThat(actual.get(0).get("memory").get("weightBytes").asInt()).isEqualTo(4 * 44_426);
  }

  @Test
  void whatHasNoFloatKernelsIsRefused() {
    for (String name : List.of("library-dense", "lea-dense", "unit:tree")) {
      CommandLineRun run =
          CommandLineRun.of(
              "estimate", small.toString(), "--arithmetic", "float32", "--method", name);
      assertThat(run.exitCode()).as(name).isEqualTo(2);
      assertThat(run.err()).as(name).contains("float32");
    }
  }

  @Test
  void stepsAddUpToTheWhole() {
    for (JsonNode row : document.get("rows")) {
      long cycles = 0;
      double macs = 0;
      double energy = 0;
      for (JsonNode step : row.get("steps")) {
        cycles += step.get("totalCycles").asLong();
        macs += step.get("macsExecuted").asDouble();
        energy += step.get("energyUj").asDouble();
      }
      assertThat(cycles).isEqualTo(row.get("totalCycles").asLong());
      assertThat(macs).isEqualTo(row.get("macsExecuted").asDouble());
      assertThat(energy).isCloseTo(row.get("energyUj").get("mean").asDouble(), within(1e-6));
    }
  }

  @Test
  void theMemoryPlanNamesTheStepThatSetsThePeak() {
    // conv1 reads 28x28 and makes 6x12x12 values of 2 bytes: 1568 + 1728; 40 bytes of stack.
    JsonNode memory = document.get("rows").get(0).get("memory");
    assertThat(memory.get("sramPeakStep").asText()).isEqualTo("conv1");
    assertThat(memory.get("sramBytes").asInt()).isEqualTo(1568 + 1728 + 40);
    // 44,190 weights of 2 bytes and 236 biases of 4.
    assertThat(memory.get("weightBytes").asInt()).isEqualTo(2 * 44_190 + 4 * 236);
  }

  @Test
  void withoutInputsTheEstimateSaysSoAndGivesCostBySkipRate() throws IOException {
    JsonNode dataFree = json(small, "--method", "dense,unit:shift");
    assertThat(dataFree.get("configuration").get("dataFree").asBoolean()).isTrue();
    JsonNode rows = dataFree.get("rows");
    assertThat(rows).hasSize(6); // dense, and UnIT at five percentiles
    assertThat(rows.get(0).get("macsExecuted").asDouble()).isEqualTo(1_188);
    for (int i = 2; i < rows.size(); i++) {
      assertThat(rows.get(i).get("skipPercent").asDouble())
          .isGreaterThan(rows.get(i - 1).get("skipPercent").asDouble());
      assertThat(rows.get(i).has("agreeingWithFloat")).isFalse();
    }
    CommandLineRun text = CommandLineRun.of("estimate", small.toString(), "--method", "dense");
    assertThat(text.out())
        .startsWith("DATA-FREE ESTIMATE: ")
        .contains("saturation branch")
        .contains("inputs up to 1.0 in 16-bit fixed point");
  }

  @Test
  void inSinglePrecisionTheReportSaysWhatDependsOnOperandsAndOnThe16BitForm() {
    String[] dense = {"estimate", small.toString(), "--arithmetic", "float32", "--method", "dense"};
    assertThat(CommandLineRun.of(dense).out())
        .startsWith("DATA-FREE ESTIMATE: ")
        .contains("depends on its operands")
        .doesNotContain("saturation")
        .doesNotContain("16-bit");
    String[] unit = dense.clone();
    unit[dense.length - 1] = "unit:shift";
    assertThat(CommandLineRun.of(unit).out())
        .contains("thresholds are those of 16-bit fixed point, inputs up to 1.0");
    CommandLineRun refused =
        CommandLineRun.of(
            Stream.concat(
                    Stream.of(dense),
                    Stream.of("--inputs", inputs.toString(), "--input-limit", "2"))
                .toArray(String[]::new));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--input-limit").contains("limits nothing");
  }

  @Test
  void aModelThatDoesNotFitIsRefusedWithHowMuchAndWhere() throws IOException {
    // 64x64 inputs and 2x64x64 outputs of 2 bytes live together: 24,576; 40 of stack.
    Network wide =
        new Network(
            "wide",
            new Shape(1, 64, 64),
            List.of(
                new Convolution("point", 1, 2, 1, 1, new float[2], new float[2], true),
                new FullyConnected("logits", 8192, 2, new float[2 * 8192], new float[2], false)));
    Path file = directory.resolve("wide.onnx");
    Files.write(file, OnnxExporter.export(wide));
    CommandLineRun run = estimate(file, "--method", "dense");
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err())
        .isEqualTo(
            "unit430: network wide needs 24,616 bytes of SRAM, 16,424 more than the device's 8,192"
                + " (most is needed at point: 24,576 bytes of values)\n");
  }

  @Test
  void damagedFilesGiveOneLineAndExitCode4() throws IOException {
    Path damaged = directory.resolve("damaged.onnx");
    Files.write(damaged, new byte[] {1, 2, 3});
    Path missing = directory.resolve("missing.onnx");
    Path shape = directory.resolve("shape.npy");
    Files.write(shape, NpyWriter.floats(new int[] {2, 3}, new float[6]));
    for (CommandLineRun run :
        List.of(
            estimate(damaged),
            estimate(missing),
            estimate(model, "--inputs", shape.toString()),
            estimate(model, "--inputs", model.toString()),
            estimate(model, "--inputs", directory.resolve("none").toString()))) {
      assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
      assertThat(run.err()).startsWith("unit430: ").endsWith("\n");
      assertThat(run.err().strip()).doesNotContain("\n");
      assertThat(run.out()).isEmpty();
    }
  }

  private byte[] changed(Consumer<GraphProto.Builder> change) throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(small)).toBuilder();
    change.accept(model.getGraphBuilder());
    return model.build().toByteArray();
  }

  /** Fills the first initialiser, 3x1x3x3 weights. */
  private static void fill(TensorProto.Builder weights, float value) {
    weights.clearRawData().clearFloatData();
    for (int i = 0; i < 27; i++) {
      weights.addFloatData(value);
    }
  }

  private void refused(String name, byte[] contents, String because) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, contents);
    boolean isModel = name.endsWith(".onnx");
    CommandLineRun run = isModel ? estimate(file) : estimate(small, "--inputs", file.toString());
    assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("unit430: ").contains(because);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void malformedModelsGiveOneLineAndExitCode4() throws IOException {
    byte[] whole = Files.readAllBytes(small);
    refused("cut.onnx", Arrays.copyOf(whole, whole.length / 2), "cut.onnx: ");
    refused(
        "nan.onnx", changed(g -> fill(g.getInitializerBuilder(0), Float.NaN)), "value 0 is NaN");
    refused(
        "wide.onnx",
        changed(g -> g.getInitializerBuilder(0).setDims(0, 5)),
        "needs 180"); // 5x1x3x3 values of 4 bytes, of which 3x1x3x3 are there
    refused(
        "huge.onnx",
        changed(g -> g.getInitializerBuilder(0).setDims(0, 1L << 40)),
        "dimension 0 is 1099511627776");
    refused(
        "cycle.onnx",
        changed(g -> g.getNodeBuilder(0).setInput(0, g.getNode(1).getOutput(0))),
        "a cycle");
  }

  @Test
  void malformedInputsGiveOneLineAndExitCode4() throws IOException {
    Path none = directory.resolve("none.npy");
    assertThat(estimate(model, "--inputs", none.toString()).err())
        .isEqualTo("unit430: " + none + ": no such file\n");
    byte[] array = NpyWriter.floats(new int[] {1, 1, 8, 8}, new float[64]);
    byte[] archive = NpyWriter.archive(Map.of("x", array));
    refused("cut.npz", Arrays.copyOf(archive, archive.length / 2), "cut.npz");
    refused("cut.npy", Arrays.copyOf(array, array.length - 1), "needs 256");
    float[] unknown = new float[64];
    unknown[3] = Float.NaN;
    refused("nan.npy", NpyWriter.floats(new int[] {1, 1, 8, 8}, unknown), "value 3 is NaN");
    refused("shape.npz", NpyWriter.archive(Map.of("x", NpyWriter.integers(1, 2))), "shape");
    // Six digits more in the header and six spaces less behind it.
    String huge =
        new String(array, StandardCharsets.ISO_8859_1)
            .replaceFirst("8, 8(.*?\\}) {6}", "8, 9999998$1");
    refused("huge.npy", huge.getBytes(StandardCharsets.ISO_8859_1), "more than 67108864 values");
  }

  @Test
  void devicesWithoutTheMemoryThatFirmwareNeedsAreRefused() {
    // FRAM from C400h to 10000h only, and none at all: SLASE59, SLAS590.
    Map.of(
            "MSP430FR2433", "MSP430FR2433 has no FRAM above 64 KB, where firmware puts its weights",
            "MSP430F5529", "MSP430F5529 has no FRAM below 64 KB, where firmware puts its code")
        .forEach(
            (device, complaint) -> {
              CommandLineRun run = estimate(small, "--method", "dense", "--device", device);
              assertThat(run.exitCode()).isEqualTo(4);
              assertThat(run.err())
                  .isEqualTo(
                      "unit430: " + complaint + "; take a device that has, as MSP430FR5994\n");
            });
  }

  @Test
  void theScaleOfTheInputsHasSixDigits() throws IOException {
    Path third = directory.resolve("third.npy");
    Files.write(third, NpyWriter.floats(new int[] {1, 1, 8, 8}, filled(64, (float) (10.0 / 3))));
    CommandLineRun run =
        CommandLineRun.of(
            "estimate", small.toString(), "--method", "dense", "--inputs", third.toString());
    assertThat(run.out()).contains("scale        inputs up to 3.33333 in 16-bit fixed point\n");
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void senselessOptionsAreUsageErrors() {
    assertThat(estimate(model, "--mhz", "12").exitCode()).isEqualTo(2);
    assertThat(estimate(model, "--device", "nothing").exitCode()).isEqualTo(2);
    assertThat(estimate(model, "--input-limit", "0").exitCode()).isEqualTo(2);
    assertThat(estimate(model, "--labels", inputs.toString()).exitCode()).isEqualTo(2);
    assertThat(estimate(model, "--method", "nothing").exitCode()).isEqualTo(2);
  }

  @Test
  void everyOperatorIsListed() throws IOException {
    JsonNode operators = MAPPER.readTree(CommandLineRun.of("ops", "--json").out()).get("operators");
    assertThat(operators).hasSize(Operator.values().length);
    String text = CommandLineRun.of("ops").out();
    for (Operator operator : Operator.values()) {
      assertThat(text.lines()).anyMatch(line -> line.startsWith(operator.onnxName() + " "));
    }
  }

  @Test
  void outputFilesAreTheReports(@TempDir Path out) throws IOException {
    CommandLineRun run = estimate(small, "--method", "dense", "--out", out.toString());
    assertThat(Files.readString(out.resolve("estimate.json"))).isEqualTo(run.out());
    assertThat(Files.readString(out.resolve("estimate.txt"))).contains("By step, dense");
  }
}
