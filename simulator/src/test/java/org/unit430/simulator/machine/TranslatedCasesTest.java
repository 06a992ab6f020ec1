package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.peripheral.Multiplier32;
import org.unit430.simulator.peripheral.MultiplierHazards;

/**
 * Loops on an MSP430FR5994 that break, every few rounds, what translated code is made for: where a
 * register points, that an address is even, that sums do not wrap, that the multiplier is left
 * alone until it is done. The interpreter says what should come out.
 */
class TranslatedCasesTest {
  private static final long CYCLES = 40_000;
  private static final int SLICE = 700;

  private static Arguments loop(String what, String before, String body) {
    return Arguments.of(what, before.replace(";", "\n"), body.replace(";", "\n"));
  }

  static Stream<Arguments> flags() {
    String instructions =
        "add r6, r7; adda r6, r7; add.b r6, r7; sub r6, r7; suba r7, r6; cmp r6, r7;"
            + "cmp.b r7, r6; addc r6, r7; subc.b r7, r6; and r6, r7; xor r6, r7;"
            + "xor.b r7, r6; bit r6, r7; dadd r6, r7; rra r7; rrc.b r7; sxt r6; rlam #2, r7;"
            + "setc; clrn";
    return Pattern.compile("; *").splitAsStream(instructions).map(Arguments::of);
  }

