package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;
import org.unit430.simulator.program.ProgramImage.Symbol.Kind;

/** ELF files that are truncated, damaged, made for another machine, or made to do harm. */
final class HostileElfTest {
  private static final byte[] SAMPLE = ElfWriter.write(Programs.sample());

  @Test
  void refusesAFileCutOffAnywhere() {
    for (int length = 0; length < SAMPLE.length; length++) {
      byte[] cut = Arrays.copyOf(SAMPLE, length);
      assertThatThrownBy(() -> ProgramLoader.load(cut, "cut.elf"))
          .as("%d of %d bytes", length, SAMPLE.length)
          .isInstanceOf(ProgramFormatException.class)
          .hasMessageStartingWith("cut.elf: offset 0x");
    }
    assertThatCode(() -> ProgramLoader.load(SAMPLE, "whole.elf")).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void refusesNamingOffsetCauseAndNextStep(
      String cause, long offset, String nextStep, UnaryOperator<ElfPatch> fault) {
    byte[] file = fault.apply(ElfPatch.of(SAMPLE)).bytes();
    assertThatThrownBy(() -> ElfLoader.load(file, "bad.elf"))
        .isInstanceOf(ProgramFormatException.class)
        .message()
        .startsWith("bad.elf: offset 0x%x: ".formatted(offset))
        .contains(cause)
        .contains("; " + nextStep)
        .doesNotContain("\n")
        .hasSizeLessThan(250);
  }

  private static Arguments fault(
      String cause, long offset, String nextStep, UnaryOperator<ElfPatch> fault) {
    return Arguments.of(cause, offset, nextStep, fault);
  }

  /** Field offsets are those of the System V ABI, chapters 4 and 5. */
  private static Stream<Arguments> faults() {
    ElfPatch sample = ElfPatch.of(SAMPLE);
    int segment0 = sample.programHeaderAt(0);
    int section1 = sample.sectionHeaderAt(1);
    int section2 = sample.sectionHeaderAt(2);
    int symbolTable = sample.sectionHeaderAt(sample.symbolTable());
    int symbol1 = sample.symbolAt(1);
    return Stream.of(
        fault("the ELF class is 2, not 1", 4, "compile it for the MSP430", f -> f.byte8(4, 2)),
        fault("the byte order is 2, not 1", 5, "compile it for the MSP430", f -> f.byte8(5, 2)),
        fault("the ELF version is 0, not 1", 6, "build or copy", f -> f.byte8(6, 0)),
        fault("the ELF version is 2, not 1", 20, "build or copy", f -> f.word32(20, 2)),
        fault("the machine is 62, not 105", 18, "compile it for", f -> f.word16(18, 62)),
        fault("an object file, not an executable", 16, "link it first", f -> f.word16(16, 1)),
        fault("the file type is 3, not 2", 16, "link it as a static", f -> f.word16(16, 3)),
        fault("the entry 0x4401 is not an even", 24, "link", f -> f.word32(24, 0x4401)),
        fault("the entry 0x100000 is not an even", 24, "link", f -> f.word32(24, 0x10_0000)),
        fault("the entry 0xfffffffe is not an even", 24, "link", f -> f.word32(24, -2)),
        fault("program header table", 28, "the file is truncated", f -> f.word32(28, -32)),
        fault("section header table", 32, "the file is truncated", f -> f.word32(32, -40)),
        fault("a program header is 56, not 32", 42, "build or copy", f -> f.word16(42, 56)),
        fault("a section header is 64, not 40", 46, "build or copy", f -> f.word16(46, 64)),
        fault("65535 program headers", 44, "link", f -> f.word16(44, 0xFFFF)),
        fault("65535 section headers", 48, "link", f -> f.word16(48, 0xFFFF)),
        fault("the section count is 0 though", 48, "link", f -> f.word16(48, 0)),
        fault("section 99 of", 50, "the file is truncated", f -> f.word16(50, 99)),
        fault("holds the names is 1, not 3", section1 + 4L, "build", f -> f.word16(50, 1)),
        fault("0x8 bytes in the file and 0x7", segment0, "the", f -> f.programHeader(0, 20, 7)),
        fault("behind the end", segment0, "the file is", f -> f.programHeader(0, 4, 0x7FFF_FFFF)),
        fault("behind the end", segment0, "the file is", f -> f.programHeader(0, 4, -1)),
        fault("run address", segment0, "link it for", f -> f.programHeader(0, 8, 0xF_FFF9)),
        fault("run address", segment0, "link it for", f -> f.programHeader(0, 20, 0x10_0000)),
        fault("load address", segment0, "link it for", f -> f.programHeader(0, 12, -4)),
        fault("behind the end", section1, "the file", f -> f.sectionHeader(1, 20, 0x7FFF_FFFF)),
        fault("behind the end", section1, "the file", f -> f.sectionHeader(1, 16, -1)),
        fault("leaves the 20-bit", section1, "link it for", f -> f.sectionHeader(1, 12, -8)),
        fault("leaves the 20-bit", section1, "link it", f -> f.sectionHeader(1, 12, 0xF_FFF9)),
        fault("in no PT_LOAD segment", section1, "link", f -> f.sectionHeader(1, 12, 0x4402)),
        fault("is compressed", section1, "link", f -> f.sectionHeader(1, 8, 0x802)),
        fault("a name begins at", section1, "the file is", f -> f.sectionHeader(1, 0, 0x1000)),
        fault(
            "'.rodata' at 0x04407 overlaps '.text' at 0x04400",
            section2,
            "give them load addresses",
            f -> f.programHeader(1, 12, 0x4407)),
        fault(
            "in symbols of 24", symbolTable, "the", f -> f.sectionHeader(f.symbolTable(), 36, 24)),
        fault("0x5f bytes", symbolTable, "the", f -> f.sectionHeader(f.symbolTable(), 20, 0x5F)),
        fault(
            "names in section 1,",
            symbolTable,
            "the",
            f -> f.sectionHeader(f.symbolTable(), 24, 1)),
        fault(
            "section 4294967295,",
            symbolTable,
            "the",
            f -> f.sectionHeader(f.symbolTable(), 24, -1)),
        fault("a name begins at", symbol1, "the file is", f -> f.symbol(1, 0, 0x1000)),
        fault("'main' (0x6 bytes at 0xffffb)", symbol1, "the", f -> f.symbol(1, 4, 0xF_FFFB)),
        fault("'main' (0xffffffff bytes", symbol1, "the file", f -> f.symbol(1, 8, -1)),
        fault("in section 99 of", symbol1, "the file", f -> f.word16(symbol1 + 14, 99)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "04400 04404 multiply\n04402 04406 loop\n",
        "04404 04404 multiply\n",
        "04404 04400 multiply\n",
        "04400 100001 multiply\n",
        "04400 04404 juggle\n",
        "04400 04404\n",
        "\n",
        "04400 04404 multiply and a line that goes on and on and never ends\n"
      })
  void refusesMalformedOperationRegions(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> OperationSection.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("section .unit430.operations has the line '")
        .hasMessageContaining("start, end and operation were expected");
  }

  @Test
  void namesTheOffsetOfMalformedOperationRegions() {
    byte[] file = SAMPLE.clone();
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("04400 04404");
    file[at] = 'x';
    assertThatThrownBy(() -> ElfLoader.load(file, "bad.elf"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessageStartingWith("bad.elf: offset 0x%x: section .unit430.operations".formatted(at));
  }

  @Test
  void refusesNamesWithoutAnEnd() {
    ProgramImage image =
        new ProgramImage(
            List.of(new Segment(".text", 0x200, new byte[2])),
            OptionalInt.empty(),
            List.of(new Symbol("x".repeat(4097), 0x200, 2, Kind.FUNCTION)),
            List.of());
    assertThatThrownBy(() -> ElfLoader.load(ElfWriter.write(image), "bad.elf"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessageContaining("does not end within its string table and 4096 bytes");
  }

  @Test
  void refusesNamesThatShareTheirBytesUntilTheyFillMemory() {
    // 5,000 symbols, all of which are made to use the one name of 4,096 characters: 20 million in
    // all.
    List<Symbol> symbols =
        IntStream.range(0, 5000)
            .mapToObj(i -> new Symbol(i == 0 ? "x".repeat(4096) : "s" + i, 0x200, 0, Kind.DATA))
            .toList();
    ProgramImage image =
        new ProgramImage(
            List.of(new Segment(".text", 0x200, new byte[2])),
            OptionalInt.empty(),
            symbols,
            List.of());
    ElfPatch patch = ElfPatch.of(ElfWriter.write(image));
    for (int symbol = 1; symbol <= 5000; symbol++) {
      patch.symbol(symbol, 0, 1);
    }
    assertThatThrownBy(() -> ElfLoader.load(patch.bytes(), "bad.elf"))
        .isInstanceOf(ProgramFormatException.class)
        .hasMessageContaining("more than 16777216 characters; strip the program");
  }

  @Test
  void acceptsASectionThatEndsWithTheAddressSpace() {
    Segment last = new Segment(".last", 0xF_FFFE, new byte[2]);
    assertThat(ElfLoader.load(ElfWriter.write(Programs.of(last)), "a.elf").segments().get(0).end())
        .isEqualTo(0x10_0000);
  }
}
