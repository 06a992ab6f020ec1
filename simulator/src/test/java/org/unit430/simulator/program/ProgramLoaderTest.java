package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramLoaderTest {
  private static final String KNOWN =
      "known formats are ELF32 for MSP430, TI-TXT (begins with '@') and Intel HEX (begins with"
          + " ':')";

  @TempDir private Path folder;

  @Test
  void recognisesTheFormatByContentWhateverTheName() throws IOException {
    ProgramImage sample = Programs.sample();
    for (byte[] content :
        new byte[][] {ElfWriter.write(sample), TiTxt.write(sample), IntelHex.write(sample)}) {
      Path file = Files.write(folder.resolve("program.bin"), content);
      assertThat(Programs.bytesByAddress(ProgramLoader.load(file)))
          .isEqualTo(Programs.bytesByAddress(sample));
    }
  }

  @Test
  void recognisesTextBehindEmptyLines() {
    assertThat(ProgramLoader.load(ascii("\r\n \n@200\n01\nq\n"), "a").segments()).hasSize(1);
    assertThat(ProgramLoader.load(ascii("\n\t:00000001FF\n"), "a").segments()).isEmpty();
  }

  @Test
  void refusesAnotherFormatNamingFileOffsetAndTheKnownOnes() {
    assertThatThrownBy(() -> ProgramLoader.load(ascii("\nS00F000068656C6C"), "a.s19"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessage("a.s19: offset 0x1: byte 0x53 begins no known format; " + KNOWN);
    assertThatThrownBy(() -> ProgramLoader.load(Programs.bytes(0x7F, 'E', 'L'), "a"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessage("a: offset 0x0: byte 0x7f begins no known format; " + KNOWN);
    assertThatThrownBy(() -> ProgramLoader.load(Programs.bytes(0xFF), "a"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessage("a: offset 0x0: byte 0xff begins no known format; " + KNOWN);
  }

  @Test
  void refusesAnEmptyFileAndOneOfWhiteSpace() {
    assertThatThrownBy(() -> ProgramLoader.load(new byte[0], "none"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessage("none: offset 0x0: the file is empty; " + KNOWN);
    assertThatThrownBy(() -> ProgramLoader.load(ascii(" \r\n"), "blank"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessage("blank: offset 0x3: the file is empty; " + KNOWN);
  }

  @Test
  void refusesAFileLargerThanItReads() {
    byte[] content = new byte[ProgramLoader.MOST_BYTES + 1];
    content[0] = '@';
    assertThatThrownBy(() -> ProgramLoader.load(content, "huge"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessage(
            "huge: offset 0x4000000: the file goes on behind 64 MiB; "
                + "strip its debug sections (msp430-elf-strip -g)");
  }

  @Test
  void showsAFileNameOnOneLine() {
    assertThatThrownBy(() -> ProgramLoader.load(new byte[0], "a\nb"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessageStartingWith("a\uFFFDb: offset 0x0: ");
  }

  @Test
  void reportsAFileThatIsNotThereAsSuch() {
    assertThatThrownBy(() -> ProgramLoader.load(folder.resolve("absent.elf")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("absent.elf");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
