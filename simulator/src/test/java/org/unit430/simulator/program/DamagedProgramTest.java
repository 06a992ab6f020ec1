package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Files with random damage: an image or a ProgramFormatException comes out, whatever went in. */
final class DamagedProgramTest {
  private static final int COPIES = 5_000;

  /** Numbers at which size checks tend to fail. */
  private static final int[] EXTREMES = {0, 1, -1, 0x7FFF_FFFF, 0x8000_0000, 0xF_FFFF, 0x10_0000};

  @Test
  void elfFilesGiveAnImageOrAFormatException() {
    assertOnlyFormatExceptions(ElfWriter.write(Programs.sample()), 1);
  }

  @Test
  void tiTxtFilesGiveAnImageOrAFormatException() {
    assertOnlyFormatExceptions(TiTxt.write(Programs.sample()), 2);
  }

  @Test
  void intelHexFilesGiveAnImageOrAFormatException() {
    assertOnlyFormatExceptions(IntelHex.write(Programs.sample()), 3);
  }

  private static void assertOnlyFormatExceptions(byte[] file, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int refused = 0;
    Set<String> causes = new HashSet<>();
    for (int copy = 0; copy < COPIES; copy++) {
      byte[] damaged = damage(file, random);
      try {
        requireValid(ProgramLoader.load(damaged, "damaged"));
      } catch (ProgramFormatException expected) {
        refused++;
        String message = expected.getMessage();
        assertThat(message).startsWith("damaged: ").hasSizeLessThan(400).doesNotContain("\n", "\r");
        causes.add(message.replaceAll("[0-9]+|'.*'|0x[0-9a-f]+", "#"));
      } catch (RuntimeException other) {
        fail("copy %d with seed %d: %s".formatted(copy, seed, Arrays.toString(damaged)), other);
      }
    }
    // Damage was found, not everywhere, and by more than one check.
    assertThat(refused).isBetween(COPIES / 10, COPIES - 1);
    assertThat(causes).hasSizeGreaterThan(5);
  }

  private static byte[] damage(byte[] file, SplittableRandom random) {
    byte[] damaged = file.clone();
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes; change++) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt(256);
        case 2 -> {
          int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
          for (int index = 0; index < 4 && (at & ~3) + index < damaged.length; index++) {
            damaged[(at & ~3) + index] = (byte) (extreme >> (8 * index));
          }
        }
        default -> {
          int from = random.nextInt(damaged.length);
          int length = Math.min(random.nextInt(40), damaged.length - Math.max(at, from));
          System.arraycopy(damaged, from, damaged, at, length);
        }
      }
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(damaged, random.nextInt(file.length)) : damaged;
  }

  /** What every image promises: it could be written again. */
  static void requireValid(ProgramImage image) {
    List<byte[]> files = List.of(ElfWriter.write(image), TiTxt.write(image), IntelHex.write(image));
    assertThat(files).allMatch(file -> file.length > 0);
  }
}
