package org.unit430.cli.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.cli.CommandLineRun;

class ValidateCommandTest {
  private static final String INSTRUCTION_COLUMNS =
      "board,voltage_v,mclk_hz,opcode,src_mode,dst_mode,constant,energy_nj,series,class\n";

  @TempDir private Path directory;

  @Test
  void everyFigureThatComesWithTheProgramIsComparedOrRefusedWithAReason() throws IOException {
    JsonNode document = json("--json");

    assertThat(document.get("schema").asText()).isEqualTo("unit430.validate/1");
    Map<String, JsonNode> groups = byName(document.get("groups"), "name");
    assertThat(groups)
        .containsKeys(
            "instruction energies",
            "cached loops",
            "library routine energies",
            "library routine cycles",
            "FRAM cache probes",
            "single-statement costs",
            "data sheet currents, 8 MHz and above");
    for (JsonNode row : document.get("rows")) {
      assertThat(row.get("notBuilt").isNull()).as("%s", row).isEqualTo(row.hasNonNull("predicted"));
      assertThat(row.get("source").asText()).isNotEmpty();
    }
    // Measured on silicon, prior-art.md section 3.3.
    assertThat(groups.get("FRAM cache probes").get("worstAbsErrorPct").asDouble()).isZero();
    // What the issue behind this command asks of an energy table: median, and sheet currents.
    assertThat(groups.get("instruction energies").get("medianAbsErrorPct").asDouble())
        .isLessThan(2.5);
    assertThat(
            groups.get("data sheet currents, 8 MHz and above").get("worstAbsErrorPct").asDouble())
        .isLessThan(4);
    JsonNode division = byName(document.get("rows"), "key").get("divu 0xFFFF / 1");
    assertThat(division.get("measured").asDouble()).isEqualTo(443);
    assertThat(division.get("predicted").asDouble()).isCloseTo(443, within(3.0));
  }

  @Test
  void measuredRowsAreBuiltAndRowsThatCannotBeAreListedWithTheReason() throws IOException {
    Path file =
        write(
            INSTRUCTION_COLUMNS
                + """
                X,3.3,16000000,mov,register,register,,0.394936,2026,reg
                X,3.3,16000000,mov,register,absolute(MPY),,1.276321,2026,"multiplier, reg"
                X,3.3,8000000,nop,,,,0.4,2026,reg
                X,3.3,16000000,ret,,,,1.2,2026,branch
                X,9.9,16000000,nop,,,,0.4,2026,reg
                board3,3.3,16000000,mov,register,register,,0.718165,2025-11-15,reg
                """);

    JsonNode rows = json("--json", "--measured", file.toString()).get("rows");

    assertThat(rows).hasSize(6);
    // Row of the fit: predicted by a fit without it. The table's own coefficients give 1.9 %.
    assertThat(rows.get(0).get("basis").asText()).isEqualTo("left out");
    assertThat(rows.get(0).get("errorPct").asDouble()).isCloseTo(1.9, within(0.5));
    assertThat(rows.get(0).get("low").asDouble())
        .isLessThan(rows.get(0).get("predicted").asDouble());
    // The only row that writes to a peripheral decides a coefficient.
    assertThat(rows.get(1).get("basis").asText()).isEqualTo("fitted");
    // 8 MHz has no wait states and was never measured.
    assertThat(rows.get(2).get("basis").asText()).isEqualTo("not in the fit");
    assertThat(rows.get(3).get("notBuilt").asText()).contains("call_and_ret");
    assertThat(rows.get(4).get("notBuilt").asText()).contains("not at 9.9 V");
    // 15 wait cycles a line: NWAITS = 0 at 16 MHz.
    assertThat(rows.get(5).get("group").asText()).contains("access time error");
    assertThat(rows.get(5).get("errorPct").asDouble()).isCloseTo(0, within(10.0));
  }

  @Test
  void aTableOfOnesOwnPredictsEveryRowAsItIs() throws IOException {
    Path rows =
        write(
            INSTRUCTION_COLUMNS
                + """
                X,3.3,16000000,mov,register,register,,0.394936,2026,reg
                X,3.3,16000000,mov,register,absolute(MPY),,1.276321,2026,"multiplier, reg"
                """);
    Path table = directory.resolve("board-7.yaml");
    Files.writeString(
        table,
        Files.readString(
                Path.of(
                    "..",
                    "energy-tables/src/main/resources/org/unit430/energy/tables/msp430fr5994.yaml"))
            .replaceFirst("\nid: .*", "\nid: board-7"));

    JsonNode document =
        json("--json", "--measured", rows.toString(), "--energy-table", table.toString());

    assertThat(document.get("energyTable").get("id").asText()).isEqualTo("board-7");
    JsonNode given = document.get("rows");
    assertThat(given.get(0).get("basis").asText()).isEqualTo("table given");
    assertThat(given.get(1).get("basis").asText()).isEqualTo("table given");
    // The very coefficients, where the fit without the row says 1.9 %.
    assertThat(given.get(0).get("errorPct").asDouble())
        .isNotEqualTo(
            json("--json", "--measured", rows.toString())
                .get("rows")
                .get(0)
                .get("errorPct")
                .asDouble());
    CommandLineRun text =
        CommandLineRun.of(
            "validate", "--measured", rows.toString(), "--energy-table", table.toString());
    assertThat(text.out()).contains("table given: predicted by that table as it is");
  }