  /** SR is read by an instruction that is not translated. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("flags")
  void flagsAreThereWhenTranslatedCodeIsLeft(String instruction) {
    String before = "mov #0x8123, r6\nmov #0x7FFF, r7";
    String body =
        """
                mov #5, r10
        in:     sub #1, r10
                add r9, r6
                %s
                mov r6, r9
                mov sr, r8
                add r8, r7
                tst r10
                jnz in
        """
            .formatted(instruction);

    assertSame(machine(before, body), machine(before, body));
  }

  static Stream<Arguments> loops() {
    return Stream.of(
        loop(
            "a pointer into SRAM and FRAM by turns",
            "mov #0x1C20, r5",
            "xor #0x8C20, r5;" + "mov @r5, r6; add 2(r5), r7; mov r7, 4(r5)"),
        loop(
            "a pointer across the end of SRAM",
            "mov #0x2BF0, r5",
            "mov @r5+, r6; add @r5+, r7; cmp #0x2BFC, r5; jlo on; mov #0x2BF0, r5; on: nop"),
        loop(
            "its own code as data",
            "mov #round, r5",
            "mov @r5+, r6; mov @r5+, r7; and #0x443F, r5; bis #0x4400, r5; mov @r5, r8"),
        loop(
            "its own code as data at fixed addresses",
            "nop",
            "mov &0x4410, r6; add &0x4418, r7; mov &0x4420, r8; mov &0x9000, r9"),
        loop(
            "odd addresses of words by turns",
            "mov #0x1C21, r5",
            "mov @r5, r6; mov r6, 8(r5); xor #1, r5; add 2(r5), r7"),
        loop(
            "bytes and words by one register",
            "mov #0x1C20, r5",
            "mov.b @r5+, r6; mov.b r6, 4(r5); add.b 1(r5), r7; mov 1(r5), r8; bic #0x40, r5;"
                + "push.b r7; pop r9; mov.b r8, 33(r5)"),
        loop(
            "additions that wrap by turns",
            "mov #0x1C20, r5; mov #0x1C20, r4",
            "add #0x7000, r5; mov @r5+, r6; incd r4; mov @r4, r7; sub #0x1C22, r4; incd r4;"
                + "add #0x1C20, r4; mov r7, 2(r4)"),
        loop(
            "additions to 20 bits by turns",
            "mova #0x14000, r5",
            "adda #0x1000, r5; mov @r5, r6; incd r5; mov @r5, r7; decd r5;"
                + "cmpa #0x20000, r5; jlo on; mova #0x8000, r5; on: nop"),
        loop(
            "an index that wraps by turns",
            "mova #0x10010, r5",
            "mov -32(r5), r6; add -30(r5), r7; adda #0x20, r5; cmpa #0x10100, r5; jlo on;"
                + "mova #0x0010, r5; on: nop"),
        loop(
            "a product that is read too early by turns",
            "mov #3, r5",
            "mov r5, &0x04C0; mov r6, &0x04C8; bit #4, r8; jz on; nop; nop;"
                + "on: mov &0x04CA, r6; add &0x04CC, r7; inc r8"),
        loop(
            "an operand that is written too early by turns",
            "mov #3, r5",
            "mov r5, &0x04C4; mov r6, &0x04C8; bit #4, r8; jz on; nop; nop; nop;"
                + "on: mov r8, &0x04C4; mov r6, &0x04C8; nop; nop; nop; nop;"
                + "mov &0x04CA, r6; add &0x04CC, r7; inc r8"),
        loop(
            "sums in all modes, with their carry",
            "mov #0x1C20, r5",
            "mov #0x9234, &0x04C6; mov @r5, &0x04C8; mov r8, &0x04C4; mov r7, &0x04C8;"
                + "mov r7, &0x04C2; mov r8, &0x04C8; mov r7, &0x04C6; mov r7, &0x04C8;"
                + "nop; nop; add &0x04CA, r7; addc &0x04CC, r8; mov &0x04CE, r9;"
                + "mov r7, &0x04CA; mov r8, 6(r5)"),
        loop(
            "operands and results written behind a start, and the region left there",
            "mov #0x1234, r7; mov #3, r8",
            "mov #0x9234, &0x04C6; jmp a; a: mov r7, &0x04C8; jmp b; b: nop; nop; nop;"
                + "mov r8, &0x04C4; mov sr, r9; mov r7, &0x04C8; nop; nop; nop; mov r8, &0x04CA;"
                + "mov sr, r9; jmp c; c: mov r7, &0x04C0; jmp d; d: mov r8, &0x04C0; mov sr, r9;"
                + "bit #1, r15; jz e; mov r7, &0x04C2; e: mov r8, &0x04C8; nop; nop; nop;"
                + "add &0x04CA, r7; addc &0x04CC, r8"),
        loop(
            "comparisons of all sizes, and jumps behind them",
            "mov #0x7FF0, r6; mova #0x7FFF0, r7",
            "add #0x1357, r6; adda #0x12345, r7; cmp.b r6, r7; jl a; inc r8; a: cmp r7, r6; jge b;"
                + "inc r9; b: cmpa r6, r7; jl c; incd r8; c: cmpa r7, r6; jlo d; inc r10;"
                + "d: sub.b r6, r8; jhs e; incd r9; e: tst r8; jne f; incd r10; f: cmp #-5, r6;"
                + "jeq g; inc r11; g: sub r10, r6; jn h; incd r11; h: suba #7, r7; jge i; inc r4;"
                + "i: mov sr, r4; addc r4, r11"),
        loop(
            "pointers set to where memory ends, is odd, or is the stack",
            "nop",
            "mov #0x2BFC, r5; jmp a; a: mov @r5+, r6; add @r5+, r7; jmp b; b: mov #0x1C21, r5;"
                + "jmp c; c: add @r5+, r8; mov.b r8, 0(r5); mov #0x2B11, sp; jmp d;"
                + "d: push r8; pop r9; mov #0x9000, r5; jmp e; e: bit #3, r15; jz f; add @r5+, r6;"
                + "f: add @r5+, r7; mov #0x4400, r5; jmp g; g: add @r5+, r6"),
        loop(
            "a mode that a wide operation has left",
            "mov #7, r6",
            "inc r9;"
                + " add r9, r10;"
                + " mov r6, &0x04D0;"
                + " mov r7, &0x04D2;"
                + " mov r6, &0x04E0;"
                + " mov r7, &0x04E2;"
                + " nop;"
                + " nop;"
                + " nop;"
                + "nop;"
                + " nop;"
                + " nop;"
                + " add &0x04CA, r7;"
                + " mov r6, &0x04C6;"
                + " mov r7, &0x04C8;"
                + " nop;"
                + " nop;"
                + "nop;"
                + " add &0x04CA, r6;"
                + " inc r6"),
        loop(
            "saturation by turns",
            "mov #0x7FFF, r6",
            "inc r9;"
                + " add r9, r10;"
                + " add r10, r9;"
                + " add r9, r10;"
                + " xor #8, &0x04EC;"
                + " mov r6, &0x04C6;"
                + " mov r6, &0x04C8;"
                + " nop;"
                + " nop;"
                + " nop;"
                + " nop;"
                + "mov &0x04CA, r7;"
                + " mov &0x04CC, r8"),
        loop(
            "the stack with 20 bits, and calls",
            "mova #0x12345, r9",
            "pushm.a #4, r9; call #sub; popm.a #4, r9; calla #suba; pushm.w #2, r7;"
                + "mov @sp+, r6; mov @sp+, r8; adda r9, r8"),
        loop(
            "writes near code",
            "mov #0x1C20, r5",
            "inc r9;"
                + " jz on;"
                + " on: mov r6, &word;"
                + " inc r6;"
                + " mov &word, r7;"
                + " mov #word, r4;"
                + " mov r7, 2(r4);"
                + " mov @r4+, r8;"
                + "mov r8, -2(r4)"),
        loop(
            "a row of products, their weights in FRAM at any alignment",
            "nop",
            "mov r15, r5; rla r5; and #0x1E, r5; add #0x9000, r5; mov #0x1C20, r4;"
                + "mov @r4+, &0x04C6; mov @r5+, &0x04C8;".repeat(12)
                + "nop; nop; add &0x04CA, r7; mov @r5, r6; add r5, 2(r4)"),
        loop(
            "words and bytes from FRAM by a pointer that additions move",
            "nop",
            "mov r15, r5; rla r5; and #0x3E, r5; add #0x9000, r5;"
                + "mov @r5+, r6; add.b 3(r5), r7; add #6, r5; add @r5+, r8; sub #2, r5;".repeat(4)
                + "add.b @r5+, r7; add.b @r5, r7"),
        loop(
            "a loop that counts down, products of SRAM and FRAM",
            "nop",
            "mov r15, r10; and #63, r10; inc r10; mov #0x1C20, r4; mov #0x9000, r5; add r15, r5;"
                + "add r15, r5; in: mov @r4+, &0x04C6; mov @r5+, &0x04C8; dec r10; jnz in;"
                + "mov &0x04CA, r6; mov sr, r8"),
        loop(
            "a loop that counts down by threes, and past zero",
            "mov #0x9001, r5",
            "mov #48, r10; bit #7, r15; jnz in; inc r10;"
                + "in: add r10, r6; mov.b @r5, r7; sub #3, r10; jnz in"),
        loop(
            "a loop that counts down and uses what it counts",
            "nop",
            "mova #0x1C20, r4; mova #0x20023, r10;"
                + "in: mov r10, 0(r4); add r10, 2(r4); incd r4; dec r10; jnz in; mov sr, r9"),
        loop(
            "a loop that copies, up to its own code",
            "nop",
            "mov #0x4300, r5; mov #0x9000, r4; mov #140, r10;"
                + "in: mov @r5+, 0(r4); incd r4; dec r10; jnz in"),
        loop(
            "a loop that counts down from nothing",
            "mov #200, r12",
            "clr r10; in: add @r4+, r6; dec r10; jz out; dec r12; jnz in; mov #200, r12; out: nop"),
        loop(
            "bytes from FRAM, odd ones too, and their flags",
            "nop",
            "mov r15, r5; and #31, r5; add #0x9001, r5; mov #40, r10;"
                + "in: add.b @r5+, r6; dec r10; jnz in; mov sr, r8"),
        loop(
            "carries from one block to the next",
            "mov #0xFFF0, r5",
            "add #3, r5; mov @sp, r8; mov r8, r4; rrc r4; subc r5, r6; addc r6, r7; jn on;"
                + "setc; on: rrc r7; dadd r7, r6; rla.b r6; sxt r6"));
  }

  private static Machine machine(String before, String body) {
    String source =
        """
                .org 0x4400
        main:   mov #0x5A80, &0x15C
                mov #0xA510, &0x140
                mov #0x2B00, sp
                %s
        round:  %s
                inc r15
                jmp round
        sub:    inc r6
                ret
        suba:   mov @sp, r7
                reta
        word:   .word 1, 2, 3
                .org 0xFFFE
                .word main
        """
            .formatted(before, body);
    Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    machine.load(Assembler.assemble(CpuCore.CPUX, "case.s43", source));
    return machine;
  }

  /** Code in RAM at 0300h is at 1200h, too (MSP430F1611, SLAS368, memory organization). */
  private static Machine mirrored(String source) {
    Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430F1611"));
    machine.load(Assembler.assemble(CpuCore.MSP430, "case.s43", source));
    return machine;
  }

