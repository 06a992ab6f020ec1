package org.unit430.cli.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandLineRun;
import org.unit430.testvectors.SharedData;

class ShiftCommandTest {
  private static final int INPUTS = 20;

  @TempDir private static Path out;

  /** One run for all that is asked of a report. */
  private static CommandLineRun run;

  @BeforeAll
  static void runOnce() {
    run =
        mnist(
            "--domains",
            "source,rotation-30",
            "--inputs",
            "" + INPUTS,
            "--json",
            "--out",
            out.toString());
  }

  private static JsonNode document() throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static CommandLineRun mnist(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "shift",
                "--workload",
                "mnist",
                "--data",
                SharedData.require("datasets/mnist").toString(),
                "--calibration",
                "16"));
    arguments.addAll(List.of(options));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private static JsonNode row(JsonNode document, String domain, String arm) {
    for (JsonNode row : document.get("rows")) {
      if (row.get("domain").asText().equals(domain) && row.get("arm").asText().equals(arm)) {
        return row;
      }
    }
    throw new AssertionError("no row " + domain + " " + arm);
  }

  @Test
  void everyArmMeetsTheTargetOnTheSameInputs() throws IOException {
    JsonNode document = document();
    assertThat(document.get("schema").asText()).isEqualTo("unit430.shift/1");
    List<String> rows = new ArrayList<>();
    document
        .get("rows")
        .forEach(row -> rows.add(row.get("domain").asText() + " " + row.get("arm").asText()));
    assertThat(rows)
        .containsExactly(
            "source dense",
            "source ttp",
            "source unit",
            "rotation-30 dense",
            "rotation-30 ttp",
            "rotation-30 ttp-retrained",
            "rotation-30 unit",
            "rotation-30 unit-recalibrated");
    for (JsonNode row : document.get("rows")) {
      assertThat(row.get("inputs").asInt()).isEqualTo(INPUTS);
      assertThat(row.get("macsExecuted").asDouble())
          .isPositive()
          .isLessThanOrEqualTo(row.get("macsDense").asDouble());
      assertThat(row.at("/energyUj/low").asDouble())
          .isLessThan(row.at("/energyUj/mean").asDouble());
      assertThat(row.get("latencyMs").asDouble())
          .isCloseTo(row.get("cycles").asDouble() / 16e3, within(1e-9));
      // Fidelity model against machine; the project's bound with wait states is 0.5 %.
      assertThat(row.at("/model/largestResidualPercent").asDouble()).isLessThan(0.5);
    }
    JsonNode dense = row(document, "rotation-30", "dense");
    assertThat(dense.get("macsExecuted")).isEqualTo(dense.get("macsDense"));
    // Retraining keeps the twin's zeros, so both execute the same multiply-accumulates.
    assertThat(row(document, "rotation-30", "ttp-retrained").get("macsExecuted"))
        .isEqualTo(row(document, "rotation-30", "ttp").get("macsExecuted"));
    // Other thresholds, other skipping; the same thresholds would give the same.
    assertThat(row(document, "rotation-30", "unit-recalibrated").get("macsExecuted"))
        .isNotEqualTo(row(document, "rotation-30", "unit").get("macsExecuted"));
    assertThat(Files.readString(out.resolve("shift.json"))).isEqualTo(run.out());
    assertThat(Files.readString(out.resolve("shift.txt")))
        .contains("UnIT, recalibrated against TTP retrained on the target, 1 target: accuracy ");
  }

  @Test
  void differencesCountTheInputsThatOnlyOneArmGetsRight() throws IOException {
    JsonNode document = document();
    assertThat(document.get("differences")).hasSize(4);
    for (JsonNode difference : document.get("differences")) {
      assertThat(difference.get("reference").asText()).isEqualTo("ttp-retrained");
      int own = row(document, "rotation-30", difference.get("arm").asText()).get("correct").asInt();
      int retrained = row(document, "rotation-30", "ttp-retrained").get("correct").asInt();
      JsonNode accuracy = difference.get("accuracy");
      assertThat(
              accuracy.get("onlyThisCorrect").asInt()
                  - accuracy.get("onlyReferenceCorrect").asInt())
          .isEqualTo(own - retrained);
      assertThat(accuracy.get("difference").asDouble())
          .isCloseTo((double) (own - retrained) / INPUTS, within(1e-12));
    }
    JsonNode claim = document.get("overTargets").get(0);
    assertThat(
            claim.get("accuracyBetter").asInt()
                + claim.get("accuracyWorse").asInt()
                + claim.get("accuracyWithinNoise").asInt())
        .isEqualTo(claim.get("targets").asInt())
        .isEqualTo(1);
  }

  @Test
  void wrongRequestsAreOneLine() {
    assertUsage(mnist("--domains", "user-9"), "workload mnist has no domain 'user-9'; there");
    assertUsage(mnist("--unit", "unit"), "--unit must be UnIT with one division on the unpruned");
    assertUsage(mnist("--unit", "ttp-csr+unit:shift"), "--unit must be UnIT with one division");
    assertUsage(mnist("--unit", "dense"), "--unit must be UnIT with one division");
    assertUsage(mnist("--inputs", "0"), "--inputs must be 1 or more, not 0");
    assertUsage(
        CommandLineRun.of("shift", "--workload", "digits", "--data", "."),
        "no domain shift is known for workload 'digits'; there are mnist, kws, har");
    CommandLineRun missing = CommandLineRun.of("shift", "--workload", "kws", "--data", "nowhere");
    assertThat(missing.exitCode()).isEqualTo(4);
    assertThat(missing.err().lines()).hasSize(1);
  }

  private static void assertUsage(CommandLineRun run, String complaint) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("unit430: " + complaint);
    assertThat(run.err().lines()).hasSize(1);
  }
}
