package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unit430.simulator.asm.Assembly.words;

import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.CpuCore;

class MacroTest {
  @Test
  void argumentsComeByPlaceByNameOrByDefault() {
    String[] macro = {" .macro put a, b=2, c=(3, 4)", " .word \\a, \\b", " .word \\c", " .endm"};
    assertThat(words(lines(macro, " put 1, 5, 6"))).isEqualTo("0001 0005 0006");
    assertThat(words(lines(macro, " put c=6, a=1"))).isEqualTo("0001 0002 0006");
    assertThat(words(lines(macro, " PUT 1,,7"))).isEqualTo("0001 0002 0007");
  }

  @Test
  void operandsAreArgumentsToo() {
    assertThat(words(" .macro mac x, w", " mov \\x, \\w", " .endm", " mac @r5+, 2(r6)"))
        .isEqualTo("45B6 0002");
  }

  @Test
  void aParenthesisPairEndsAName() {
    assertThat(words(" .macro def n", "l\\n\\()x: .word \\n", " .endm", " def 7", " .word l7x"))
        .isEqualTo("0007 4400");
  }

  @Test
  void unitMayExpandToAsManyLinesAsItIsAllowed() {
    AssemblyUnit unit = AssemblyUnit.of("m.s43", " .org 0x4400\n .rept 4\n nop\n .endr");
    // .org, .rept and four times nop.
    assertThat(new Assembler(CpuCore.CPUX).mostLines(6).add(unit).assemble().segments()).hasSize(1);
    assertThatThrownBy(() -> new Assembler(CpuCore.CPUX).mostLines(5).add(unit).assemble())
        .isInstanceOf(AssemblerException.class)
        .hasMessageContaining("the unit expands to more than 5 lines");
    assertThatThrownBy(() -> new Assembler(CpuCore.CPUX).mostLines(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyExpansionHasANumberOfItsOwn() {
    assertThat(words(" .macro spin", ".Ls\\@: dec r5", " jnz .Ls\\@", " .endm", " spin", " spin"))
        .isEqualTo("8315 23FE 8315 23FE");
  }

  @Test
  void macrosCallMacrosAndThemselves() {
    assertThat(
            words(
                " .macro down n",
                " .word \\n",
                " .if \\n > 0",
                " down \\n-1",
                " .endif",
                " .endm",
                " down 2"))
        .isEqualTo("0002 0001 0000");
  }

  @Test
  void repetitionsCountByNameOrPlus() {
    assertThat(words(" .rept 3, i", " .word \\i * 2", " .endr")).isEqualTo("0000 0002 0004");
    assertThat(words(" .rept 2", " .word \\+", " .endr")).isEqualTo("0000 0001");
    assertThat(words(" .rept 0", " .word 1", " .endr", " nop")).isEqualTo("4303");
  }

  @Test
  void repetitionsNest() {
    assertThat(
            words(
                " .rept 2, i",
                " .rept 2",
                " .word 10 * \\i + \\+",
                " .endr",
                " .word \\+",
                " .endr"))
        .isEqualTo("0000 0001 0000 000A 000B 0001");
  }

  @Test
  void aRepetitionWithinAMacroSeesItsArguments() {
    assertThat(
            words(
                " .macro table n, step",
                " .rept \\n, i",
                " .word \\i * \\step",
                " .endr",
                " .endm",
                " table 3, 5"))
        .isEqualTo("0000 0005 000A");
  }

  @Test
  void aMacroCanDefineAMacro() {
    assertThat(
            words(
                " .macro outer name",
                " .macro \\name x",
                " .word \\x",
                " .endm",
                " .endm",
                " outer put",
                " put 3"))
        .isEqualTo("0003");
  }

  private static String[] lines(String[] macro, String... more) {
    String[] all = java.util.Arrays.copyOf(macro, macro.length + more.length);
    System.arraycopy(more, 0, all, macro.length, more.length);
    return all;
  }
}
