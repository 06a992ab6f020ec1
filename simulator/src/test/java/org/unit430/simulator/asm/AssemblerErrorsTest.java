package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.unit430.simulator.asm.Assembly.error;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.isa.CpuCore;

/** Every error names its place, its cause and, where there is one, the way out. */
class AssemblerErrorsTest {
  /** The source is one line; {@code \n} in it starts another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # Words and characters
          ` mov r5, ?`            | 1:10: an expression expected, found '?'
          ` frob r5`              | 1:2: unknown instruction or macro 'frob'
          ` .frob 1`              | 1:2: unknown directive '.frob'
          ` 5`                    | 1:2: an instruction or directive expected, found '5'
          ` mov [r5], r6`         | 1:6: unexpected character '['
          ` .ascii "a`            | 1:9: string without closing quote
          ` .ascii "\\q"`         | 1:10: unknown escape '\\q'
          ` .ascii "\\x4"`        | 1:10: \\x needs two hexadecimal digits
          ` .ascii "ä"`           | 1:10: character '\\u00E4' is not ASCII; write \\xHH
          ` .byte ''`             | 1:8: empty character constant
          ` .byte 'a`             | 1:8: character constant without closing quote
          ` .word 012`            | 1:8: '012' is no number; a leading 0 would mean octal in C: write it without, or 0x
          ` .word 12z`            | 1:8: '12z' is no number
          ` .word 0x12345678901234567` | 1:8: number '0x12345678901234567' is too large
          ` nop \\x`              | 1:6: no macro argument is called '\\x'
          # Operands
          ` mov r5`               | 1:8: 'mov' takes 2 operands; ',' expected, found end of line
          ` mov r5,`              | 1:9: 'mov' takes 2 operands, one is missing
          ` mov r5, r6, r7`       | 1:12: 'mov' takes 2 operands
          ` nop r5`               | 1:6: unexpected 'r5'
          ` push`                 | 1:6: 'push' takes 1 operand, one is missing
          ` mov @5, r6`           | 1:7: a register expected, found '5'
          ` mov 4(x), r6`         | 1:8: a register expected, found 'x'
          ` mov r5+1, r6`         | 1:8: 'mov' takes 2 operands; ',' expected, found '+'
          ` mov 1+r5, r6`         | 1:8: register 'r5' cannot be part of an expression
          ` mov r5, #4`           | 1:2: MOV does not take an operand in mode IMMEDIATE here
          ` mov r5, @r6`          | 1:2: MOV does not take an operand in mode INDIRECT here
          ` rra #5`               | 1:2: RRA does not take an operand in mode IMMEDIATE here
          ` mov @r2, r5`          | 1:2: @R2 would encode a constant
          ` mov @r3+, r5`         | 1:2: @R3+ would encode a constant
          ` mov @pc+, r5`         | 1:2: @PC+ is the immediate mode; write #N
          ` mov r3, r5`           | 1:2: R3 as a source is the constant 0; write #0
          ` mov 4(r3), r5`        | 1:2: X(R3) as a source would encode the constant 1
          ` mov 4(sr), r5`        | 1:6: X(R2) is the absolute mode of the machine; write &X
          ` adda @r5, r6`         | 1:2: ADDA does not take an operand in mode INDIRECT here
          ` adda r5, &0x1c00`     | 1:2: the destination of ADDA must be a register
          ` mova @r5, 4(r6)`      | 1:2: MOVA to memory takes only a register as source
          ` pushm #2, @r5`        | 1:2: the operand of PUSHM must be a register
          # Sizes
          ` mov.a r5, r6`         | 1:2: 'mov' has no size .a; use movx.a
          ` mova.a r5, r6`        | 1:2: 'mova' takes no size suffix
          ` swpb.b r5`            | 1:2: 'swpb' takes no size suffix
          ` swpbx.b r5`           | 1:2: 'swpbx' has no size .b
          ` pushm.b #1, r5`       | 1:2: 'pushm' has no size .b
          ` jmp.w $`              | 1:2: 'jmp' takes no size suffix
          # Values
          ` mov #0x10000, r5`     | 1:6: immediate 0x10000 does not fit 16 bits; use movx.a or @Rn
          ` mov.b #256, r5`       | 1:8: immediate 0x100 does not fit 8 bits; use movx.a or @Rn
          ` mov.b #-129, r5`      | 1:8: immediate -0x81 does not fit 8 bits; use movx.a or @Rn
          ` mov &0x10000, r5`     | 1:6: address 0x10000 does not fit 16 bits; use movx.a or @Rn
          ` mov 0x10000(r4), r5`  | 1:6: index 0x10000 does not fit 16 bits; use movx.a or @Rn
          ` mov 0x14000, r5`      | 1:2: operand at 14000h lies above 64 KB, where a plain instruction in the low 64 KB cannot reach; use movx, or load the address into a register
          ` mova 0x8000(r4), r5`  | 1:7: index 0x8000 does not fit 16 bits; compute the address in a register
          ` mova 0x14000, r5`     | 1:2: operand at 14000h is +64510 bytes away, a 16-bit index reaches -32768 to +32767
          ` mova #0x100000, r5`   | 1:7: immediate 0x100000 does not fit 20 bits
          ` call #0x14000`        | 1:7: immediate 0x14000 does not fit 16 bits; use calla
          ` br #0x14000`          | 1:5: immediate 0x14000 does not fit 16 bits; use bra
          ` .byte 256`            | 1:8: value 256 does not fit 8 bits
          ` .word -32769`         | 1:8: value -32769 does not fit 16 bits
          ` .long 1 << 32`        | 1:10: value 4294967296 does not fit 32 bits
          ` pushm #3, r1`         | 1:2: PUSHM #3,R1 would go below R0
          ` pushm #17, r15`       | 1:9: count 17 is not within 1 to 16
          ` rrum #5, r15`         | 1:2: RRUM takes a count from 1 to 4, not 5
          ` jmp $+1026`           | 1:2: jump target 04802h is +513 words away, a jump reaches -511 to +512 words
          ` jmp $-1024`           | 1:2: jump target 04000h is -512 words away, a jump reaches -511 to +512 words
          ` jmp $+1`              | 1:2: jump target 04401h is odd
          ` jmp r5`               | 1:6: a jump takes a label or an address
          # Repeat counts
          ` rpt #3 { rra r5`      | 1:2: only extended instructions can be repeated; use rrax
          ` rpt #17 { rrax r5`    | 1:7: repeat count 17 is not within 1 to 16
          ` rpt #3 { rrax @r5`    | 1:11: a repeat count or a zeroed carry needs register operands only
          ` rpt #3\\n .word 1`    | 1:2: a repeat count must be followed by its instruction
          ` rpt #3`               | 1:2: a repeat count must be followed by its instruction
          ` rpt 3`                | 1:6: a repeat count '#n' or a register expected
          # Symbols
          ` .word x`              | 1:8: undefined symbol 'x'
          ` jmp 1f`               | 1:6: there is no label '1:' below
          ` jmp 1b`               | 1:6: there is no label '1:' above
          `a: nop\\na: nop`       | 2:1: 'a' is already defined at test.s43:1:1
          `r5: nop`               | 1:1: 'r5' is reserved and cannot be defined
          ` .equ a, a`            | 1:10: 'a' is defined by itself
          ` .equ a, 1\\n .set a, 2` | 2:7: 'a' is already defined and not a .set symbol
          ` .set a, 1\\n .equ a, 2` | 2:7: 'a' is already defined
          ` .set a, later`        | 1:10: the value must be known here; symbols in it must be defined above this line
          ` .word 1 / 0`          | 1:10: division by zero
          ` .word 1 << 64`        | 1:10: shift count 64 is not within 0 to 63
          ` .word (1`             | 1:10: ')' expected, found end of line
          # Directives
          ` .org 0x100`           | 1:7: .org 0x100 leaves section 'text', which goes from 0x4400 to 0x8000
          ` .org later`           | 1:7: the address must be known here; symbols in it must be defined above this line
          ` .section`             | 1:10: the name of a section expected, found end of line
          ` .data\\n .word 1`     | 2:2: section 'data' has no address; declare the section or put .org before this
          ` .byte 1\\n nop`       | 2:2: instructions lie at even addresses; put .even before this one
          ` .byte 1\\n .word 2`   | 2:2: words lie at even addresses; put .even before this directive
          ` .space -1`            | 1:2: a count of -1 is not within 0 to 1048576
          ` .align 3`             | 1:2: .align takes a power of two in bytes, not 3
          ` .fill 1, 5`           | 1:2: the size in .fill is 1 to 4 bytes, not 5
          ` .skip 1, 256`         | 1:11: value 256 does not fit 8 bits
          ` .error "no"`          | 1:2: no
          ` .assert 1 == 2, "differs"` | 1:2: differs
          ` .operation frob`      | 1:13: unknown operation 'frob'; there are multiply, accumulate, compare, divide, shift, load/store, loop, other
          ` .operation pop`       | 1:13: '.operation pop' without '.operation push'
          ` .operation push loop` | 1:13: '.operation push' without '.operation pop'
          ` .entry nowhere`       | 1:9: undefined symbol 'nowhere'
          ` .equ a, 5\\n .entry a`  | 2:9: 5 is no address of an instruction
          ` .entry a\\n .entry a\\na: nop` | 2:9: '.entry' stands already at test.s43:1:9
          ` .include "x.s43"`     | 1:11: file 'x.s43' to include not found
          # Blocks
          ` .if 1`                | 1:1: '.if' without '.endif'
          ` .else`                | 1:1: '.else' without '.if'
          ` .endif`               | 1:1: '.endif' without '.if'
          ` .if 1\\n .else\\n .else\\n .endif` | 3:1: '.else' after '.else'
          ` .if later\\n .endif`  | 1:6: the condition must be known here; symbols in it must be defined above this line
          ` .rept 2`              | 1:2: '.rept' without '.endr'
          ` .endr`                | 1:2: '.endr' without '.rept'
          ` .rept -1\\n .endr`    | 1:8: a repetition of -1 is not within 0 to 1000000
          ` .macro m`             | 1:2: '.macro' without '.endm'
          ` .endm`                | 1:2: '.endm' without '.macro'
          ` .macro mov\\n .endm`  | 1:9: 'mov' is an instruction
          ` .macro m a, a\\n .endm` | 1:14: parameter 'a' stands twice
          ` .macro m a\\n .endm\\n m` | 3:2: macro 'm' needs its argument 'a'
          ` .macro m a\\n .endm\\n m 1, 2` | 3:7: macro 'm' takes 1 argument
          ` .macro m a\\n .endm\\n m a=1, a=2` | 3:9: argument 'a' is given twice
          """)
  void aWrongLineIsRefusedWithItsPlace(String source, String expected) {
    assertThat(error(source.replace("\\n", "\n").replace("\\\\", "\\").split("\n")))
        .isEqualTo("test.s43:" + expected.replace("\\\\", "\\"));
  }

  @Test
  void constantsInACircleAreAllRefused() {
    assertThat(error(" .equ a, b", " .equ b, a + 1").lines())
        .containsExactlyInAnyOrder(
            "test.s43:1:10: 'b' is defined by itself", "test.s43:2:10: 'a' is defined by itself");
  }

  @Test
  void anOverfullSectionSaysByHowMuch() {
    AssemblerException failure =
        catchThrowableOfType(
            AssemblerException.class,
            () ->
                new Assembler(CpuCore.CPUX)
                    .section("text", 0x4400, 0x4404)
                    .add(AssemblyUnit.of("a.s43", " nop\n nop\n nop\n nop\n"))
                    .assemble());
    assertThat(failure)
        .hasMessage("a.s43:3:2: section 'text' is 4 bytes too large for 0x04400 to 0x04404")
        .matches(AssemblerException::isOutOfRoom);
  }

  @Test
  void overlappingCodeIsRefused() {
    assertThat(error(" nop", " nop", " .org 0x4402", " nop"))
        .isEqualTo(
            "test.s43:4:2: 0x04402 in section 'text' is already taken by section 'text' at"
                + " test.s43:2:2");
  }

  @Test
  void bytesInAReservedSectionAreRefused() {
    AssemblerException failure =
        catchThrowableOfType(
            AssemblerException.class,
            () ->
                new Assembler(CpuCore.CPUX)
                    .reserved("ram", 0x1C00, 0x2C00)
                    .add(AssemblyUnit.of("a.s43", " .section ram\n .word 1"))
                    .assemble());
    assertThat(failure)
        .hasMessage("a.s43:2:2: section 'ram' only reserves memory: it cannot hold code or values");
  }

  @Test
  void theOldCoreHasNoExtendedInstructions() {
    AssemblerException failure =
        catchThrowableOfType(
            AssemblerException.class,
            () -> Assembler.assemble(CpuCore.MSP430, "a.s43", " .org 0xf000\n mova r5, r6\n"));
    assertThat(failure).hasMessage("a.s43:2:2: MOVA exists only on CPUX");
  }

  @Test
  void errorsInMacrosNameTheBodyAndTheCalls() {
    assertThat(
            error(
                " .macro inner x",
                "  mov \\x, r5",
                " .endm",
                " .macro outer y",
                " inner \\y",
                " .endm",
                "",
                " outer 1("))
        .isEqualTo(
            "test.s43:2:9: a register expected, found ',', in macro inner at test.s43:5, in macro"
                + " outer at test.s43:8");
  }

  @Test
  void errorsInRepetitionsNameTheIteration() {
    assertThat(error(" .rept 3, i", " .byte 254 + \\i", " .endr"))
        .isEqualTo("test.s43:2:12: value 256 does not fit 8 bits, in repetition 3 at test.s43:1");
  }

  @Test
  void aMacroThatNeverEndsIsStopped() {
    assertThat(error(" .macro m", " m", " .endm", " m"))
        .startsWith("test.s43:2:2: macros and included files nest more than 60 deep");
  }

  @Test
  void allErrorsOfAPassAreReportedUpToTwenty() {
    assertThat(error(" frob", " nop", " .word 1 1").lines())
        .containsExactly(
            "test.s43:1:2: unknown instruction or macro 'frob'", "test.s43:3:10: unexpected '1'");
    AssemblerException failure =
        catchThrowableOfType(
            AssemblerException.class,
            () -> Assembler.assemble(CpuCore.CPUX, "a.s43", " frob\n".repeat(50)));
    assertThat(failure.problems()).hasSize(Assembler.MOST_PROBLEMS);
  }

  @Test
  void aNameTakenFromTheGlobalsCannotBecomeTheUnitsOwnLater() {
    AssemblerException failure =
        catchThrowableOfType(
            AssemblerException.class,
            () ->
                new Assembler(CpuCore.CPUX)
                    .section("text", 0x4400, 0x4500)
                    .add(AssemblyUnit.of("a.s43", " .equ n, 1"))
                    .add(
                        new AssemblyUnit(
                            "u", "u.s43", " mov #n, r5\n .equ n, 2", java.util.Map.of()))
                    .assemble());
    assertThat(failure)
        .hasMessage(
            "u.s43:2:7: 'n' was taken from the global symbols at u.s43:1:7; define this one above"
                + " that line or rename it");
  }
}