  @Test
  void codeIsFetchedFromMirroredRam() {
    String source =
        """
                .org 0x4000
        main:   mov #0x5A80, &0x120
                mov #0x5308, &0x1200    ; 0300h: ADD #0, R8
                mov #0x5318, &0x1202    ; 0302h: ADD #1, R8
                mov #0x3FFD, &0x1204    ; 0304h: JMP 0300h
                br #0x0300
                .org 0xFFFE
                .word main
        """;

    assertSame(mirrored(source), mirrored(source));
  }

  @Test
  void codeInMirroredRamIsRewrittenAtItsOtherAddress() {
    String source =
        """
                .org 0x4000
        main:   mov #0x5A80, &0x120
                mov #0x3800, sp
                mov #0x5308, &0x1200    ; 0300h: ADD #0, R8, or ADD #1, R8
                mov #0x4130, &0x1202    ; 0302h: RET
        round:  call #0x0300
                bit #31, r15
                jnz on
                xor #0x0010, &0x1200
        on:     inc r15
                jmp round
                .org 0xFFFE
                .word main
        """;

    assertSame(mirrored(source), mirrored(source));
  }

  @Test
  void tablesInTheUpperHalfOfLowMemoryAreIndexedInTranslatedCode() {
    String table =
        "clr r5; on: add 0x9000(r5), r6; incd r5; cmp #40, r5; jne on".replace(';', '\n');
    Machine interpreted = machine("nop", table);
    Machine translated = machine("nop", table);

    assertSame(interpreted, translated);

    assertThat(translated.translatedInstructions())
        .isGreaterThan(interpreted.profile().instructions() * 9 / 10);
  }

