package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;

class ListingTest {
  @Test
  void instructionsHaveCyclesAndNames() {
    // Cycles: SLAU367 tables 4-9 (CALL #N: 4), 4-17 (RRAX.W Rn, n = 4: 1 + n) and 4-10 (jump: 2).
    ProgramImage image =
        Assembly.image(
            "main: call #twice",
            "here: rpt #4 { rrax.w r5",
            " rpt r6",
            " rrax.w r5",
            " jmp here",
            "twice: ret");
    assertThat(Listing.of(image, CpuCore.CPUX))
        .isEqualTo(
            """
            ; text 0x04400 to 0x04410, 16 bytes
            main:
            04400: 12b0 440e             4  call #twice
            here:
            04404: 1843 1105             5  rpt #4 { rrax.w r5
            04408: 18c6 1105            2+  rpt r6 { rrax.w r5
            0440c: 3ffb                  2  jmp here
            twice:
            0440e: 4130                  4  ret
            """);
  }

  @Test
  void withoutSymbolsCodeIsWhatVectorsJumpsAndCallsReach() {
    ProgramImage named =
        Assembler.assemble(
            CpuCore.CPUX,
            "test.s43",
            """
             .org 0x4400
            start: call #sub
             jz skip
             bra #far
            table: .word 0x4303, 0x4303
            skip: jmp $
            sub: ret
             .word 0xffff
            timer: reti
             .word 0x4303
            far: br r5
             .word 0x4303
             .org 0xffea
             .word timer
             .org 0xfffe
             .word start
            """);
    ProgramImage stripped =
        new ProgramImage(named.segments(), OptionalInt.empty(), List.of(), List.of());

    List<String> lines = Listing.of(stripped, CpuCore.CPUX).lines().toList();

    assertThat(lines)
        .filteredOn(line -> line.contains(".word"))
        .extracting(line -> line.substring(0, 5) + line.substring(line.indexOf(" .word")))
        .containsExactly(
            "0440a .word 0x4303, 0x4303",
            "04412 .word 0xffff",
            "04416 .word 0x4303",
            "0441a .word 0x4303",
            "0ffea .word 0x4414",
            "0fffe .word 0x4400");
    assertThat(lines).anyMatch(line -> line.matches("04414: 1300 +5  reti"));
  }

  @Test
  void dataIsShownAsWordsOrBytesUpToTheNextLabel() {
    ProgramImage image =
        Assembly.image("a: .word 1, 2, 3, 4, 5", "b: .byte 1, 2, 3", "c: .byte 4", "code: nop");
    assertThat(Listing.of(image, CpuCore.CPUX))
        .isEqualTo(
            """
            ; text 0x04400 to 0x04410, 16 bytes
            a:
            04400:                          .word 0x0001, 0x0002, 0x0003, 0x0004
            04408:                          .word 0x0005
            b:
            0440a:                          .byte 0x01, 0x02, 0x03
            c:
            0440d:                          .byte 0x04
            code:
            0440e: 4303                  1  nop
            """);
  }

  @Test
  void undefinedWordsAndCutInstructionsAreShownAsData() {
    // 13A0h is reserved (SLAU367 table 4-20); 4035h lacks its immediate.
    byte[] bytes = {(byte) 0xA0, 0x13, 0x35, 0x40};
    ProgramImage image =
        new ProgramImage(
            List.of(new Segment("", 0x4400, bytes)),
            OptionalInt.empty(),
            List.of(new Symbol("f", 0x4400, 4, Symbol.Kind.FUNCTION)),
            List.of());
    assertThat(Listing.of(image, CpuCore.CPUX))
        .isEqualTo(
            """
            ; segment 0x04400 to 0x04404, 4 bytes
            f:
            04400:                          .word 0x13a0
            04402:                          .word 0x4035
            """);
  }
}
