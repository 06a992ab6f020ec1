package org.unit430.simulator.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decoding and encoding again gives the same words, for every first word there is. Two bits of
 * freedom in the encoding carry no meaning; {@link #canonical} says which words the encoder
 * chooses.
 */
class EncoderInverseTest {
  private static final Decoder DECODER = new Decoder(CpuCore.CPUX);
  private static final Encoder ENCODER = new Encoder(CpuCore.CPUX);

  @ParameterizedTest
  @ValueSource(ints = {0x04400, 0x0FFFC, 0x143FE, 0xFFFFE})
  void everyFirstWordComesBack(int address) {
    Random random = new Random(1);
    int decoded = 0;
    for (int word = 0; word <= 0xFFFF; word++) {
      if (word >> 11 == 3) {
        continue;
      }
      decoded += comesBack(address, word, random.nextInt(0x10000), random.nextInt(0x10000));
    }
    // Of the 65536 words, 2048 are extension words; the undefined ones are in SLAU367 table 4-20.
    assertThat(decoded).isGreaterThan(60_000);
  }

  @Test
  void everyExtensionWordComesBackBeforeSampledInstructions() {
    Random random = new Random(2);
    int decoded = 0;
    for (int extension = 0x1800; extension < 0x2000; extension++) {
      // Reserved bits make any instruction undefined (table 4-11): a few words show that.
      int step = (extension & 0x30) == 0 ? 199 : 19_999;
      for (int word = 0x1000; word <= 0xFFFF; word += 1 + random.nextInt(step)) {
        decoded +=
            comesBack(0x14400, extension, word, random.nextInt(0x10000), random.nextInt(0x10000));
      }
    }
    assertThat(decoded).isGreaterThan(100_000);
  }

  @Test
  void everyExtendedInstructionWordComesBackBehindSampledExtensionWords() {
    Random random = new Random(3);
    int decoded = 0;
    for (int word = 0; word <= 0xFFFF; word++) {
      for (int sample = 0; sample < 3; sample++) {
        int extension = 0x1800 | random.nextInt(16) << 7 | random.nextInt(2) << 6;
        extension |= random.nextInt(16);
        decoded +=
            comesBack(0x0440E, extension, word, random.nextInt(0x10000), random.nextInt(0x10000));
      }
    }
    assertThat(decoded).isGreaterThan(100_000);
  }

  @Test
  void theOldCoreComesBackToo() {
    Decoder decoder = new Decoder(CpuCore.MSP430);
    Encoder encoder = new Encoder(CpuCore.MSP430);
    Random random = new Random(4);
    int decoded = 0;
    int same = 0;
    for (int word = 0; word <= 0xFFFF; word++) {
      int[] words = {word, random.nextInt(0x10000), random.nextInt(0x10000)};
      Optional<Instruction> instruction = decode(decoder, 0xF000, words);
      if (instruction.isPresent()) {
        if (Arrays.equals(encoder.encode(instruction.get()), head(words, instruction.get()))) {
          same++;
        }
        decoded++;
      }
    }
    assertThat(same).isEqualTo(decoded);
    assertThat(decoded).isGreaterThan(56_000);
  }

  private static int comesBack(int address, int... words) {
    Optional<Instruction> decoded = decode(DECODER, address, words);
    if (decoded.isEmpty()) {
      return 0;
    }
    Instruction instruction = decoded.get();
    int[] expected = canonical(address, instruction, head(words, instruction));
    int[] encoded = ENCODER.encode(instruction);
    // Not an assertion each: there are a million, and their descriptions take the time.
    if (!Arrays.equals(encoded, expected)) {
      assertThat(encoded)
          .as("%s from %04X %04X", instruction, words[0], words[1])
          .isEqualTo(expected);
    }
    return 1;
  }

  /**
   * The words the encoder chooses among those that mean the same:
   *
   * <ul>
   *   <li>The bits 19:16 that an extension word holds for an operand without a word of its own mean
   *       nothing (SLAU367 4.5.2.1 calls them part of the operand's word): they become 0.
   *   <li>CALLA with an index on PC (1350h) is CALLA symbolic (139xh), which holds 20 bits.
   * </ul>
   */
  private static int[] canonical(int address, Instruction instruction, int[] words) {
    int[] canonical = words.clone();
    if (words[0] == 0x1350) {
      int index = (short) words[1] & 0xFFFFF;
      canonical[0] = 0x1390 | index >> 16;
      assertThat(instruction.destination().value()).isEqualTo(address + 2 + index & 0xFFFFF);
    }
    boolean registerMode = (words.length > 1) && isRegisterMode(words[1]);
    if (instruction.extended() && !registerMode) {
      boolean twoOperands = words[1] >= 0x4000;
      if (!twoOperands || !instruction.source().hasWord()) {
        canonical[0] &= ~0x780;
      }
      if (!instruction.destination().hasWord()) {
        canonical[0] &= ~0x00F;
      }
    }
    return canonical;
  }

  private static boolean isRegisterMode(int word) {
    return (word & (word >= 0x4000 ? 0xB0 : 0x30)) == 0;
  }

  private static int[] head(int[] words, Instruction instruction) {
    return Arrays.copyOf(words, instruction.words());
  }

  private static Optional<Instruction> decode(Decoder decoder, int address, int[] words) {
    try {
      return Optional.of(
          decoder.decode(
              address,
              wanted -> {
                int index = (wanted - address & 0xFFFFF) / 2;
                return index < words.length ? words[index] : 0x5A5A;
              }));
    } catch (UndefinedInstructionException undefined) {
      return Optional.empty();
    }
  }
}
