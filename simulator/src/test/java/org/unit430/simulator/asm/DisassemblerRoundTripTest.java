package org.unit430.simulator.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.simulator.asm.Disassembler.Style;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.isa.Encoder;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.UndefinedInstructionException;
import org.unit430.simulator.program.ProgramImage;

/** What the disassembler writes, the assembler reads back into the same words. */
class DisassemblerRoundTripTest {
  private static final int ADDRESS_SPACE = 0x100000;

  @ParameterizedTest
  @EnumSource(Style.class)
  void everyFirstWordOfCpuxRoundTrips(Style style) {
    Program program = new Program(CpuCore.CPUX, 0x04400, 5);
    for (int word = 0; word <= 0xFFFF; word++) {
      if (word >> 11 != 3) {
        program.append(word);
      }
    }
    program.assertRoundTrips(style, 60_000);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void everyFirstWordOfTheOldCoreRoundTrips(Style style) {
    // All at once would not fit its 64 KB.
    int instructions = 0;
    for (int part = 1; part < 16; part++) {
      Program program = new Program(CpuCore.MSP430, 0x1000, 6 + part);
      for (int word = part << 12; word < (part + 1) << 12; word++) {
        program.append(word);
      }
      instructions += program.instructions.size();
      program.assertRoundTrips(style, 0);
    }
    assertThat(instructions).isGreaterThan(56_000);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void extendedInstructionsRoundTrip(Style style) {
    Program program = new Program(CpuCore.CPUX, 0x0FF00, 7);
    Random random = new Random(8);
    for (int extension = 0x1800; extension < 0x2000; extension++) {
      if ((extension & 0x30) == 0) {
        for (int sample = 0; sample < 100; sample++) {
          program.append(extension, 0x1000 + random.nextInt(sample % 4 == 0 ? 0x280 : 0xF000));
        }
      }
    }
    program.assertRoundTrips(style, 20_000);
  }

  /** Instructions one behind the other, with random words behind each first one. */
  private static final class Program {
    private final Decoder decoder;
    private final Encoder encoder;
    private final CpuCore core;
    private final int start;
    private final Random random;
    private final List<Instruction> instructions = new ArrayList<>();
    private int address;

    Program(CpuCore core, int start, long seed) {
      this.core = core;
      this.decoder = new Decoder(core);
      this.encoder = new Encoder(core);
      this.start = start;
      this.address = start;
      this.random = new Random(seed);
    }

    void append(int... first) {
      int[] words = Arrays.copyOf(first, 4);
      for (int index = first.length; index < words.length; index++) {
        // Small ones too, which constant generators would take.
        words[index] = random.nextInt(4) == 0 ? random.nextInt(17) : random.nextInt(0x10000);
      }
      try {
        Instruction instruction =
            decoder.decode(address, wanted -> words[((wanted - address) & 0xFFFFF) / 2]);
        instructions.add(instruction);
        address = instruction.next();
      } catch (UndefinedInstructionException undefined) {
        // Nothing to write for it.
      }
    }

    void assertRoundTrips(Style style, int atLeast) {
      assertThat(instructions.size()).isGreaterThan(atLeast);
      assertThat(address).isGreaterThanOrEqualTo(start).isLessThan(ADDRESS_SPACE);
      Disassembler disassembler = new Disassembler(style);
      StringBuilder source = new StringBuilder(" .org " + start + "\n");
      instructions.forEach(
          instruction -> source.append(' ').append(disassembler.text(instruction)).append('\n'));
      ProgramImage image = Assembler.assemble(core, "round-trip.s43", source.toString());
      byte[] bytes = image.segments().isEmpty() ? new byte[0] : image.segments().get(0).bytes();
      for (Instruction instruction : instructions) {
        byte[] expected = Assembler.bytes(encoder.encode(instruction));
        int at = instruction.address() - start;
        byte[] actual = Arrays.copyOfRange(bytes, at, at + expected.length);
        if (!Arrays.equals(actual, expected)) {
          assertThat(Assembly.hex(actual))
              .as("%s: %s", disassembler.text(instruction), instruction)
              .isEqualTo(Assembly.hex(expected));
        }
      }
    }
  }
}
