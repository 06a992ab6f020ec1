package org.unit430.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.firmware.dataset.Workloads;
import picocli.CommandLine;

class RetrainTest {
  @TempDir Path directory;
  private final StringWriter errors = new StringWriter();
  private final StringWriter output = new StringWriter();

  private int run(String... arguments) {
    CommandLine command = Retrain.commandLine();
    command.setErr(new PrintWriter(errors, true));
    command.setOut(new PrintWriter(output, true));
    return command.execute(arguments);
  }

  @Test
  void wrongCommandLinesExitWithTwoAndSayWhatToPass() {
    assertThat(run("--workload", "cats")).isEqualTo(2);
    assertThat(run("--workload", "mnist")).isEqualTo(2);
    assertThat(errors.toString().lines())
        .containsExactly(
            "trainer/retrain: there is no workload 'cats'; there are "
                + String.join(", ", Workloads.names()),
            "trainer/retrain: workload mnist needs its files; pass --data DIR, the directory with"
                + " train-images-idx3-ubyte and the other three (.gz or not)");
    assertThat(run("--frobnicate")).isEqualTo(2);
  }

  @Test
  void missingDirectoriesExitWithFourAndAreNamed() {
    Path nowhere = directory.resolve("nowhere");
    assertThat(run("--out", nowhere.toString())).isEqualTo(4);
    assertThat(
            run("--workload", "mnist", "--data", nowhere.toString(), "--out", directory.toString()))
        .isEqualTo(4);
    assertThat(errors.toString().lines())
        .containsExactly(
            "trainer/retrain: "
                + nowhere
                + ": no such directory; run from the project's root or pass --out",
            "trainer/retrain: "
                + nowhere
                + ": no such directory; --data names the directory with the IDX files");
  }

  @Test
  void onlyWorkloadsWithDomainsAreRetrainedOnThem() {
    String out = directory.toString();
    assertThat(run("--workload", "gesture", "--data", out, "--out", out, "--shift")).isEqualTo(2);
    assertThat(run("--workload", "digits", "--out", out, "--shift")).isEqualTo(2);
    assertThat(errors.toString().lines())
        .containsExactly(
            "trainer/retrain: no domain shift is known for workload 'gesture'; there are mnist,"
                + " kws, har",
            "trainer/retrain: --shift needs --data DIR");
  }

  @Test
  void helpNamesEveryOptionAndExitCode() {
    assertThat(run("--help")).isZero();
    assertThat(output.toString())
        .contains("--workload", "--data", "--seed", "--shift", "--out", "--work", "Exit codes:");
  }
}
