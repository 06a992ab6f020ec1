package org.unit430.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unit430.cli.run.FirmwareRun.simProgram;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineOptionTest {
  @TempDir private Path directory;

  /** Adds 1 to 1000 in a loop, a hundred times over, and prints "ok". */
  private Path program() throws IOException {
    return simProgram(
        directory,
        "sum.elf",
        " mov #0x2000, sp",
        " mov #100, r9",
        "again: clr r5",
        " mov #1000, r6",
        "loop: add r6, r5",
        " dec r6",
        " jnz loop",
        " dec r9",
        " jnz again",
        " mov #1, r12",
        " mov #text, r13",
        " mov #2, r14",
        " call #0x185",
        " clr r12",
        " call #0x181",
        "text: .ascii \"ok\"");
  }

  private FirmwareRun run(String... options) throws IOException {
    String[] all = new String[options.length + 3];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--device";
    all[options.length + 1] = "sim";
    all[options.length + 2] = program().toString();
    return FirmwareRun.of(all);
  }

  @Test
  void theTranslatingEngineReportsWhatTheInterpreterReports() throws IOException {
    FirmwareRun translated = run("--engine", "translate");
    FirmwareRun interpreted = run("--engine", "interpret");

    assertThat(translated.console()).isEqualTo("ok");
    // All but the time on the wall.
    assertThat(withoutWallTime(translated.err())).isEqualTo(withoutWallTime(interpreted.err()));
  }

  private static String withoutWallTime(String report) {
    return report.replaceAll("[0-9.,]+ (s|ms) (wall|real)[^\n]*", "");
  }

  @Test
  void checkEngineSaysHowMuchWasComparedAndPrintsNothingOfTheProgram() throws IOException {
    FirmwareRun check = run("--check-engine");

    assertThat(check.exitCode()).isZero();
    // 2 + 100 * (2 + 3 * 1000 + 2) + 4 + CLR and the last CALL.
    assertThat(check.report()).contains("both engines agree in 300,408 instructions");
    assertThat(check.report()).containsPattern("of which 300,[0-9]{3} ran translated");
    assertThat(check.console()).isEmpty();
  }
}
