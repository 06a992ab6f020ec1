package org.unit430.simulator.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Every first word either is an instruction or stands in the manual's list of reserved ones,
 * SLAU367 table 4-20, SLAU049 figure 3-20.
 */
class DecoderTest {
  private static final int ADDRESS = 0x5000;

  @Test
  void everyWordOfCpuxIsAnInstructionOrReserved() {
    Decoder decoder = new Decoder(CpuCore.CPUX);
    for (int word = 0; word < 0x10000; word++) {
      if (word >> 11 == 0x1800 >> 11) {
        continue; // extension words, below
      }
      assertThat(decodes(decoder, word, 0x1234))
          .as("%04Xh", word)
          .isEqualTo(!isReservedFormat2(word) && !isReservedOnCpux(word));
    }
  }

  @Test
  void everyWordOfTheOldCoreIsAnInstructionOrReserved() {
    Decoder decoder = new Decoder(CpuCore.MSP430);
    for (int word = 0; word < 0x10000; word++) {
      boolean reserved = word < 0x1000 || (word > 0x1300 && word < 0x2000);
      assertThat(decodes(decoder, word, 0x1234))
          .as("%04Xh", word)
          .isEqualTo(!reserved && !isReservedFormat2(word));
    }
  }

  /** PC + 2 - 2 * 512 from 200h: PC holds 16 bits on the old core, 20 on the other. */
  @Test
  void jumpTargetWrapsWherePcDoes() {
    int jmpBackwardFarthest = 0x3E00;

    assertThat(jumpTarget(CpuCore.MSP430, 0x200, jmpBackwardFarthest)).isEqualTo(0xFE02);
    assertThat(jumpTarget(CpuCore.CPUX, 0x200, jmpBackwardFarthest)).isEqualTo(0xFFE02);
  }

  private static int jumpTarget(CpuCore core, int address, int word) {
    return new Decoder(core).decode(address, at -> word).destination().value();
  }

  /**
   * Extension words go before format I and before RRC, SWPB, RRA, SXT and PUSH (SLAU367 4.5.2).
   * Bits 5:4 are zero, in register mode bits 10:9 too (tables 4-11, 4-12); A/L = B/W = 0 is
   * reserved but for SWPBX and SXTX.
   */
  @Test
  void everyExtensionWordIsDefinedOrReserved() {
    Decoder decoder = new Decoder(CpuCore.CPUX);
    for (int extension = 0x1800; extension < 0x2000; extension++) {
      // R5 and R6 as operands, so that the constant generators play no part.
      for (int modes = 0; modes < 16; modes++) {
        int word = 0x4506 | (modes & 3) << 4 | (modes >> 2) << 6;
        boolean registers = (word & 0xB0) == 0;
        assertThat(decodes(decoder, extension, word))
            .as("%04Xh %04Xh", extension, word)
            .isEqualTo(
                (extension & (registers ? 0x630 : 0x30)) == 0
                    && ((extension & 0x40) != 0 || (word & 0x40) != 0));
      }
      for (int word : new int[] {0x1005, 0x1045, 0x1115, 0x1165, 0x1205, 0x1255, 0x1275}) {
        boolean register = (word & 0x30) == 0;
        assertThat(decodes(decoder, extension, word))
            .as("%04Xh %04Xh", extension, word)
            .isEqualTo(
                (extension & (register ? 0x630 : 0x30)) == 0
                    && ((extension & 0x40) != 0 || (word & 0x40) != 0));
      }
      for (int word : new int[] {0x1085, 0x1195}) {
        boolean register = (word & 0x30) == 0;
        assertThat(decodes(decoder, extension, word))
            .as("%04Xh %04Xh", extension, word)
            .isEqualTo((extension & (register ? 0x630 : 0x30)) == 0);
      }
      for (int word : new int[] {0x0045, 0x10C5, 0x1285, 0x1300, 0x1345, 0x1405, 0x1800, 0x3C00}) {
        assertThat(decodes(decoder, extension, word)).as("%04Xh %04Xh", extension, word).isFalse();
      }
    }
  }

  @Test
  void anUndefinedInstructionIsNamedWithItsAddress() {
    assertThatThrownBy(() -> new Decoder(CpuCore.CPUX).decode(0x12344, address -> 0x13C5))
        .isInstanceOf(UndefinedInstructionException.class)
        .hasMessage("undefined instruction 13C5h at 12344h");
  }

  @Test
  void lengthIsCountedInWordsAndTheNextInstructionWrapsAround() {
    // ADDX.A #12345h, 45678h(R15)
    int[] code = {0x1884, 0x50FF, 0x2345, 0x5678};
    Instruction instruction =
        new Decoder(CpuCore.CPUX).decode(0xFFFFA, a -> code[(a - 0xFFFFA & 0xFFFFF) / 2]);

    assertThat(instruction.words()).isEqualTo(4);
    assertThat(instruction.next()).isEqualTo(0x00002);
    assertThat(instruction.source()).isEqualTo(Operand.immediate(0x12345));
    assertThat(instruction.destination()).isEqualTo(Operand.indexed(0x45678, 15));
  }

  /**
   * SWPB, SXT and CALL have no byte form; RRC, SWPB, RRA and SXT need an operand that can be
   * written, neither an immediate nor a generated constant (table 4-9).
   */
  private static boolean isReservedFormat2(int word) {
    if (word < 0x1000 || word >= 0x1300) {
      return false;
    }
    int operation = word >> 7 & 7;
    boolean hasBytes = operation == 0 || operation == 2 || operation == 4;
    if (operation > 5 || ((word & 0x40) != 0 && !hasBytes)) {
      return true;
    }
    int mode = word >> 4 & 3;
    int register = word & 15;
    boolean constant =
        (register == 0 && mode == 3)
            || (register == 2 && mode >= 2)
            || (register == 3 && mode >= 1);
    return operation < 4 && constant;
  }

  private static boolean isReservedOnCpux(int word) {
    if (word > 0x1300 && word < 0x1340) {
      return true;
    }
    if (word >= 0x1340 && word < 0x1400) {
      int kind = word >> 4 & 15;
      return kind == 10 || kind >= 12;
    }
    if (word >= 0x1400 && word < 0x1800) {
      // PUSHM may not go below R0, POPM not above R15.
      int count = (word >> 4 & 15) + 1;
      int register = word & 15;
      boolean pop = (word & 0x200) != 0;
      return pop ? register + count - 1 > 15 : register - count + 1 < 0;
    }
    return false;
  }

  private static boolean decodes(Decoder decoder, int first, int second) {
    try {
      Instruction instruction =
          decoder.decode(ADDRESS, address -> address == ADDRESS ? first : second);
      assertThat(instruction.address()).isEqualTo(ADDRESS);
      return true;
    } catch (UndefinedInstructionException e) {
      assertThat(e.address()).isEqualTo(ADDRESS);
      assertThat(e.word()).isEqualTo(first);
      return false;
    }
  }
}
