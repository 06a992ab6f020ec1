package org.unit430.simulator.isa;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.unit430.simulator.asm.Disassembler;

final class DecoderFuzzTest {
  private static final int LONGEST = 4;

  /**
   * Any words are an instruction with a length, cycles, a text and an encoding that is decoded to
   * it again; or they are undefined.
   */
  @FuzzTest
  void anyWordsDecodeOrAreUndefined(byte[] bytes) {
    for (CpuCore core : CpuCore.values()) {
      Instruction instruction;
      try {
        instruction = new Decoder(core).decode(0x4400, address -> word(bytes, address - 0x4400));
      } catch (UndefinedInstructionException expected) {
        continue;
      }
      assertThat(instruction.words()).isBetween(1, LONGEST);
      assertThat(instruction.next()).isEqualTo(0x4400 + 2 * instruction.words());
      assertThat(new CycleTable(core).cycles(instruction)).isPositive();
      assertThat(new Disassembler(Disassembler.Style.values()[0]).text(instruction)).isNotBlank();
      int[] encoded = new Encoder(core).encode(instruction);
      Instruction again =
          new Decoder(core).decode(0x4400, address -> encoded[(address - 0x4400) / 2]);
      assertThat(again).isEqualTo(instruction);
    }
  }

  private static int word(byte[] bytes, int offset) {
    return offset + 1 < bytes.length
        ? (bytes[offset] & 0xFF) | ((bytes[offset + 1] & 0xFF) << 8)
        : 0;
  }
}
