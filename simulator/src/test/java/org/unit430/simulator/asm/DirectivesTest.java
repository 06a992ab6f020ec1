package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unit430.simulator.asm.Assembly.image;
import static org.unit430.simulator.asm.Assembly.words;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramImage.OperationRegion;
import org.unit430.simulator.program.ProgramImage.Symbol;

class DirectivesTest {
  @Test
  void dataIsLittleEndian() {
    assertThat(image(" .byte 1, -1, 255, 'A'").segments().get(0).bytes())
        .containsExactly(1, 0xFF, 0xFF, 0x41);
    assertThat(image(" .word 0x1234, -2").segments().get(0).bytes())
        .containsExactly(0x34, 0x12, 0xFE, 0xFF);
    assertThat(image(" .long 0x12345678").segments().get(0).bytes())
        .containsExactly(0x78, 0x56, 0x34, 0x12);
  }

  @Test
  void stringsKnowEscapesAndAscizEndsEach() {
    assertThat(text(" .ascii \"a;b//c\", \"\\n\\t\\\\\\\"\\x41\"")).isEqualTo("a;b//c\n\t\\\"A");
    assertThat(text(" .asciz \"a\", \"b\"")).isEqualTo("a\0b\0");
  }

  private static String text(String line) {
    return new String(image(line).segments().get(0).bytes(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void spaceFillAndAlignPutBytes() {
    assertThat(words(" .space 2", " .skip 2, 0xff", " .fill 2, 2, 0x1234", " .fill 2"))
        .isEqualTo("0000 FFFF 1234 1234 0000");
    assertThat(words(" .byte 1", " .even", " .byte 2", " .align 4, 9", " .even"))
        .isEqualTo("0001 0902");
  }

  @Test
  void constantsMayBeUsedBeforeTheyAreDefinedButThenAreFullWords() {
    assertThat(words(" mov #one, r4", " .equ one, 1", " mov #one, r4")).isEqualTo("4034 0001 4314");
    assertThat(words(" .word a", " .equ a, b + 1", " .equ b, 2")).isEqualTo("0003");
  }

  @Test
  void setSymbolsChangeFromLineToLine() {
    assertThat(words(" .set n, 1", " .word n", "n = n + 1", " .word n", "n .set 7", " .word n"))
        .isEqualTo("0001 0002 0007");
  }

  @Test
  void registersCanBeGivenNames() {
    assertThat(words(" .equ acc, r10", "pointer .equ r5", " add @pointer+, acc")).isEqualTo("553A");
  }

  @Test
  void numericLabelsMeanTheNearestOne() {
    // Offsets in words from the instruction behind: -1, then +0, +1, -4 (to the second 1:).
    assertThat(words("1: jmp 1b", " jmp 1f", "1: jmp 2f", " nop", "2: jmp 1b"))
        .isEqualTo("3FFF 3C00 3C01 4303 3FFD");
  }

  @Test
  void orgStartsASegmentOfItsOwn() {
    ProgramImage image =
        Assembler.assemble(
            CpuCore.CPUX, "a.s43", " .org 0x4400\n .word 1\n .org 0x14400\n .word 2\n");
    assertThat(image.segments()).extracting("address").containsExactly(0x4400, 0x14400);
  }

  @Test
  void sectionsGoOnWhereTheyWereLeft() {
    ProgramImage image =
        new Assembler(CpuCore.CPUX)
            .section("text", 0x4400, 0x5000)
            .section(".data", 0x1C00, 0x2C00)
            .section("weights", 0x10000, 0x20000)
            .add(
                AssemblyUnit.of(
                    "a.s43",
                    """
                     nop
                     .data
                     .word 1
                     .section weights
                    w: .word 0x7777
                     .text
                     mova #w, r5
                     .section .data
                     .word 2\
                    """))
            .assemble();
    assertThat(image.segments()).extracting("name").containsExactly("data", "text", "weights");
    assertThat(Assembly.hex(image.segments().get(0).bytes())).isEqualTo("0001 0002");
    assertThat(Assembly.hex(image.segments().get(1).bytes())).isEqualTo("4303 0185 0000");
    assertThat(image.address("w")).isEqualTo(0x10000);
  }

  @Test
  void reservedSectionsHaveLabelsButNoBytes() {
    ProgramImage image =
        new Assembler(CpuCore.CPUX)
            .reserved("ram", 0x1C00, 0x1C10)
            .section("text", 0x4400, 0x4500)
            .add(
                AssemblyUnit.of(
                    "a.s43",
                    " .section ram\na: .space 6\n .align 4\nb: .space 8\n .text\n mov &b, r5"))
            .assemble();
    assertThat(image.segments()).hasSize(1);
    assertThat(image.symbol("a")).contains(new Symbol("a", 0x1C00, 8, Symbol.Kind.DATA));
    assertThat(image.symbol("b")).contains(new Symbol("b", 0x1C08, 8, Symbol.Kind.DATA));
  }

  @Test
  void conditionsKeepTheFirstTrueBranch() {
    String[] choose = {
      " .if n == 1",
      " .word 1",
      " .elseif n == 2",
      " .word 2",
      " .elseif n < 4",
      " .word 3",
      " .else",
      " .word 4",
      " .endif"
    };
    for (int n = 1; n <= 4; n++) {
      String source = " .org 0x4400\n .equ n, " + n + "\n" + String.join("\n", choose);
      ProgramImage image = Assembler.assemble(CpuCore.CPUX, "a.s43", source);
      assertThat(image.segments().get(0).bytes()).containsExactly(n, 0);
    }
  }

  @Test
  void skippedLinesNeedNotMakeSense() {
    assertThat(
            words(
                " .if 0",
                " frobnicate \"",
                " .if undefined",
                " .else",
                " .endif",
                " .error \"x\"",
                " .endif",
                " .ifdef nothing",
                " .word 1",
                " .endif",
                " .ifndef nothing",
                " .word 2",
                " .endif",
                ".ifdefined: nop"))
        .isEqualTo("0002 4303");
  }

  @Test
  void operationRegionsCoverInstructionsOnly() {
    ProgramImage image =
        image(
            " nop",
            " .operation multiply",
            " nop",
            " .word 1",
            " nop",
            " .operation load/store",
            " .operation push loop",
            " nop",
            " nop",
            " .operation pop",
            " nop");
    assertThat(image.operations())
        .containsExactly(
            new OperationRegion(0x4402, 0x4404, Operation.MULTIPLY),
            new OperationRegion(0x4406, 0x4408, Operation.MULTIPLY),
            new OperationRegion(0x4408, 0x440C, Operation.LOOP),
            new OperationRegion(0x440C, 0x440E, Operation.LOAD_STORE));
  }

  @Test
  void symbolsKnowTheirKindAndSize() {
    ProgramImage image =
        image("start:", " nop", ".Linner: jmp .Linner", "1: nop", "table: .word 1, 2", "end:");
    assertThat(image.symbols())
        .containsExactly(
            new Symbol("start", 0x4400, 6, Symbol.Kind.FUNCTION),
            new Symbol("table", 0x4406, 4, Symbol.Kind.DATA),
            new Symbol("end", 0x440A, 0, Symbol.Kind.DATA));
  }

  @Test
  void theEntryIsNamedOrStart() {
    assertThat(image(" nop", "start: nop").entry()).isEqualTo(OptionalInt.of(0x4402));
    assertThat(image(" nop", "_start: nop", "start: nop").entry())
        .isEqualTo(OptionalInt.of(0x4402));
    assertThat(image(" .entry main", "start: nop", "main: nop").entry())
        .isEqualTo(OptionalInt.of(0x4402));
    assertThat(image("main: nop").entry()).isEmpty();
  }

  @Test
  void includedFilesAreReadThroughTheResolver() {
    Map<String, String> files = Map.of("macros.s43", " .macro two\n .word 2\n .endm\n");
    ProgramImage image =
        new Assembler(CpuCore.CPUX)
            .section("text", 0x4400, 0x4500)
            .includes(name -> Optional.ofNullable(files.get(name)))
            .add(AssemblyUnit.of("a.s43", " .include \"macros.s43\"\n two\n"))
            .assemble();
    assertThat(image.segments().get(0).bytes()).containsExactly(2, 0);
  }

  @Test
  void globalIsAccepted() {
    assertThat(words(" .global a, b", " .globl c", " nop")).isEqualTo("4303");
  }

  @Test
  void assertionsSeeSymbolsBelow() {
    assertThat(words(" .assert end - here <= 4, \"too long\"", "here: nop", " nop", "end:"))
        .isEqualTo("4303 4303");
  }

  @Test
  void windowsLineEndsAndTabsDoNotMatter() {
    assertThat(words("\tnop\r\n\tnop\r\n")).isEqualTo("4303 4303");
  }
}
