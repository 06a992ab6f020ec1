package org.unit430.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.CommandLineRun;

/** docs/run.md shows what the program does. */
class RunDocumentationTest {
  private static final Path DOCS = Path.of("..", "docs");

  @TempDir private Path directory;
  private Path blink;
  private String page;

  @BeforeEach
  void assemble() throws IOException {
    blink = directory.resolve("blink.elf");
    page = Files.readString(DOCS.resolve("run.md"));
    CommandLineRun asm =
        CommandLineRun.of(
            "asm", DOCS.resolve("examples/blink.s43").toString(), "-o", blink.toString());
    assertThat(asm.exitCode()).isZero();
  }

  @Test
  void theExampleEndsAsThePageSays() {
    FirmwareRun run = FirmwareRun.of(blink.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(page).contains(run.err().strip().replace(blink.toString(), "blink.elf"));
  }

  @Test
  void theTraceIsThatOfThePage() throws IOException {
    Path trace = directory.resolve("trace.txt");
    FirmwareRun.of("--trace", trace.toString(), "--trace-limit", "3", blink.toString());

    List<String> lines = Files.readAllLines(trace);
    assertThat(lines).hasSize(3);
    for (String line : lines) {
      // The page has the first four registers.
      assertThat(page).contains(line.substring(0, line.indexOf(" 00000 00000") + 12) + " ...");
    }
  }

  @Test
  void everyKeyOfTheDocumentIsOnThePage() throws IOException {
    FirmwareRun.of("--json", blink.toString())
        .json()
        .fieldNames()
        .forEachRemaining(key -> assertThat(page).contains("`" + key + "`"));
  }
}
