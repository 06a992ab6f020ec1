package org.unit430.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.unit430.cli.run.FirmwareRun.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOutputFilesTest {
  @TempDir private Path directory;
  private Path calls;

  /** start calls work twice; each call takes 4 + 2 + 10 x (1 + 2) + 4 cycles from CALL to RET. */
  @BeforeEach
  void assembleAProgramWithCalls() throws IOException {
    calls =
        program(
            directory,
            "calls.elf",
            " mov #0x2c00, sp",
            " mov #0x5a80, &0x15c",
            " call #work",
            " call #work",
            " jmp $",
            "work: mov #10, r5",
            "1: dec r5",
            " jnz 1b",
            " ret");
  }

  @Test
  void aTraceHasALineAnInstruction() throws IOException {
    Path trace = directory.resolve("trace");
    JsonNode document =
        FirmwareRun.of("--json", "--trace", trace.toString(), calls.toString()).json();
    List<String> lines = Files.readAllLines(trace);
    assertThat(lines).hasSize(document.get("instructions").asInt());
    // The third instruction begins behind MOV #N,Rn (2 cycles) and MOV #N,&EDE (4: one less than
    // the table's 5, because MOV does not read its destination).
    assertThat(lines.get(2)).matches("6 0440A  call #work +04414 02BFE( 0[0-9A-F]{4}){14}");
    assertThat(lines.get(3)).startsWith("10 04414  mov #0xa, r5 ");
  }

  @Test
  void theTraceLimitEndsTheTraceAndNotTheRun() throws IOException {
    Path trace = directory.resolve("trace");
    FirmwareRun run =
        FirmwareRun.of("--trace", trace.toString(), "--trace-limit", "3", calls.toString());
    assertThat(run.err()).contains("stopped: JMP $");
    assertThat(Files.readAllLines(trace)).hasSize(3);
  }

  @Test
  void runningTwiceGivesTheSameTraceProfileWaveformsAndCounts() throws IOException {
    String[] first = new String[3];
    ObjectNode[] documents = new ObjectNode[2];
    for (int i = 0; i < 2; i++) {
      Path trace = directory.resolve("trace");
      Path profile = directory.resolve("profile");
      Path vcd = directory.resolve("vcd");
      documents[i] =
          (ObjectNode)
              FirmwareRun.of(
                      "--json",
                      "--trace",
                      trace.toString(),
                      "--profile",
                      profile.toString(),
                      "--vcd",
                      vcd.toString(),
                      calls.toString())
                  .json();
      documents[i].remove("wallMs");
      String[] files = {Files.readString(trace), Files.readString(profile), Files.readString(vcd)};
      if (i == 0) {
        first = files;
      } else {
        assertThat(files).isEqualTo(first);
      }
    }
    assertThat(documents[1]).isEqualTo(documents[0]);
  }

  @Test
  void observersDoNotChangeWhatTheyObserve() throws IOException {
    ObjectNode alone = (ObjectNode) FirmwareRun.of("--json", calls.toString()).json();
    ObjectNode observed =
        (ObjectNode)
            FirmwareRun.of(
                    "--json",
                    "--trace",
                    directory.resolve("trace").toString(),
                    "--profile",
                    directory.resolve("profile").toString(),
                    "--vcd",
                    directory.resolve("vcd").toString(),
                    calls.toString())
                .json();
    alone.remove("wallMs");
    observed.remove("wallMs");
    assertThat(observed).isEqualTo(alone);
  }

  @Test
  void aProfileHasSelfAndInclusiveCosts() throws IOException {
    Path profile = directory.resolve("profile");
    JsonNode document =
        FirmwareRun.of("--json", "--profile", profile.toString(), calls.toString()).json();
    List<String> lines = Files.readAllLines(profile);
    assertThat(lines).contains("events: Cycles Energy", "fn=(1) start", "cfn=(2) work", "fn=(2)");
    // Of work: MOV #N,Rn 2, ten times DEC 1 and JNZ 2, RET 4 (SLAU367 tables 4-8 to 4-10).
    int inclusive = 2 + 10 * (1 + 2) + 4;
    int call = lines.indexOf("calls=1 0x4414");
    assertThat(lines.get(call + 1)).startsWith("0x440a " + inclusive + " ");
    assertThat(lines).anyMatch(line -> line.startsWith("0x4414 " + 2 * 2 + " "));
    assertThat(lines).anyMatch(line -> line.startsWith("0x4418 " + 2 * 10 + " "));
    String totals = lines.get(lines.size() - 1);
    assertThat(totals).startsWith("totals: " + document.get("cycles").asLong() + " ");
    double picojoules = document.at("/energyUj/mean").asDouble() * 1e6;
    // Each of eight lines is rounded to whole picojoules.
    double energy = Double.parseDouble(totals.substring(totals.lastIndexOf(' ')));
    assertThat(energy).isBetween(picojoules - 4, picojoules + 4);
  }

  /** Of Debian's package valgrind; the program is the format's authority. */
  @Test
  void callgrindAnnotateReadsAProfileWithoutComplaint() throws Exception {
    Path profile = directory.resolve("profile");
    JsonNode document =
        FirmwareRun.of("--json", "--profile", profile.toString(), calls.toString()).json();
    Process process;
    try {
      process =
          new ProcessBuilder("callgrind_annotate", "--inclusive=yes", profile.toString())
              .redirectError(directory.resolve("complaints").toFile())
              .start();
    } catch (IOException e) {
      abort("callgrind_annotate is not installed");
      return;
    }
    String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(directory.resolve("complaints")).isEmptyFile();
    String cycles = String.format(Locale.ROOT, "%,d", document.get("cycles").asLong());
    assertThat(report).containsPattern("(?m)^ *" + cycles + " \\(100\\.0%\\).*PROGRAM TOTALS$");
    // The function that calls the other holds all cycles of the program.
    assertThat(report).containsPattern("(?m)^ *" + cycles + " .*:start ");
  }

  @Test
  void aProfileWithoutSymbolsIsRefused() throws IOException {
    Path hex = program(directory, "calls.hex", " jmp $");
    FirmwareRun run =
        FirmwareRun.of("--profile", directory.resolve("p").toString(), hex.toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("needs symbols").hasLineCount(1);
  }

  @Test
  void waveformsShowSleepClockAndPins() throws IOException {
    Path vcd = directory.resolve("run.vcd");
    // LOCKLPM5 off (PM5CTL0, 130h), P1.0 an output and high, then LPM3 for good.
    Path file =
        program(
            directory,
            "led.elf",
            " mov #0x5a80, &0x15c",
            " bic #1, &0x130",
            " bis.b #1, &0x204",
            " bis.b #1, &0x202",
            " bis #0xd8, sr",
            " nop");
    FirmwareRun.of("--vcd", vcd.toString(), file.toString());
    List<String> lines = Files.readAllLines(vcd);
    assertThat(lines)
        .contains("$timescale 1 ns $end", "$var wire 1 P1.0 P1.0 $end", "0P1.0", "1P1.0");
    // 1 MHz after a reset; LPM3 is mode 4.
    assertThat(lines).contains("b" + Long.toBinaryString(1_000_000) + " \"", "b100 !");
    List<Long> times =
        lines.stream()
            .filter(line -> line.matches("#\\d+"))
            .map(line -> Long.valueOf(line.substring(1)))
            .toList();
    assertThat(times).isSorted();
  }

  @Test
  void uartOutputGoesToTheConsoleOrToAFile() throws IOException {
    // UCA0 at SMCLK = 1 MHz / 104 = 9,615 baud; the second character waits for UCTXIFG.
    Path file =
        program(
            directory,
            "uart.elf",
            " mov #0x5a80, &0x15c",
            " mov #0x81, &0x5c0",
            " mov #104, &0x5c6",
            " bic #1, &0x5c0",
            " mov.b #'H', &0x5ce",
            "1: bit #2, &0x5dc",
            " jz 1b",
            " mov.b #'i', &0x5ce",
            "2: bit #2, &0x5dc",
            " jz 2b",
            " jmp $");
    assertThat(FirmwareRun.of("--expect-text", "Hi", file.toString()).console()).isEqualTo("Hi");
    Path out = directory.resolve("uart.txt");
    FirmwareRun run =
        FirmwareRun.of("--uart", out.toString(), "--expect-text", "Hi", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.console()).isEmpty();
    assertThat(out).hasContent("Hi");
  }

  /** UCA0 at 1 MHz / 104 gives back each character that it receives, plus one. */
  private Path echo() throws IOException {
    return program(
        directory,
        "echo.elf",
        " mov #0x5a80, &0x15c",
        " mov #0x81, &0x5c0",
        " mov #104, &0x5c6",
        " bic #1, &0x5c0",
        " mov #4, r6",
        "1: bit #1, &0x5dc",
        " jz 1b",
        " mov.b &0x5cc, r5",
        " inc.b r5",
        "2: bit #2, &0x5dc",
        " jz 2b",
        " mov.b r5, &0x5ce",
        " dec r6",
        " jnz 1b",
        " jmp $");
  }

  @Test
  void uartInputIsTypedAtTheBaudRate() throws IOException {
    Path typed = directory.resolve("typed");
    Files.write(typed, new byte[] {'H', 'A', 'L', (byte) 0xFE});

    FirmwareRun run = FirmwareRun.of("--json", "--uart-in", typed.toString(), echo().toString());

    assertThat(run.json().get("output").asText()).startsWith("IBM");
    // Four characters of 10 bits of 104 cycles arrive before the program ends, and little else.
    assertThat(run.json().get("cycles").asLong()).isBetween(4 * 1040L, 4 * 1040L + 200);
  }

  @Test
  void uartInputComesFromStandardInputWhereAsked() throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("HAL9".getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(FirmwareRun.of("--uart-in", "-", echo().toString()).console()).isEqualTo("IBM:");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void uartInputThatIsNotThereIsAUsageError() throws IOException {
    FirmwareRun run =
        FirmwareRun.of("--uart-in", directory.resolve("absent").toString(), echo().toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--uart-in: there is no file").hasLineCount(1);
  }

  @Test
  void anOutputFileThatCannotBeWrittenIsAUsageError() {
    FirmwareRun run =
        FirmwareRun.of("--trace", directory.resolve("absent/trace").toString(), calls.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot write").hasLineCount(1);
  }

  @Test
  void outputFilesAreAboutOneProgram() {
    FirmwareRun run =
        FirmwareRun.of(
            "--vcd", directory.resolve("v").toString(), calls.toString(), calls.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("one program").hasLineCount(1);
  }
}
