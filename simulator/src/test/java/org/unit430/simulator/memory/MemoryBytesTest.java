package org.unit430.simulator.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBytesTest {
  private final MemoryBytes memory = new MemoryBytes(16);

  @Test
  void wordsAreLittleEndian() {
    memory.setWord(4, 0x9234);

    assertThat(memory.octet(4)).isEqualTo(0x34);
    assertThat(memory.octet(5)).isEqualTo(0x92);
  }

  @Test
  void aByteLeavesTheOtherOneOfItsWord() {
    memory.setWord(4, 0x9234);
    memory.setOctet(5, 0xABFF);
    assertThat(memory.word(4)).isEqualTo(0xFF34);

    memory.setOctet(4, -2);
    assertThat(memory.word(4)).isEqualTo(0xFFFE);
    assertThat(memory.word(6)).isZero();
  }

  @Test
  void differencesAreFoundByteByByte() {
    MemoryBytes other = new MemoryBytes(16);
    other.setOctet(3, 1);
    other.setWord(14, 0x0101);

    assertThat(memory.firstDifference(other, 0)).isEqualTo(3);
    assertThat(memory.firstDifference(other, 3)).isEqualTo(3);
    assertThat(memory.firstDifference(other, 4)).isEqualTo(14);
    assertThat(memory.firstDifference(other, 15)).isEqualTo(15);
    assertThat(memory.firstDifference(other, 16)).isEqualTo(-1);
  }

  @Test
  void whatWasCopiedCanBePutBack() {
    memory.setWord(2, 0x1234);
    char[] saved = memory.copy();
    memory.setWord(2, 0);

    memory.restore(saved);

    assertThat(memory.word(2)).isEqualTo(0x1234);
  }
}
