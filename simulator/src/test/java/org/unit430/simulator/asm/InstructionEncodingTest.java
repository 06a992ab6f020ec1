package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unit430.simulator.asm.Assembly.words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words worked out by hand from the field layouts of SLAU367 4.5 and 4.6. */
class InstructionEncodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          # Examples that the manual prints: figure 4-27, section 4.4.2.3, figure 4-28
          XORX.A R9,R8                     | 1800 E948
          ADDX.A 12346h(R5),32100h(R6)     | 1883 55D6 2346 2100
          XORX.A #12345h,45678h(R15)       | 1884 E0FF 2345 5678
          NOP                              | 4303
          # Format I: op src Ad B/W As dst
          mov r5,r6                        | 4506
          mov.b r5,r6                      | 4546
          add @r5,r6                       | 5526
          addc @r5+,r6                     | 6536
          subc.b 2(r5),r6                  | 7556 0002
          sub &0x1c00,&0x1c02              | 8292 1C00 1C02
          cmp #0x1234,-2(r15)              | 90BF 1234 FFFE
          dadd r0,r1                       | A001
          bit sr,pc                        | B200
          bic.b @sp+,2(sp)                 | C1F1 0002
          bis #0x40,r4                     | D034 0040
          xor r14,r15                      | EE0F
          and.b #0x7f,r4                   | F074 007F
          # Constant generators, table 4-2
          mov #0,r4                        | 4304
          mov #1,r4                        | 4314
          mov #2,r4                        | 4324
          mov #4,r4                        | 4224
          mov #8,r4                        | 4234
          mov #-1,r4                       | 4334
          mov #0xffff,r4                   | 4334
          mov.b #0xff,r4                   | 4374
          mov.b #-1,r4                     | 4374
          mov #0xff,r4                     | 4034 00FF
          movx.a #0xfffff,r4               | 1800 4374
          movx.a #-1,r4                    | 1800 4374
          movx.a #0xffff,r4                | 1800 4074 FFFF
          mov ##1,r4                       | 4034 0001
          mov.b ##0x1234,r4                | 4074 1234
          push #8                          | 1232
          # Format II
          rrc r5                           | 1005
          rrc.b @r5                        | 1065
          rra @r5+                         | 1135
          rra.b 4(r5)                      | 1155 0004
          swpb r5                          | 1085
          sxt &0x1c00                      | 1192 1C00
          push #0x1234                     | 1230 1234
          push.b r5                        | 1245
          call #0x4400                     | 12B0 4400
          call r5                          | 1285
          call @r5                         | 12A5
          call &0x1c00                     | 1292 1C00
          reti                             | 1300
          # Symbolic: relative to the operand's own word, here at 4402h and 4404h
          mov 0x4402,r5                    | 4015 0000
          mov 0x4500,0x4404                | 4090 00FE 0000
          mov 4(pc),r5                     | 4015 0004
          # Jumps: offset in words from the word behind
          jmp $                            | 3FFF
          jmp .+2                          | 3C00
          jne $+4                          | 2001
          jnz $+4                          | 2001
          jeq $-2                          | 27FE
          jz $                             | 27FF
          jnc $                            | 2BFF
          jlo $                            | 2BFF
          jc $                             | 2FFF
          jhs $                            | 2FFF
          jn $                             | 33FF
          jge $                            | 37FF
          jl $                             | 3BFF
          jmp $+1024                       | 3DFF
          jmp $-1022                       | 3E00
          # Extended, table 4-11, 4-12
          movx r5,r6                       | 1840 4506
          movx.b r5,r6                     | 1840 4546
          movx.a r5,r6                     | 1800 4546
          addx.w &0x12345,r6               | 18C0 5216 2345
          movx.a r6,&0xabcde               | 180A 46C2 BCDE
          subx.b -1(r5),r6                 | 1FC0 8556 FFFF
          cmpx.a @r5+,-0x12345(r6)         | 180E 95F6 DCBB
          rrcx.a r5                        | 1800 1045
          rrax.b 0x54321(r5)               | 1845 1155 4321
          swpbx.a r5                       | 1800 1085
          swpbx.w r5                       | 1840 1085
          sxtx.a @r5                       | 1800 11A5
          pushx.a #0x12345                 | 1801 1270 2345
          pushx.a #4                       | 1800 1262
          rrux.w r5                        | 1940 1005
          rrux.a r5                        | 1900 1045
          rpt #4 { rrax.w r5               | 1843 1105
          rpt #16 rlax.w r5                | 184F 5505
          rpt r6 { addx.a r4,r5            | 1886 5445
          rptz #1 { addcx.w r4,r5          | 1940 6405
          rptz #3 { rrcx.a r5              | 1902 1045
          # Address instructions, section 4.6.4
          mova r5,r6                       | 05C6
          mova @r5,r6                      | 0506
          mova @r5+,r6                     | 0516
          mova &0x12345,r6                 | 0126 2345
          mova -2(r5),r6                   | 0536 FFFE
          mova 0x4502,r6                   | 0036 0100
          mova r6,&0x12345                 | 0661 2345
          mova r6,4(r5)                    | 0675 0004
          mova r6,0x4502                   | 0670 0100
          mova #0x12345,r6                 | 0186 2345
          mova #0,r6                       | 0086 0000
          cmpa #0x12345,r6                 | 0196 2345
          cmpa r5,r6                       | 05D6
          adda #0x12345,r6                 | 01A6 2345
          adda r5,r6                       | 05E6
          suba #1,r6                       | 00B6 0001
          suba r5,r6                       | 05F6
          rrcm #1,r5                       | 0055
          rrcm.a #4,r5                     | 0C45
          rram.w #2,r5                     | 0555
          rlam.a #3,r5                     | 0A45
          rrum.w #4,r15                    | 0F5F
          calla r5                         | 1345
          calla 4(r5)                      | 1355 0004
          calla @r5                        | 1365
          calla @r5+                       | 1375
          calla &0x12345                   | 1381 2345
          calla 0x14404                    | 1391 0002
          calla #0x12345                   | 13B1 2345
          # PUSHM pushes R13 to R9; the field of POPM holds the lowest register
          pushm.a #5,r13                   | 144D
          pushm.w #5,r13                   | 154D
          pushm #5,r13                     | 154D
          popm.a #5,r13                    | 1649
          popm.w #5,r13                    | 1749
          pushm.w #16,r15                  | 15FF
          popm.a #16,r15                   | 16F0
          """)
  void instructionsGiveTheirWords(String source, String expected) {
    assertThat(words(" " + source)).isEqualTo(expected);
  }

  /** SLAU367 tables 4-7 and 4-13 (emulated instructions), 4-15 (address instructions). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          adc.b r5         | addc.b #0,r5
          adcx.a r5        | addcx.a #0,r5
          br #0x4500       | mov #0x4500,pc
          br @r5+          | mov @r5+,pc
          bra #0x14500     | mova #0x14500,pc
          bra 2(r5)        | mova 2(r5),pc
          clr 2(r5)        | mov #0,2(r5)
          clrx.b &0x1c00   | movx.b #0,&0x1c00
          clra r5          | mov #0,r5
          clrc             | bic #1,sr
          clrz             | bic #2,sr
          clrn             | bic #4,sr
          dadc r5          | dadd #0,r5
          dadcx.a r5       | daddx.a #0,r5
          dec.b r5         | sub.b #1,r5
          decx.a r5        | subx.a #1,r5
          decd r5          | sub #2,r5
          decdx.w r5       | subx.w #2,r5
          decda r5         | suba #2,r5
          dint             | bic #8,sr
          eint             | bis #8,sr
          inc r5           | add #1,r5
          incx.a r5        | addx.a #1,r5
          incd &0x1c00     | add #2,&0x1c00
          incdx.a r5       | addx.a #2,r5
          incda r5         | adda #2,r5
          inv.b r5         | xor.b #-1,r5
          invx.a r5        | xorx.a #-1,r5
          pop r5           | mov @sp+,r5
          popx.a r5        | movx.a @sp+,r5
          popx.b &0x12345  | movx.b @sp+,&0x12345
          ret              | mov @sp+,pc
          reta             | mova @sp+,pc
          rla r5           | add r5,r5
          rla.b 2(r5)      | add.b 2(r5),2(r5)
          rla 0x4500       | add 0x4500,0x4500
          rlax.a r5        | addx.a r5,r5
          rlc r5           | addc r5,r5
          rlcx.a &0x12345  | addcx.a &0x12345,&0x12345
          sbc r5           | subc #0,r5
          sbcx.b r5        | subcx.b #0,r5
          setc             | bis #1,sr
          setz             | bis #2,sr
          setn             | bis #4,sr
          tst.b 1(r5)      | cmp.b #0,1(r5)
          tstx.a r5        | cmpx.a #0,r5
          tsta r5          | cmpa #0,r5
          nop              | mov #0,r3
          """)
  void emulatedInstructionsGiveTheWordsOfTheirOriginal(String emulated, String original) {
    assertThat(words(" " + emulated)).isEqualTo(words(" " + original));
  }

  @Test
  void aRepeatPrefixOnItsOwnLineAppliesToTheNextInstruction() {
    assertThat(words(" rpt #4", "", " ; a comment", " rrax.w r5", " rrax.w r5"))
        .isEqualTo("1843 1105 1840 1105");
  }

  @Test
  void aPlainInstructionReachesUpwardFromTheUpper64KbOnlyByItsIndex() {
    // At 14400h the operand word lies at 14402h: 14402h + FFFEh (-2) = 14400h.
    assertThat(words(" .org 0x14400", " mov 0x14400,r5")).isEqualTo("4015 FFFE");
  }
}