  /** What a register pointed to says nothing of what it does in the code that comes after it. */
  @Test
  void rewrittenCodeIsTranslatedForWhereItsPointersPointNow() {
    String before = "mov #0x1C20, r5";
    String body =
        """
                mov #1000, r10
        in:     mov @r5, r6             ; or ADD @R5, R6, once it has been written
                add r6, r7
                dec r10
                jnz in
                tst r15
                jnz on
                mov #0x5526, &in
                mov #0x9000, r5
        on:     nop
        """;
    Machine interpreted = machine(before, body);
    Machine translated = machine(before, body);

    assertThat(new LockStep(interpreted, translated).run(CYCLES, CYCLES).difference()).isEmpty();

    // Of some 17,000; a region that is made for SRAM is entered a hundred times in vain.
    long instructions = interpreted.profile().instructions();
    assertThat(instructions - translated.translatedInstructions()).isLessThan(200);
  }

  private static void assertSame(Machine interpreted, Machine translated) {
    LockStep.Outcome outcome = new LockStep(interpreted, translated).run(CYCLES, SLICE);

    assertThat(outcome.difference()).isEmpty();
    assertThat(outcome.reason()).isInstanceOf(StopReason.CycleLimit.class);
    assertThat(translated.translatedInstructions())
        .isGreaterThan(interpreted.profile().instructions() / 20);
  }

  private static MultiplierHazards hazards(Machine machine) {
    return machine.module(Multiplier32.class).orElseThrow().hazards();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loops")
  void translatedLoopDoesWhatTheInterpretedOneDoes(String what, String before, String body) {
    Machine interpreted = machine(before, body);
    Machine translated = machine(before, body);

    assertSame(interpreted, translated);
    assertThat(hazards(translated).earlyReads()).isEqualTo(hazards(interpreted).earlyReads());
    assertThat(hazards(translated).lostResults()).isEqualTo(hazards(interpreted).lostResults());
  }
}
