package org.unit430.simulator.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** GNU binutils as an independent reader. */
final class Binutils {
  private Binutils() {}

  /**
   * Output of a tool, which must succeed without a word on stderr.
   *
   * <p>The calling test is skipped if the tool is not installed.
   *
   * @param command tool and arguments
   */
  static String run(Path folder, String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "stdout", ".txt");
    Path errors = Files.createTempFile(folder, "stderr", ".txt");
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("LC_ALL", "C");
      process = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    } catch (IOException absent) {
      return Assumptions.abort(
          command[0] + " of GNU binutils cannot be started: " + absent.getMessage());
    }
    int status = process.waitFor();
    String complaint = Files.readString(errors, StandardCharsets.UTF_8);
    if (status != 0 || !complaint.isEmpty()) {
      throw new AssertionError(String.join(" ", command) + ": status " + status + "\n" + complaint);
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
