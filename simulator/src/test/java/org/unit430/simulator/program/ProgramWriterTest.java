package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.program.ProgramImage.Segment;

final class ProgramWriterTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"a.elf, 7f45", "a.out, 7f45", "a.txt, 4034", "a.hex, 3a30", "b.c.HEX, 3a30"})
  void choosesTheFormatByTheSuffix(String name, String firstBytes) throws IOException {
    Path file = folder.resolve(name);
    ProgramWriter.write(file, Programs.sample());
    byte[] content = Files.readAllBytes(file);
    assertThat("%02x%02x".formatted(content[0], content[1])).isEqualTo(firstBytes);
    assertThat(Programs.bytesByAddress(ProgramLoader.load(file)))
        .isEqualTo(Programs.bytesByAddress(Programs.sample()));
  }

  @Test
  void replacesAnOldFileAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "old");
    ProgramWriter.write(file, Programs.of(new Segment("", 0x200, new byte[] {1})));
    assertThat(file).hasContent("@0200\n01\nq\n");
    assertThat(names()).containsExactly("a.txt");
  }

  @ParameterizedTest
  @CsvSource({"program.bin", "program", "elf"})
  void refusesASuffixWithoutAFormatAndTouchesNothing(String name) throws IOException {
    assertThatThrownBy(() -> ProgramWriter.write(folder.resolve(name), Programs.sample()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(".elf or .out (ELF), .txt (TI-TXT), .hex (Intel HEX)");
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a.elf", "a.txt", "a.hex"})
  void refusesAnImageNoFileCanHoldAndKeepsTheOldFile(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "old");
    ProgramImage overlapping =
        Programs.of(
            new Segment("low", 0x200, new byte[4]), new Segment("high", 0x203, new byte[1]));
    assertThatThrownBy(() -> ProgramWriter.write(file, overlapping))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("segment 'high' overlaps another at 0x00203");
    ProgramImage beyond = Programs.of(new Segment("top", 0xF_FFFF, new byte[2]));
    assertThatThrownBy(() -> ProgramWriter.write(file, beyond))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("segment 'top' leaves the 20-bit address space at 0x100000");
    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly(name);
  }

  @Test
  void leavesNothingBehindWhenItCannotWrite() throws IOException {
    Path occupied = Files.createDirectories(folder.resolve("a.hex").resolve("inner")).getParent();
    assertThatThrownBy(() -> ProgramWriter.write(occupied, Programs.sample()))
        .isInstanceOf(IOException.class);
    assertThat(names()).containsExactly("a.hex");
    assertThatThrownBy(
            () -> ProgramWriter.write(folder.resolve("absent").resolve("a.hex"), Programs.sample()))
        .isInstanceOf(NoSuchFileException.class);
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
