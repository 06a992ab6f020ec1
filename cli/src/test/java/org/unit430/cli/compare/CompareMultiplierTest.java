package org.unit430.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.cli.CommandLineRun;

class CompareMultiplierTest {
  @Test
  void softwareGivesTheSameAnswersForMoreCyclesOfMultiplication() throws IOException {
    JsonNode unit = row("mpy16");
    JsonNode software = row("software");
    assertThat(unit.get("multiplier").asText()).isEqualTo("mpy16");
    assertThat(software.get("multiplier").asText()).isEqualTo("software");
    assertThat(software.get("arithmetic").asText()).isEqualTo("q15");
    for (String key : new String[] {"correct", "macsExecuted", "macsDense"}) {
      assertThat(software.get(key)).as(key).isEqualTo(unit.get(key));
    }
    // Shifting and adding takes 16 steps of 4 cycles or 5, the unit two moves of 5: what the
    // product costs more than 54 cycles more, and nothing but multiplications costs more.
    double more = multiply(software) - multiply(unit);
    assertThat(more).isGreaterThan(54 * unit.get("macsExecuted").asDouble());
    assertThat(software.get("ramBytes").asInt() - unit.get("ramBytes").asInt()).isEqualTo(20);
  }

  private static double multiply(JsonNode row) {
    for (JsonNode operation : row.get("operations")) {
      if (operation.get("name").asText().equals("multiply")) {
        return operation.get("cycles").asDouble();
      }
    }
    throw new AssertionError("no multiplications in " + row);
  }

  private static JsonNode row(String multiplier) throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "compare",
            "--methods",
            "ttp-csr",
            "--inputs",
            "1",
            "--calibration",
            "4",
            "--multiplier",
            multiplier,
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out()).get("rows").get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--multiplier mpy64|there is no 'mpy64'; there are mpy16, mpy32, software",
        "--multiplier software --fidelity model|needs --fidelity machine",
        "--multiplier software --break-even|needs a hardware multiplier",
        "--multiplier software --methods lea-dense|lea-dense is modelled",
        "--multiplier software --worst-case --methods library-dense|no bound for the loop",
      })
  void whatMakesNoSenseIsRefused(String arguments, String complaint) {
    String[] all = ("compare " + arguments).split(" ");
    CommandLineRun run = CommandLineRun.of(all);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(complaint);
  }
}
