package org.unit430.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unit430.cli.run.FirmwareRun.simProgram;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.cli.EnergyTableOption;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.Engine;

class BatchTest {
  private static final DeviceProfile SIM = DeviceCatalog.byName(DeviceCatalog.SIM);
  private static final RunSettings SETTINGS =
      new RunSettings(
          OptionalLong.empty(),
          3.0,
          Long.MAX_VALUE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Long.MAX_VALUE,
          Optional.empty(),
          Optional.empty(),
          new EnergyTableOption(),
          Engine.TRANSLATE,
          false);

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> reports = new ArrayList<>();

  private List<RunResult> run(int workers, InputStream in, List<Path> programs) {
    return new Batch(workers, in, out, err)
        .run(
            programs,
            (runIn, runOut, runErr) ->
                new ProgramRunner(SETTINGS, SIM, false, runIn, runOut, runErr),
            result -> reports.add(result.file() + " behind " + out.size() + " bytes"));
  }

  /** Works for so many rounds of five cycles, prints a character, and exits with a status. */
  private Path printsAfter(int rounds, char printed, int status) throws IOException {
    return simProgram(
        directory,
        printed + ".elf",
        " mov #0x2000, sp",
        " mov #" + rounds + ", r10",
        "round: mov #1000, r11",
        "loop: dec r11",
        " jnz loop",
        " dec r10",
        " jnz round",
        " mov #1, r12",
        " mov #text, r13",
        " mov #1, r14",
        " call #0x185",
        " mov #" + status + ", r12",
        " call #0x181",
        "text: .ascii \"" + printed + "\"");
  }

  private List<Path> theFirstIsTheSlowest() throws IOException {
    List<Path> programs = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      programs.add(printsAfter(1 + 40 * (11 - i), (char) ('a' + i), i));
    }
    return programs;
  }

  @Test
  void programsAreHeardInTheirOrderWhoeverIsDoneFirst() throws IOException {
    List<Path> programs = theFirstIsTheSlowest();

    List<RunResult> results = run(4, InputStream.nullInputStream(), programs);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("abcdefghijkl");
    assertThat(results)
        .extracting(result -> result.exitCode().getAsInt())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    for (int i = 0; i < 12; i++) {
      assertThat(reports.get(i)).isEqualTo(programs.get(i) + " behind " + (i + 1) + " bytes");
    }
  }

  @Test
  void aBatchGivesWhatOneAfterTheOtherGives() throws IOException {
    List<Path> programs = theFirstIsTheSlowest();

    List<RunResult> together = run(4, InputStream.nullInputStream(), programs);
    List<RunResult> oneByOne = run(1, InputStream.nullInputStream(), programs);

    assertThat(withoutWallTime(together)).isEqualTo(withoutWallTime(oneByOne));
    // Each of 40 (11 - i) + 1 rounds is 1,000 times DEC (1 cycle) and JNZ (2), and MOV, DEC, JNZ.
    // The first program has 441 as a word and 0 as a constant, the last one 11 and 1.
    assertThat(together.get(0).cycles() - together.get(11).cycles())
        .isEqualTo(440 * (3_000 + 2 + 1 + 2));
  }

  private static List<String> withoutWallTime(List<RunResult> results) {
    return results.stream()
        .map(result -> result.toString().replaceAll("wallSeconds=[^,]*", ""))
        .toList();
  }

  @Test
  void standardInputIsReadByOneProgramAfterTheOther() throws IOException {
    // read(0, buffer, 1), write(1, buffer, 1), exit(0).
    List<Path> programs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      programs.add(
          simProgram(
              directory,
              "echo" + i + ".elf",
              " mov #0x2000, sp",
              " mov #" + (1 + 100 * (2 - i)) + ", r10",
              "round: mov #1000, r11",
              "loop: dec r11",
              " jnz loop",
              " dec r10",
              " jnz round",
              " clr r12",
              " mov #0x3000, r13",
              " mov #1, r14",
              " call #0x184",
              " mov #1, r12",
              " mov #0x3000, r13",
              " mov #1, r14",
              " call #0x185",
              " clr r12",
              " call #0x181"));
    }

    run(3, new ByteArrayInputStream("xyz".getBytes(StandardCharsets.UTF_8)), programs);

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("xyz");
  }

  @Test
  void aRunThatPrintsTooMuchToBeKeptWaitsForItsTurn() throws Exception {
    Turn turn = new Turn();
    TurnOutput second = new TurnOutput(turn, 1, out);
    second.write(new byte[TurnOutput.MOST_KEPT_BYTES]);
    Thread writer =
        new Thread(
            () -> {
              try {
                second.write('!');
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();
    while (writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(out.size()).isZero();

    turn.pass();
    writer.join();

    assertThat(out.size()).isEqualTo(TurnOutput.MOST_KEPT_BYTES + 1);
  }
}
