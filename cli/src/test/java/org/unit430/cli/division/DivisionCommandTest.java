package org.unit430.cli.division;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandLineRun;
import org.unit430.cli.ExitCode;

class DivisionCommandTest {
  @TempDir private Path directory;

  @Test
  void aCandidateSitsTheSameExamAsTheBundledDivisions() throws IOException {
    // The shortest candidate: t = 0 keeps every product that is not 0, and never skips above T.
    CommandLineRun run = exam("run: clr r12\n ret\n");
    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, JsonNode> rows = new HashMap<>();
    new ObjectMapper()
        .readTree(run.out())
        .get("rows")
        .forEach(
            row ->
                rows.put(
                    row.get("division").asText()
                        + row.get("multiplier").asText()
                        + (row.get("arithmetic").asText().equals("q15") ? "" : "float32"),
                    row));
    JsonNode mine = rows.get("mine.s43as written");
    // CALL #N 4 (SLAU367 table 4-9), CLR 1, RET 4: 9 cycles whatever the magnitude.
    assertThat(mine.get("cycles").get("min").asLong())
        .isEqualTo(mine.get("cycles").get("max").asLong());
    assertThat(mine.get("cycles").get("mean").asDouble()).isBetween(8.0, 11.0);
    assertThat(mine.get("wronglySkippedPct").asDouble()).isZero();
    assertThat(mine.get("wronglyKeptPct").asDouble()).isPositive();
    assertThat(mine.get("canSkipAboveT").asBoolean()).isFalse();
    assertThat(rows.get("exactmpy32").get("relativeError").get("max").asDouble()).isZero();
    assertThat(rows.get("shiftmpy32").get("cycles").get("mean").asDouble())
        .isLessThan(rows.get("exactmpy32").get("cycles").get("mean").asDouble());
    assertThat(rows.get("reciprocalsoftware").get("cycles").get("mean").asDouble())
        .isGreaterThan(rows.get("reciprocalmpy32").get("cycles").get("mean").asDouble());
    // Seven divisions of integers and four of floats on three multipliers, and the candidate.
    assertThat(rows).hasSize(34);
    JsonNode exact = rows.get("exactmpy32float32");
    JsonNode mask = rows.get("maskmpy32float32");
    // Half an ulp: 2^-24.
    assertThat(exact.at("/relativeError/max").asDouble()).isPositive().isLessThanOrEqualTo(0x1p-24);
    assertThat(exact.get("wronglyKeptPct").asDouble()).isLessThan(0.001);
    assertThat(mask.at("/relativeError/max").asDouble()).isBetween(0.3, 1.0);
    assertThat(mask.at("/cycles/max").asLong()).isLessThan(exact.at("/cycles/min").asLong() / 10);
    assertThat(mask.get("payback").asDouble()).isLessThan(exact.get("payback").asDouble());
    // Magnitudes of the workload are near 1, so that no quotient leaves the range of exponents: in
    // single precision the way that all of them take is an approximation's longest.
    JsonNode shift = rows.get("shiftmpy32float32");
    assertThat(shift.get("payback").asDouble() / mask.get("payback").asDouble())
        .isCloseTo(
            shift.at("/cycles/max").asDouble() / mask.at("/cycles/max").asDouble(), within(1e-12));
    assertThat(rows.get("mitchellsoftwarefloat32").at("/relativeError/max").asDouble())
        .isBetween(0.01, 0.125); // 9/8 at most, by the mantissa of T
    assertThat(rows.get("reciprocalmpy16").get("cycles"))
        .isEqualTo(rows.get("reciprocalmpy32").get("cycles"));
    // The candidate's cycles are the same for all magnitudes, shift's are more for the small ones
    // of the workload than in the mean: its payback is more than the cycles' ratio.
    double ratio =
        rows.get("shiftmpy32").get("cycles").get("mean").asDouble()
            / mine.get("cycles").get("mean").asDouble();
    assertThat(rows.get("shiftmpy32").get("payback").asDouble() / mine.get("payback").asDouble())
        .isGreaterThan(ratio);
    assertThat(mine.get("notBeaten").asBoolean()).isTrue();
    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.get("correctWithNothingSkipped").asInt()).isEqualTo(1);
    assertThat(mine.get("accuracyChangePoints").asDouble()).isZero();
    JsonNode verdict = document.get("verdict");
    assertThat(verdict.get(verdict.size() - 1).asText())
        .startsWith("No other beats your routine mine.s43 in all of these: fewest cycles")
        .contains("needlessly");
  }

  @Test
  void aCandidateThatHangsOrSpoilsRegistersIsAFault() throws IOException {
    assertThat(exam("run: jmp run\n").exitCode()).isEqualTo(ExitCode.FIRMWARE_FAULT);
    CommandLineRun spoils = exam("run: clr r5\n clr r12\n ret\n");
    assertThat(spoils.exitCode()).isEqualTo(ExitCode.FIRMWARE_FAULT);
    assertThat(spoils.err()).contains("mine.s43").contains("changes R5").contains("R11 to R15");
  }

  @Test
  void aCandidateThatCannotBeAssembledIsRefused() throws IOException {
    CommandLineRun run = exam("go: ret\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_INPUT);
    assertThat(run.err()).contains("mine.s43: has no label 'run'");
    run = exam("run: movv r12, r5\n ret\n");
    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_INPUT);
    assertThat(run.err()).contains("mine.s43:1:6: unknown instruction").doesNotContain("label");
  }

  private CommandLineRun exam(String source) throws IOException {
    Path file = Files.writeString(directory.resolve("mine.s43"), source);
    return CommandLineRun.of(
        "division",
        "--inputs",
        "1",
        "--calibration",
        "4",
        "--json",
        "--candidate",
        file.toString());
  }
}
