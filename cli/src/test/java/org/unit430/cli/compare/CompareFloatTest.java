package org.unit430.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.cli.CommandLineRun;
import org.unit430.firmware.cost.FloatInputs;
import org.unit430.testvectors.SharedData;

class CompareFloatTest {
  @Test
  void rowsAreOfFloatKernelsWithTheSameThresholds() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "compare",
            "--arithmetic",
            "float32",
            "--methods",
            "ttp-csr,unit:mask",
            "--inputs",
            "1",
            "--calibration",
            "4",
            "--engine",
            "translate",
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.at("/configuration/arithmetic").asText()).isEqualTo("float32");
    for (JsonNode row : document.get("rows")) {
      assertThat(row.get("arithmetic").asText()).isEqualTo("float32");
      assertThat(row.get("multiplier").asText()).isEqualTo("mpy32");
      assertThat(row.get("macsDense").asDouble()).isEqualTo(281_640);
      assertThat(row.get("macsExecuted").asDouble()).isBetween(10_000.0, 200_000.0);
      double cycles = 0;
      double microjoules = 0;
      for (JsonNode operation : row.get("operations")) {
        cycles += operation.get("totalCycles").asDouble();
        microjoules += operation.get("energyUj").asDouble();
        if (operation.get("name").asText().equals("multiply")) {
          // A product of floats has over 40 instructions, even on MPY32 and with a factor of 0; one
          // of 16-bit numbers has 2, of 4 or 5 cycles.
          assertThat(operation.get("cycles").asDouble())
              .isGreaterThan(40 * row.get("macsExecuted").asDouble());
        }
      }
      assertThat(cycles).isEqualTo(row.get("totalCycles").asDouble());
      double whole = row.at("/energyUj/mean").asDouble();
      assertThat(microjoules).isCloseTo(whole, within(1e-9 * whole));
    }
  }

  /** At 8 MHz; with wait states FloatInferenceModelTest holds the one to the other. */
  @Test
  void theModelSaysWhatTheMachineDoes() throws IOException {
    JsonNode simulated = ofHar("machine");
    JsonNode modelled = ofHar("model");
    assertBreakEven(simulated.get("breakEven"));
    assertThat(modelled.get("breakEven")).isEqualTo(simulated.get("breakEven"));
    JsonNode machine = simulated.get("rows");
    JsonNode model = modelled.get("rows");
    for (int i = 0; i < machine.size(); i++) {
      for (String same :
          List.of("method", "accuracy", "macsExecuted", "instructions", "totalCycles")) {
        assertThat(model.get(i).get(same)).as(same).isNotNull().isEqualTo(machine.get(i).get(same));
      }
      assertThat(model.get(i).get("source").asText()).isEqualTo("modelled");
      assertThat(model.get(i).at("/model/heldOutRuns").asInt()).isPositive();
      for (String layer : List.of("0", "1", "2")) {
        String executed = "/layers/" + layer + "/macsExecuted";
        assertThat(model.get(i).at(executed)).isEqualTo(machine.get(i).at(executed));
      }
    }
  }

  private static void assertBreakEven(JsonNode breakEven) {
    assertThat(breakEven).hasSize(2 * 3);
    for (JsonNode layer : breakEven) {
      // Two routines of over 50 instructions each, unless an operand is 0.
      assertThat(layer.get("cyclesExecutedMac").asDouble()).isBetween(100.0, 1000.0);
      boolean unit = layer.get("method").asText().contains("unit");
      assertThat(layer.has("cyclesThreshold")).isEqualTo(unit);
      assertThat(layer.has("cyclesSkippedMac")).isEqualTo(unit);
      assertThat(layer.get("breakEvenSkipPercent").has("dense")).isEqualTo(unit);
      if (unit) {
        assertThat(layer.get("cyclesSkippedMac").asDouble()).isBetween(0.0, 60.0);
        // An exact quotient takes 24 rounds of 11 cycles and more.
        assertThat(layer.get("cyclesThreshold").asDouble()).isBetween(264.0, 700.0);
      }
    }
  }

  private static JsonNode ofHar(String fidelity) throws IOException {
    String arguments =
        "compare --workload har-leaky --arithmetic float32 --methods dense,ttp-csr+unit:exact"
            + " --inputs 3 --calibration 24 --thresholds group:4 --json --break-even --mhz 8";
    List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
    all.addAll(List.of("--fidelity", fidelity));
    all.addAll(List.of("--data", SharedData.require("datasets/har-wle").toString()));
    CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--arithmetic q31|there is no 'q31'; there are q15, float32",
        "--arithmetic float32 --methods library-dense|method library-dense has no float32 kernels:"
            + " the C",
        "--arithmetic float32 --methods lea-dense|method lea-dense has no float32 kernels: the acc",
        "--arithmetic float32 --methods unit:tree|division tree makes no sense in float32",
        "--arithmetic float32 --methods unit-sorted --thresholds group:2|cannot belong to groups",
      })
  void whatHasNoFloatFormIsRefused(String arguments, String complaint) {
    CommandLineRun run = CommandLineRun.of(("compare " + arguments).split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(complaint);
  }

  /** A range narrower than that of all floats is part of what a bound says. */
  @Test
  void worstCasesSayForWhichInputsTheyHold() throws IOException {
    String[] arguments =
        ("compare --workload har-leaky --arithmetic float32 --methods ttp-csr --inputs 1"
                + " --calibration 4 --worst-case --data "
                + SharedData.require("datasets/har-wle"))
            .split(" ");
    CommandLineRun text = CommandLineRun.of(arguments);
    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out())
        .contains(
            " worst case: for inputs whose every value is 0 or of a magnitude from 2^-24 to below"
                + " 2^8\n");
    String[] json = Arrays.copyOf(arguments, arguments.length + 1);
    json[arguments.length] = "--json";
    JsonNode latency =
        new ObjectMapper().readTree(CommandLineRun.of(json).out()).at("/rows/0/latency");
    assertThat(latency.get("worstCaseMs").asDouble())
        .isGreaterThan(latency.get("maxMs").asDouble());
    assertThat(latency.at("/worstCaseInputs/least").asDouble()).isEqualTo(0x1p-24);
    assertThat(latency.at("/worstCaseInputs/most").asDouble()).isEqualTo(Math.nextDown(256f));
  }

  @Test
  void aRangeHasAnInputOnlyIfAllValuesButZeroAreInIt() {
    FloatInputs range = FloatInputs.SENSOR;
    assertThat(range.has(List.of(new float[] {0, -0f, 0x1p-24f, -255.9f}))).isTrue();
    assertThat(range.has(List.of(new float[] {1, Math.nextDown(0x1p-24f)}))).isFalse();
    assertThat(range.has(List.of(new float[] {1}, new float[] {-256}))).isFalse();
    assertThat(range.has(List.of(new float[] {Float.MIN_VALUE}))).isFalse();
    assertThat(FloatInputs.ANY.has(List.of(new float[] {Float.MIN_VALUE, -Float.MAX_VALUE})))
        .isTrue();
  }
}
