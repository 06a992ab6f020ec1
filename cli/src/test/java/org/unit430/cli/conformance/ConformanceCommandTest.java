package org.unit430.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandLineRun;
import org.unit430.cli.ExitCode;
import org.unit430.testvectors.TestVectors;

class ConformanceCommandTest {
  @TempDir private Path folder;

  private static CommandLineRun run(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("conformance", file.toString()));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private Path vectors() throws IOException {
    return write(new String(TestVectors.bytes("isa-by-hand.tsv"), StandardCharsets.UTF_8));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("vectors.tsv"), text);
  }

  /** ADD #1,R5 with 7FFFh in R5 gives 8000h, N and V. */
  private static String add(String statusAfter, String resultAfter) {
    return "format1\t05000\t5315\t107\t0\t5000 2900 0 0 0 7fff 0 0 0 0 0 0 0 0 0 0\t"
        + ("5002 2900 " + statusAfter + " 0 0 " + resultAfter + " 0 0 0 0 0 0 0 0 0 0\t\n");
  }

  @Test
  void agreementIsSuccess() throws IOException {
    CommandLineRun run = run(vectors());

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .startsWith("group               rows  passed  failed  excluded\n")
        .contains("format2x               2       2       0         0\n")
        .endsWith("total                 29      29       0         0\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aMismatchFailsTheGateAndIsTold() throws IOException {
    Path file = write(add("104", "8000") + add("4", "8001"));

    CommandLineRun run = run(file);

    assertThat(run.exitCode()).isEqualTo(ExitCode.GATE_FAILED);
    assertThat(run.out())
        .endsWith(
            """
            total                  2       1       1         0

            The first mismatches of each group:
            format1, line 2, 05000: 5315  add #1, r5
                SR.V 0 expected, 1 found
                R5 08001 expected, 08000 found
            """);
  }

  @Test
  void whatTheManualOverrulesIsExcludedNamingItsSection() throws IOException {
    // GDB's simulator keeps V in bit 7.
    Path file = write(add("84", "8000"));

    CommandLineRun run = run(file);

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("total                  1       0       0         1\n")
        .contains("      1  v-in-bit-7 (SLAU367 table 4-1)\n");
  }

  @Test
  void jsonHasTheCountsTheMismatchesAndTheExclusions() throws IOException {
    Path file = write(add("104", "8000") + add("104", "8001") + add("84", "8000"));

    CommandLineRun run = run(file, "--json");

    assertThat(run.exitCode()).isEqualTo(ExitCode.GATE_FAILED);

    JsonNode document = new ObjectMapper().readTree(run.out());
    assertThat(document.get("schema").asText()).isEqualTo("unit430.conformance/1");
    assertThat(document.get("rows").asInt()).isEqualTo(3);
    assertThat(document.get("passed").asInt()).isEqualTo(1);
    assertThat(document.get("failed").asInt()).isEqualTo(1);
    assertThat(document.get("excluded").asInt()).isEqualTo(1);
    JsonNode group = document.get("groups").get(0);
    assertThat(group.get("name").asText()).isEqualTo("format1");
    assertThat(group.get("rows").asInt()).isEqualTo(3);
    assertThat(group.get("mismatches").toString())
        .isEqualTo(
            "[{\"line\":2,\"pc\":\"05000\",\"code\":\"5315\","
                + "\"instruction\":\"add #1, r5\",\"differences\":"
                + "[{\"what\":\"R5\",\"expected\":\"08001\",\"actual\":\"08000\"}]}]");
    JsonNode exclusion = document.get("exclusions").get(0);
    assertThat(exclusion.get("rule").asText()).isEqualTo("v-in-bit-7");
    assertThat(exclusion.get("rows").asInt()).isEqualTo(1);
    assertThat(exclusion.get("section").asText()).isEqualTo("SLAU367 table 4-1");
    assertThat(exclusion.get("reason").asText()).isNotBlank();
  }

  @Test
  void aMalformedFileIsNamedWithItsLine() throws IOException {
    Path file = write(add("104", "8000") + "format1\t5000\n");

    CommandLineRun run = run(file);

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_INPUT);
    assertThat(run.err()).isEqualTo("unit430: " + file + ": line 2: 2 columns instead of 8\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aMissingFileIsNamed() {
    Path absent = folder.resolve("absent.tsv");

    CommandLineRun run = run(absent);

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_INPUT);
    assertThat(run.err())
        .isEqualTo("unit430: " + absent + ": no such file; name a file of vectors\n");
  }

  @Test
  void aDirectoryCannotBeRead() {
    CommandLineRun run = run(folder);

    assertThat(run.exitCode()).isEqualTo(ExitCode.UNSUPPORTED_INPUT);
    assertThat(run.err()).startsWith("unit430: " + folder + ": cannot be read: ");
  }

  @Test
  void withoutAFileTheUsageIsWrong() {
    CommandLineRun run = CommandLineRun.of("conformance");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("Missing required parameter: 'FILE'");
  }
}
