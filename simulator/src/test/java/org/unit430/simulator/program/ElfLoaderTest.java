package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSymbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;
import org.unit430.simulator.program.ProgramImage.Symbol.Kind;

/** What a well-formed ELF file means. Hostile ones are in {@link HostileElfTest}. */
final class ElfLoaderTest {
  // Offsets of fields within their headers, System V ABI.
  private static final int P_VADDR = 8;
  private static final int P_PADDR = 12;
  private static final int P_FILESZ = 16;
  private static final int P_MEMSZ = 20;
  private static final int P_OFFSET = 4;
  private static final int SH_TYPE = 4;
  private static final int SH_FLAGS = 8;
  private static final int SH_ADDR = 12;
  private static final int ST_VALUE = 4;

  @TempDir private Path folder;

  private static ProgramImage load(ElfPatch patch) {
    return ElfLoader.load(patch.bytes(), "a.elf");
  }

  private static ElfPatch sample() {
    return ElfPatch.of(ElfWriter.write(Programs.sample()));
  }

  @Test
  void loadsInitialisedDataAtItsLoadAddressAndLeavesItsSymbolsAtTheRunAddress() {
    // .rodata (section 2, segment 1) runs at 1C00h and is loaded at 4409h; symbol 3 is "table" in
    // it.
    ElfPatch patch = sample().programHeader(1, P_VADDR, 0x1C00).sectionHeader(2, SH_ADDR, 0x1C00);
    ProgramImage image = load(patch.symbol(3, ST_VALUE, 0x1C00));
    assertThat(Programs.described(image)).contains(".rodata@04409:[1, 2, 3]");
    assertThat(image.address("table")).isEqualTo(0x1C00);
  }

  @Test
  void loadsASectionInTheMiddleOfASegmentAtItsShareOfTheLoadAddress() {
    // The segment begins 2 bytes below .text, in the file and in memory, as segments with headers
    // do.
    ElfPatch original = sample();
    int start = (int) ElfTables.read(original.bytes(), "a.elf").segments().get(0).offset() - 2;
    ProgramImage image =
        load(
            original
                .programHeader(0, P_OFFSET, start)
                .programHeader(0, P_VADDR, 0x43FE)
                .programHeader(0, P_PADDR, 0x83FE)
                .programHeader(0, P_FILESZ, 10)
                .programHeader(0, P_MEMSZ, 10));
    assertThat(Programs.described(image))
        .contains(".text@08400:[49, 64, 0, 36, -1, 63, 48, 65]")
        .hasSize(4);
  }

  @Test
  void takesRunAddressesWhereALinkerLeftAllLoadAddressesZero() {
    ElfPatch patch = sample();
    for (int segment = 0; segment < 4; segment++) {
      patch.programHeader(segment, P_PADDR, 0);
    }
    assertThat(Programs.described(load(patch))).isEqualTo(Programs.described(Programs.sample()));
  }

  @Test
  void loadsByRunAddressWithoutProgramHeaders() {
    assertThat(Programs.described(load(sample().word32(28, 0).word16(44, 0))))
        .isEqualTo(Programs.described(Programs.sample()));
  }

  @Test
  void loadsBySegmentWithoutSectionsAndLeavesTheFileHeadersOut() {
    ElfPatch patch = sample();
    // Segment 0 begins with the file; its first program byte is at 52 + 4 x 32 = 180 = B4h.
    patch.programHeader(0, P_OFFSET, 0);
    patch.programHeader(0, P_VADDR, 0x4400 - 0xB4).programHeader(0, P_PADDR, 0x4400 - 0xB4);
    patch.programHeader(0, P_FILESZ, 0xB4 + 8).programHeader(0, P_MEMSZ, 0xB4 + 8);
    ProgramImage image = load(patch.word32(32, 0).word16(48, 0).word16(50, 0));
    assertThat(Programs.bytesByAddress(image))
        .isEqualTo(Programs.bytesByAddress(Programs.sample()));
    assertThat(image.symbols()).isEmpty();
    assertThat(image.entry()).hasValue(0x4400);
  }

  @Test
  void leavesSectionsWithoutContentAndSectionsThatAreNotAllocatedOut() {
    ProgramImage image = load(sample().sectionHeader(1, SH_TYPE, 8).sectionHeader(2, SH_FLAGS, 0));
    assertThat(image.segments()).extracting(Segment::name).containsExactly(".vectors", ".upper");
    // The labels of .bss stand in memory, those of a section that is not allocated do not.
    assertThat(image.symbols()).extracting(Symbol::name).containsExactly("main", "leave", "upper");
  }

  @Test
  void leavesTheStartToTheResetVectorIfTheEntryIsZero() {
    assertThat(load(sample().word32(24, 0)).entry()).isEmpty();
  }

  @Test
  void tellsUntypedLabelsOfCodeFromThoseOfDataByTheirSection() {
    // st_info at offset 12: global (1) and no type (0)
    ElfPatch patch = sample();
    for (int symbol = 1; symbol <= 5; symbol++) {
      patch.byte8(patch.symbolAt(symbol) + 12, 0x10);
    }
    assertThat(load(patch).symbols())
        .extracting(Symbol::name, Symbol::kind)
        .containsExactly(
            tuple("main", Kind.FUNCTION),
            tuple("leave", Kind.FUNCTION),
            tuple("table", Kind.DATA),
            tuple("table_end", Kind.DATA),
            tuple("upper", Kind.DATA));
  }

