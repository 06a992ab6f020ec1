package org.unit430.cli.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandLineRun;

/**
 * The example in docs/estimate.md is what the program prints, but for the line that names the
 * build.
 */
class EstimateDocumentationTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "estimate.md");
  private static final String COMMAND =
      "$ ./unit430 estimate example/digits.onnx --inputs example/digits.npz --calibration 16"
          + " --method dense,unit:shift\n";

  @Test
  void theExampleIsWhatTheProgramPrints(@TempDir Path directory) throws IOException {
    String document = Files.readString(DOCUMENT);
    assertThat(document).contains(COMMAND);
    int start = document.indexOf(COMMAND) + COMMAND.length();
    String example = document.substring(start, document.indexOf("```", start));
    CommandLineRun.of(
        "export",
        "--workload",
        "digits",
        "--calibration",
        "16",
        "--inputs",
        "4",
        "--out",
        directory.toString());
    CommandLineRun run =
        CommandLineRun.of(
            "estimate",
            directory.resolve("digits.onnx").toString(),
            "--inputs",
            directory.resolve("digits.npz").toString(),
            "--calibration",
            "16",
            "--method",
            "dense,unit:shift");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(
            run.out()
                .lines()
                .filter(line -> !line.startsWith("unit430  "))
                .collect(Collectors.joining("\n", "", "\n")))
        .isEqualTo(example);
  }
}
