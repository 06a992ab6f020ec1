package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSection;
import net.fornwall.jelf.ElfSegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.program.ProgramImage.OperationRegion;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;
import org.unit430.simulator.program.ProgramImage.Symbol.Kind;

final class ElfWriterTest {
  @TempDir private Path folder;

  @Test
  void writesWhatJelfReadsAsTheSameProgram() {
    ProgramImage sample = Programs.sample();
    ElfFile elf = ElfFile.from(ElfWriter.write(sample));
    assertThat(elf.is32Bits()).isTrue();
    assertThat(elf.e_machine).isEqualTo((short) ElfFile.ARCH_MSP430);
    assertThat(elf.e_type).isEqualTo((short) ElfFile.ET_EXEC);
    assertThat(elf.e_entry).isEqualTo(0x4400);
    List<ElfSegment> segments = elf.segmentsOfType(ElfSegment.PT_LOAD);
    for (int index = 0; index < sample.segments().size(); index++) {
      Segment expected = sample.segments().get(index);
      ElfSection section = elf.getSection(index + 1);
      assertThat(section.header.getName()).isEqualTo(expected.name());
      assertThat(section.header.sh_addr).isEqualTo(expected.address());
      assertThat(section.getData()).isEqualTo(expected.bytes());
      assertThat(segments.get(index).p_paddr).isEqualTo(expected.address());
      assertThat(segments.get(index).p_vaddr).isEqualTo(expected.address());
      assertThat(segments.get(index).getData()).isEqualTo(expected.bytes());
    }
    // Types: 1 object, 2 function. Sections by index; table_end is the end of section 2.
    assertThat(Arrays.stream(elf.getSymbolTableSection().symbols).skip(1))
        .extracting(
            symbol -> symbol.getName(),
            symbol -> symbol.st_value,
            symbol -> symbol.st_size,
            symbol -> symbol.getType(),
            symbol -> (int) symbol.st_shndx)
        .containsExactly(
            tuple("main", 0x4400L, 6L, 2, 1),
            tuple("leave", 0x4406L, 2L, 2, 1),
            tuple("table", 0x4409L, 3L, 1, 2),
            tuple("table_end", 0x440CL, 0L, 1, 2),
            tuple("upper", 0x1_0000L, 2L, 1, 4));
  }

  @Test
  void writesWhatReadelfReadsWithoutAWarning() throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("a.elf"), ElfWriter.write(Programs.sample()));
    String text =
        Binutils.run(folder, "readelf", "-a", "-W", file.toString()).replaceAll(" +", " ");
    assertThat(text)
        .contains("Machine: Texas Instruments msp430 microcontroller")
        .contains("Type: EXEC (Executable file)")
        .contains("Entry point address: 0x4400")
        .contains("Flags: 0x2d: architecture variant: MSP430X")
        .contains("[ 1] .text PROGBITS 00004400 0000b4 000008 00 AX 0 0 2")
        .contains("[ 2] .rodata PROGBITS 00004409 0000bc 000003 00 WA 0 0 1")
        .contains("LOAD 0x0000b4 0x00004400 0x00004400 0x00008 0x00008 R E 0x2")
        .contains("LOAD 0x0000bc 0x00004409 0x00004409 0x00003 0x00003 RW 0x1")
        .contains("1: 00004400 6 FUNC GLOBAL DEFAULT 1 main")
        .contains("3: 00004409 3 OBJECT GLOBAL DEFAULT 2 table")
        .doesNotContainIgnoringCase("warning")
        .doesNotContainIgnoringCase("corrupt");
  }

  @Test
  void writesWhatObjcopyTurnsIntoTheSameBytes() throws IOException, InterruptedException {
    // objcopy refuses a file without sections, which is what seed 1 gives.
    for (long seed = 2; seed <= 8; seed++) {
      ProgramImage image = Programs.random(seed);
      assertThat(image.segments()).as("seed %d", seed).isNotEmpty();
      Path file = Files.write(folder.resolve("a.elf"), ElfWriter.write(image));
      Path hex = folder.resolve("a.hex");
      Binutils.run(folder, "objcopy", "-O", "ihex", file.toString(), hex.toString());
      assertThat(Programs.bytesByAddress(ProgramLoader.load(hex)))
          .as("seed %d", seed)
          .isEqualTo(Programs.bytesByAddress(image));
    }
  }

  @Test
  void writesSymbolsOfOneNameAsLocalOnesBeforeTheGlobalOnes() {
    ProgramImage image =
        new ProgramImage(
            List.of(new Segment(".text", 0x200, new byte[8])),
            OptionalInt.empty(),
            List.of(
                new Symbol("once", 0x200, 2, Kind.FUNCTION),
                new Symbol("twice", 0x202, 2, Kind.FUNCTION),
                new Symbol("twice", 0x204, 2, Kind.FUNCTION),
                new Symbol("MPY", 0x4C0, 0, Kind.DATA)),
            List.of());
    ElfFile elf = ElfFile.from(ElfWriter.write(image));
    assertThat(Arrays.stream(elf.getSymbolTableSection().symbols).skip(1))
        .extracting(
            symbol -> symbol.getName(),
            symbol -> symbol.getBinding(),
            symbol -> symbol.st_shndx & 0xFFFF)
        .containsExactly(
            tuple("twice", 0, 1),
            tuple("twice", 0, 1),
            tuple("once", 1, 1),
            tuple("MPY", 1, 0xFFF1));
    assertThat(elf.getSymbolTableSection().header.sh_info).isEqualTo(3);
    assertThat(ElfLoader.load(ElfWriter.write(image), "a").symbols()).isEqualTo(image.symbols());
  }

  @Test
  void leavesEmptySegmentsOutAndWritesAProgramWithoutAny() {
    ProgramImage image = Programs.of(new Segment(".empty", 0x200, new byte[0]));
    ElfFile elf = ElfFile.from(ElfWriter.write(image));
    assertThat(elf.e_phnum).isZero();
    assertThat(elf.firstSectionByName(".empty")).isNull();
    assertThat(ElfLoader.load(ElfWriter.write(image), "a").segments()).isEmpty();
  }

  @Test
  void refusesSymbolsThatNoFileCanHold() {
    assertThatThrownBy(() -> ElfWriter.write(with(new Symbol("far", 0xF_FFFF, 2, Kind.DATA))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("symbol 'far' (0x2 bytes at 0xfffff) leaves the 20-bit address space");
    assertThatThrownBy(() -> ElfWriter.write(with(new Symbol("less", 0x200, -1, Kind.DATA))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("symbol 'less'");
    assertThatThrownBy(() -> ElfWriter.write(with(new Symbol("a\0b", 0x200, 1, Kind.DATA))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name 'a\uFFFDb' holds a NUL character");
  }

  @Test
  void refusesOperationRegionsThatOverlap() {
    ProgramImage image =
        new ProgramImage(
            List.of(),
            OptionalInt.empty(),
            List.of(),
            List.of(
                new OperationRegion(0x200, 0x204, Operation.LOOP),
                new OperationRegion(0x202, 0x206, Operation.SHIFT)));
    assertThatThrownBy(() -> ElfWriter.write(image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'00202 00206 shift'");
  }

  private static ProgramImage with(Symbol symbol) {
    return new ProgramImage(List.of(), OptionalInt.empty(), List.of(symbol), List.of());
  }
}
