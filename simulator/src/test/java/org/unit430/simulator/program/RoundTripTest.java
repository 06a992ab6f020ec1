package org.unit430.simulator.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read back as it was. */
final class RoundTripTest {
  private static LongStream seeds() {
    return LongStream.rangeClosed(1, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFormatKeepsTheBytes(long seed) {
    ProgramImage image = Programs.random(seed);
    for (byte[] file :
        new byte[][] {ElfWriter.write(image), TiTxt.write(image), IntelHex.write(image)}) {
      ProgramImage back = ProgramLoader.load(file, "seed " + seed);
      assertThat(Programs.bytesByAddress(back)).isEqualTo(Programs.bytesByAddress(image));
    }
    assertThat(IntelHex.read(IntelHex.write(image), "a.hex").entry()).isEqualTo(image.entry());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void elfKeepsEverything(long seed) {
    same(Programs.random(seed));
  }

  @Test
  void elfKeepsOperationRegions() {
    assertThat(Programs.sample().operations()).hasSize(2);
    same(Programs.sample());
  }

  @Test
  void elfKeepsCompiledPrograms() throws IOException {
    for (Path file : Programs.compiled()) {
      ProgramImage image = ProgramLoader.load(file);
      ProgramImage back = ProgramLoader.load(ElfWriter.write(image), file.toString());
      assertThat(Programs.described(back)).isEqualTo(Programs.described(image));
      assertThat(back.entry()).isEqualTo(image.entry());
      // Labels that share an address and a name with others come back in another order.
      assertThat(back.symbols()).containsExactlyInAnyOrderElementsOf(image.symbols());
    }
  }

  @Test
  void writingTwiceGivesTheSameFile() {
    assertThat(ElfWriter.write(Programs.random(1))).isEqualTo(ElfWriter.write(Programs.random(1)));
  }

  private static void same(ProgramImage image) {
    ProgramImage back = ProgramLoader.load(ElfWriter.write(image), "a.elf");
    assertThat(Programs.described(back)).isEqualTo(Programs.described(image));
    assertThat(back.entry()).isEqualTo(image.entry());
    assertThat(back.symbols()).isEqualTo(image.symbols());
    assertThat(back.operations()).isEqualTo(image.operations());
  }
}
