package org.unit430.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.cli.CommandLineRun;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompareCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private JsonNode document;

  @BeforeAll
  void compareEveryMethodOnTwoInputs() throws IOException {
    CommandLineRun run = CommandLineRun.of("compare", "--inputs", "2", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    document = MAPPER.readTree(run.out());
  }

  @Test
  void theDocumentNamesItsSchemaAndEverythingThatMatters() {
    assertThat(document.get("schema").asText()).isEqualTo("unit430.compare/1");
    JsonNode configuration = document.get("configuration");
    for (String key :
        List.of(
            "workload",
            "inputs",
            "seed",
            "inputsSha256",
            "device",
            "mclkHz",
            "supplyVolts",
            "framWaitStates",
            "energyTable",
            "energyTableSha256",
            "percentile",
            "calibrationInputs",
            "thresholds",
            "thresholdsOf",
            "version")) {
      assertThat(configuration.has(key)).as(key).isTrue();
    }
  }

  @Test
  void thereIsARowForEachMethodAndDivision() {
    List<String> labels = new ArrayList<>();
    rows()
        .forEach(
            row -> labels.add(row.get("method").asText() + ":" + row.path("division").asText("-")));
    assertThat(labels)
        .containsExactly(
            "dense:-",
            "zero-skip:-",
            "ttp-dense:-",
            "ttp-zero-test:-",
            "ttp-csr:-",
            "unit:exact",
            "unit:shift");
  }

  @Test
  void operationsAndLayersSumToTheInference() {
    for (JsonNode row : rows()) {
      long cycles = row.get("totalCycles").asLong();
      assertThat(sum(row.get("operations"), "totalCycles")).isEqualTo(cycles);
      assertThat(sum(row.get("layers"), "totalCycles")).isEqualTo(cycles);
      // Two inputs: half of an integer is exact in binary.
      assertThat(row.get("cycles").asDouble()).isEqualTo(cycles / 2.0);
      double microjoules = row.at("/energyUj/mean").asDouble();
      assertThat(total(row.get("operations"), "energyUj"))
          .isCloseTo(microjoules, within(1e-9 * microjoules));
      assertThat(total(row.get("layers"), "energyUj"))
          .isCloseTo(microjoules, within(1e-9 * microjoules));
      assertThat(total(row.get("layers"), "macsExecuted"))
          .isEqualTo(row.get("macsExecuted").asDouble());
      assertThat(row.at("/energyUj/low").asDouble()).isPositive().isLessThan(microjoules);
      assertThat(row.at("/energyUj/high").asDouble()).isGreaterThan(microjoules);
      // 16 MHz: 16,000 cycles are a millisecond.
      assertThat(row.get("latencyMs").asDouble())
          .isCloseTo(row.get("cycles").asDouble() / 16_000, within(1e-9));
    }
  }

  @Test
  void methodsDoTheMacsThatTheirNamesPromise() {
    // C1 6x24x24x25 + C2 16x8x8x150 + 256x120 + 120x84 + 84x10 = 281,640 (prior-art.md 3.1).
    for (JsonNode row : rows()) {
      assertThat(row.get("macsDense").asDouble()).isEqualTo(281_640);
      boolean skips = !row.get("method").asText().endsWith("dense");
      assertThat(row.get("macsExecuted").asDouble() < 281_640).isEqualTo(skips);
    }
  }

  @Test
  void everyMethodIsTestedAgainstEachReferenceOnTheSameInputs() {
    JsonNode differences = document.get("differences");
    // Seven methods against ttp-csr and dense, none against itself.
    assertThat(differences).hasSize(12);
    for (JsonNode difference : differences) {
      JsonNode row = row(difference.get("method").asText());
      JsonNode reference = row(difference.get("reference").asText());
      double milliseconds = row.get("latencyMs").asDouble() - reference.get("latencyMs").asDouble();
      assertThat(difference.at("/latencyMs/difference").asDouble())
          .isCloseTo(milliseconds, within(1e-9));
      assertThat(difference.at("/latencyMs/low").asDouble())
          .isLessThanOrEqualTo(milliseconds + 1e-9);
      assertThat(difference.at("/energyUj/ratio").asDouble())
          .isCloseTo(
              row.at("/energyUj/mean").asDouble() / reference.at("/energyUj/mean").asDouble(),
              within(1e-9));
      // Two inputs can never tell two classifiers apart: p is 1/2 at least.
      assertThat(difference.at("/accuracy/mcNemarP").asDouble()).isBetween(0.5, 1.0);
      assertThat(difference.at("/accuracy/withinNoise").asBoolean()).isTrue();
    }
  }

  private JsonNode row(String label) {
    for (JsonNode row : rows()) {
      String division = row.path("division").asText("");
      String name = row.get("method").asText() + (division.isEmpty() ? "" : ":" + division);
      if (name.equals(label)) {
        return row;
      }
    }
    throw new AssertionError("no row " + label);
  }

  @Test
  void theSameRunGivesTheSameBytes() {
    String[] arguments = {"compare", "--inputs", "3", "--methods", "unit:shift", "--json"};
    assertThat(CommandLineRun.of(arguments).out()).isEqualTo(CommandLineRun.of(arguments).out());
  }

  @Test
  void fidelityModelGivesTheMachinesFiguresWithoutWaitStates() throws IOException {
    List<String> arguments =
        List.of("compare", "--inputs", "3", "--methods", "unit:shift", "--mhz", "8", "--json");
    JsonNode machine = MAPPER.readTree(CommandLineRun.of(arguments.toArray(String[]::new)).out());
    List<String> modelled = new ArrayList<>(arguments);
    modelled.addAll(List.of("--fidelity", "model"));
    CommandLineRun run = CommandLineRun.of(modelled.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode expected = machine.at("/rows/0");
    JsonNode row = MAPPER.readTree(run.out()).at("/rows/0");
    assertThat(expected.get("source").asText()).isEqualTo("simulated");
    assertThat(row.get("source").asText()).isEqualTo("modelled");
    for (String key :
        List.of("correct", "macsExecuted", "instructions", "totalCycles", "latency")) {
      assertThat(row.get(key)).as(key).isEqualTo(expected.get(key));
    }
    for (String part : List.of("operations", "layers")) {
      assertThat(sum(row.get(part), "totalCycles")).isEqualTo(row.get("totalCycles").asLong());
      for (int i = 0; i < row.get(part).size(); i++) {
        assertThat(row.get(part).get(i).get("totalCycles"))
            .isEqualTo(expected.get(part).get(i).get("totalCycles"));
      }
    }
    assertThat(row.at("/model/heldOutRuns").asInt()).isEqualTo(4);
    assertThat(row.at("/model/largestResidualPercent").asDouble()).isZero();
  }

  @Test
  void costsOfTheStructureAreShownWhenAskedFor() throws IOException {
    String[] arguments = {
      "compare",
      "--inputs",
      "1",
      "--methods",
      "dense,unit:shift",
      "--worst-case",
      "--break-even",
      "--baseline",
      "unit:shift",
      "--json"
    };
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode costs = MAPPER.readTree(run.out());
    for (JsonNode row : costs.get("rows")) {
      JsonNode latency = row.get("latency");
      assertThat(latency.get("worstCaseMs").asDouble())
          .isGreaterThan(latency.get("maxMs").asDouble());
    }
    // Two methods with five layers each.
    assertThat(costs.get("breakEven")).hasSize(10);
    JsonNode unit = costs.at("/breakEven/5");
    assertThat(unit.get("method").asText()).isEqualTo("unit:shift");
    double saving =
        unit.get("cyclesExecutedMac").asDouble() - unit.get("cyclesSkippedMac").asDouble();
    // At the rate found, the layer takes as long as it does under dense.
    JsonNode layer = costs.at("/rows/1/layers/0");
    double beyond =
        (unit.at("/breakEvenSkipPercent/dense").asDouble() - unit.get("skipPercent").asDouble())
            / 100;
    double macs = layer.get("macsDense").asDouble();
    assertThat(layer.get("cycles").asDouble() - saving * macs * beyond)
        .isCloseTo(costs.at("/rows/0/layers/0/cycles").asDouble(), within(1e-3));
  }

  @Test
  void latencyOfTwoInputsIsTheirExtremes() {
    for (JsonNode row : rows()) {
      JsonNode latency = row.get("latency");
      double min = latency.get("minMs").asDouble();
      double max = latency.get("maxMs").asDouble();
      assertThat(latency.get("meanMs").asDouble()).isCloseTo((min + max) / 2, within(1e-9));
      assertThat(latency.get("meanMs")).isEqualTo(row.get("latencyMs"));
      // Nearest rank: of two values, 95 % and 99 % are both reached by the larger.
      assertThat(latency.get("p95Ms").asDouble()).isEqualTo(max);
      assertThat(latency.get("p99Ms").asDouble()).isEqualTo(max);
    }
  }

  @Test
  void outWritesTheDocumentAndTheTables(@TempDir Path directory) throws IOException {
    Path out = directory.resolve("new/results");
    CommandLineRun run =
        CommandLineRun.of(
            "compare", "--inputs", "1", "--methods", "dense", "--out", out.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.readString(out.resolve("compare.txt"))).isEqualTo(run.out());
    assertThat(MAPPER.readTree(out.resolve("compare.json").toFile()).get("rows")).hasSize(1);
    try (var files = Files.list(out)) {
      assertThat(files).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--inputs 0, 2, --inputs must be 1 or more",
    "--methods nonsense, 2, there is no method 'nonsense'",
    "--workload nonsense, 2, there is no workload 'nonsense'",
    "--workload mnist, 2, needs its files",
    "--workload mnist --data no/such/place, 4, no such directory",
    "--mhz 12, 2, --mhz must be 8 or 16",
    "--vcc 5, 2, 3.6 V",
    "--percentile 101, 2, --percentile must be 0 to 100",
    "--fidelity guess, 2, --fidelity",
    "--fidelity model --check-engine, 2, --check-engine needs --fidelity machine",
    "--thresholds rows, 2, '''rows'' is none of global, layer and group:N'",
    "--thresholds group:4 --methods unit-sorted, 2, use layer or global",
    "--baseline nonsense, 2, --baseline must be one of the compared methods",
    "--calibration 0, 2, --calibration must be 1 or more",
    "--inputs 99999999, 4, ask for 1 to",
  })
  void badInputEndsInOneLineAndItsExitCode(String options, int exitCode, String cause) {
    List<String> arguments = new ArrayList<>(List.of("compare"));
    arguments.addAll(List.of(options.split(" ")));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(cause).startsWith("unit430: ");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void badInputLeavesTheOutputDirectoryAlone(@TempDir Path directory) throws IOException {
    Path out = directory.resolve("results");
    CommandLineRun.of(
        "compare", "--workload", "mnist", "--data", directory.toString(), "--out", out.toString());
    assertThat(out).doesNotExist();
  }

  private Iterable<JsonNode> rows() {
    return document.get("rows");
  }

  private static long sum(JsonNode parts, String key) {
    return StreamSupport.stream(parts.spliterator(), false)
        .mapToLong(part -> part.get(key).asLong())
        .sum();
  }

  private static double total(JsonNode parts, String key) {
    return StreamSupport.stream(parts.spliterator(), false)
        .mapToDouble(part -> part.get(key).asDouble())
        .sum();
  }
}