  @Test
  void aTableOfAnotherDeviceIsRefused() throws IOException {
    String other =
        "../energy-tables/src/main/resources/org/unit430/energy/tables/msp430fr5969.yaml";

    CommandLineRun run = CommandLineRun.of("validate", "--energy-table", other);

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("is a table of the MSP430FR5969").hasLineCount(1);
  }

  @Test
  void theWordsOfARowDecideWhetherItsConstantTakesOne() throws IOException {
    Path file =
        write(
            """
            board,voltage_v,mclk_hz,opcode,src_mode,dst_mode,constant,energy_nj,code_words
            X,3.3,8000000,mov,immediate,symbolic,const_gen,1,2
            X,3.3,8000000,mov,immediate,symbolic,const_gen,1,3
            X,3.3,8000000,mov,immediate,symbolic,0x1357,1,3
            """);

    JsonNode rows = json("--json", "--measured", file.toString()).get("rows");

    assertThat(rows.get(1).get("predicted")).isEqualTo(rows.get(2).get("predicted"));
    assertThat(rows.get(1).get("predicted").asDouble())
        .isGreaterThan(1.2 * rows.get(0).get("predicted").asDouble());
  }

  @Test
  void eventsAndRoutinesAreComparedInEnergyAndCycles() throws IOException {
    Path events =
        write(
            """
            board,voltage_v,mclk_hz,label,energy_per_unit_nj_corrected,cycles_per_unit_corrected
            X,3.3,16000000,loop_memset_4,3.9928,20.270
            X,3.3,16000000,nap,3.9928,20.270
            """);
    Path routines = directory.resolve("routines.csv");
    Files.writeString(
        routines,
        """
        board,voltage_v,mclk_hz,routine,arguments,energy_per_call_nj_incl_call_site,\
        cycles_per_call_incl_call_site
        X,3.3,16000000,__mspabi_divu,0xFFFF / 1,210.5576,560.00
        """);

    JsonNode document =
        json("--json", "--measured", events.toString(), "--measured", routines.toString());

    Map<String, JsonNode> groups = byName(document.get("groups"), "name");
    assertThat(groups.get("cached loops").get("built").asInt()).isEqualTo(1);
    assertThat(document.get("rows")).hasSize(6);
    assertThat(document.get("rows").get(2).get("notBuilt").asText()).contains("nap");
    JsonNode cycles = document.get("rows").get(5);
    assertThat(cycles.get("unit").asText()).isEqualTo("cycles");
    // Where the routine lies decides by a fifth.
    assertThat(cycles.get("low").asDouble()).isLessThan(500);
    assertThat(cycles.get("high").asDouble()).isCloseTo(560, within(8.0));
  }

  @Test
  void aFileTakesTheReport() throws IOException {
    Path file = write(INSTRUCTION_COLUMNS + "X,3.3,16000000,nop,,,,0.39413,2026,reg\n");
    Path out = directory.resolve("report.txt");

    CommandLineRun run =
        CommandLineRun.of("validate", "--measured", file.toString(), "--out", out.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(out))
        .contains("instruction energies", "nop", "left out", "median 2.5, worst 10.0: met");
  }

  @ParameterizedTest
  @CsvSource({
    "a,                     1,            the columns are not those",
    "COLUMNS,               'nop,,,,3.3', m.csv: row 1: has 5 values",
    "COLUMNS,               'nop,,,,x,16000000,1', m.csv: row 1: voltage_v is no number",
    "COLUMNS,               'nop,,,,3.3,0,1',      m.csv: row 1: mclk_hz must be above 0"
  })
  void aFileThatIsNoneOfMeasurementsIsRefused(String columns, String row, String reason)
      throws IOException {
    String names = "opcode,src_mode,dst_mode,constant,voltage_v,mclk_hz,energy_nj";
    Path file = write(columns.replace("COLUMNS", names) + "\n" + row + "\n");

    CommandLineRun run = CommandLineRun.of("validate", "--measured", file.toString());

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains(reason).hasLineCount(1);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("m.csv"), content);
  }

  private static JsonNode json(String... options) throws IOException {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "validate";
    System.arraycopy(options, 0, arguments, 1, options.length);
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static Map<String, JsonNode> byName(JsonNode array, String key) {
    return StreamSupport.stream(array.spliterator(), false)
        .collect(
            Collectors.toMap(
                node -> node.get(key).asText(), Function.identity(), (first, second) -> first));
  }
}