  @Test
  void leavesOutSymbolsThatLabelNothing() {
    ElfPatch patch = sample();
    patch.byte8(patch.symbolAt(1) + 12, 0x03); // a section
    patch.byte8(patch.symbolAt(2) + 12, 0x04); // a file
    patch.word16(patch.symbolAt(3) + 14, 0); // undefined
    patch.word32(patch.symbolAt(4), 0); // without a name
    patch.byte8(patch.symbolAt(5) + 12, 0x10).word16(patch.symbolAt(5) + 14, 0xFFF1);
    patch.symbol(5, ST_VALUE, 0x10_0000); // a number of the linker script: the end of memory
    assertThat(load(patch).symbols()).isEmpty();
  }

  @Test
  void showsANameFromTheFileOnOneLine() {
    byte[] file =
        ElfWriter.write(
            new ProgramImage(
                List.of(new Segment("a\nb", 0x200, new byte[2])),
                OptionalInt.empty(),
                List.of(new Symbol("c\u001b[2Jd\u202e", 0x200, 2, Kind.FUNCTION)),
                List.of()));
    ProgramImage image = ElfLoader.load(file, "a.elf");
    assertThat(image.segments().get(0).name()).isEqualTo("a\uFFFDb");
    assertThat(image.symbols().get(0).name()).isEqualTo("c\uFFFD[2Jd\uFFFD");
  }

  @Test
  void loadsCompiledProgramsAsObjcopyDoes() throws IOException, InterruptedException {
    for (Path file : Programs.compiled()) {
      Path hex = folder.resolve(file.getFileName() + ".hex");
      Binutils.run(folder, "objcopy", "-O", "ihex", file.toString(), hex.toString());
      ProgramImage expected = ProgramLoader.load(hex);
      ProgramImage image = ProgramLoader.load(file);
      assertThat(Programs.bytesByAddress(image))
          .as(file.toString())
          .isEqualTo(Programs.bytesByAddress(expected));
      assertThat(image.entry()).as(file.toString()).isEqualTo(expected.entry()).isPresent();
    }
  }

  @Test
  void readsTheSymbolsOfCompiledProgramsAsJelfDoes() throws IOException {
    for (Path file : Programs.compiled()) {
      List<String> expected = new ArrayList<>();
      ElfFile elf = ElfFile.from(Files.readAllBytes(file));
      for (ElfSymbol symbol : elf.getSymbolTableSection().symbols) {
        if (symbol.getType() == ElfSymbol.STT_FUNC || symbol.getType() == ElfSymbol.STT_OBJECT) {
          String kind = symbol.getType() == ElfSymbol.STT_FUNC ? "FUNCTION" : "DATA";
          expected.add(
              "%s %x %x %s".formatted(symbol.getName(), symbol.st_value, symbol.st_size, kind));
        }
      }
      List<String> found =
          ProgramLoader.load(file).symbols().stream()
              .map(s -> "%s %x %x %s".formatted(s.name(), s.address(), s.size(), s.kind()))
              .toList();
      assertThat(expected).hasSizeGreaterThan(10);
      assertThat(found).as(file.toString()).containsAll(expected).isNotEmpty();
    }
  }

  @Test
  void startsCompiledProgramsInTheirStartUpCodeAndNamesTheirFunctions() throws IOException {
    // readelf -h, -S, -s of hello-O1.elf
    Path hello =
        Programs.compiled().stream()
            .filter(file -> file.endsWith("hello-O1.elf"))
            .findFirst()
            .orElseThrow();
    ProgramImage image = ProgramLoader.load(hello);
    assertThat(image.entry()).hasValue(0x0AA6);
    assertThat(image.segments())
        .extracting(Segment::name, Segment::address, Segment::end)
        .containsExactly(
            tuple(".rodata", 0x0500, 0x0500 + 0x053E),
            tuple(".rodata2", 0x0A40, 0x0A40 + 0x66),
            tuple(".text", 0x0AA6, 0x0AA6 + 0x815C),
            tuple(".data", 0x8C02, 0x8C02 + 0x216),
            tuple("__interrupt_vector_31", 0xFFFE, 0x1_0000));
    assertThat(new String(image.segments().get(0).bytes(), StandardCharsets.US_ASCII))
        .startsWith("hello, msp430: %");
    assertThat(image.symbol("C$$IO$$")).hasValue(new Symbol("C$$IO$$", 0x8AEA, 0, Kind.FUNCTION));
    assertThat(image.symbol("__CIOBUF__")).hasValue(new Symbol("__CIOBUF__", 0x8DCC, 0, Kind.DATA));
    assertThat(image.symbol("MPY32L_F5")).hasValue(new Symbol("MPY32L_F5", 0x4D0, 0, Kind.DATA));
    assertThat(image.symbols())
        .as("labels that the assembler made for itself")
        .noneMatch(symbol -> symbol.name().startsWith(".L"))
        .noneMatch(symbol -> symbol.name().contains("\uFFFD"))
        .hasSize(390);
  }

  @ParameterizedTest
  @ValueSource(strings = {"04400 04404 multiply\n", "04400 04404 MULTIPLY"})
  void readsOperationRegions(String content) {
    assertThat(OperationSection.decode(content.getBytes(StandardCharsets.US_ASCII)))
        .singleElement()
        .hasToString("OperationRegion[start=17408, end=17412, operation=MULTIPLY]");
  }
}
