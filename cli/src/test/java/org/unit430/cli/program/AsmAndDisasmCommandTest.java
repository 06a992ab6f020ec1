package org.unit430.cli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.cli.CommandLineRun;
import org.unit430.simulator.program.ProgramLoader;

class AsmAndDisasmCommandTest {
  // MOV #1234h,R5: 4035 1234 (SLAU367 figure 4-22), 2 cycles (table 4-10).
  private static final String SOURCE = " .org 0x4400\nmain: mov #0x1234, r5\n ret\n";

  @TempDir private Path directory;

  private Path source(String text) throws IOException {
    return Files.writeString(directory.resolve("a.s43"), text);
  }

  @ParameterizedTest
  @CsvSource({"a.elf", "a.out", "a.txt", "a.hex"})
  void theSuffixSaysTheFormatAndAllHoldTheSameBytes(String name) throws IOException {
    Path out = directory.resolve(name);
    CommandLineRun run = CommandLineRun.of("asm", source(SOURCE).toString(), "-o", out.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(ProgramLoader.load(out).segments().get(0).bytes())
        .startsWith(0x35, 0x40, 0x34, 0x12);
  }

  @Test
  void everyErrorIsALineWithItsPlaceAndTheExitCodeIs4() throws IOException {
    Path source = source(" mov r4\n nonsense r5\n");
    Path out = directory.resolve("a.elf");
    CommandLineRun run = CommandLineRun.of("asm", source.toString(), "-o", out.toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err().lines().toList().get(0)).startsWith(source + ":1:");
    assertThat(run.err().lines().toList().get(1)).startsWith(source + ":2:2: ");
    assertThat(out).doesNotExist();
  }

  @Test
  void includesAreFoundBesideTheSource() throws IOException {
    Files.writeString(directory.resolve("value.inc"), "VALUE .equ 0x1234\n");
    Path out = directory.resolve("a.elf");
    Path source = source(" .include \"value.inc\"\n .org 0x4400\n mov #VALUE, r5\n");
    CommandLineRun run = CommandLineRun.of("asm", source.toString(), "-o", out.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(ProgramLoader.load(out).segments().get(0).bytes())
        .startsWith(0x35, 0x40, 0x34, 0x12);
  }

  @Test
  void aSuffixWithoutFormatIsAUsageErrorAndAMissingSourceIsNot() throws IOException {
    String source = source(SOURCE).toString();
    String strange = directory.resolve("a.exe").toString();
    assertThat(CommandLineRun.of("asm", source, "-o", strange).exitCode()).isEqualTo(2);
    CommandLineRun missing = CommandLineRun.of("asm", source + "x", "-o", strange);
    assertThat(missing.exitCode()).isEqualTo(4);
    assertThat(missing.err()).contains("no such file").hasLineCount(1);
  }

  @Test
  void aListingHasSymbolsAddressesWordsCyclesAndText() throws IOException {
    Path out = directory.resolve("a.elf");
    CommandLineRun.of("asm", source(SOURCE).toString(), "-o", out.toString());
    CommandLineRun run = CommandLineRun.of("disasm", out.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("main:\n");
    assertThat(run.out()).containsPattern("04400: 4035 1234 +2 +mov #0x1234, r5");
  }

  @Test
  void disasmRefusesWhatIsNoProgramInOneLine() throws IOException {
    CommandLineRun run = CommandLineRun.of("disasm", source("nothing").toString());
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).hasLineCount(1);
  }
}
