package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** CRC-CCITT: the manual's assembly examples (SLAU367 17.3.2) check the ASCII digits 1 to 9. */
class Crc16Test {
  private static final int CRCDI = 0x150;
  private static final int CRCDIRB = 0x152;
  private static final int CRCINIRES = 0x154;
  private static final int CRCRESR = 0x156;

  private final Crc16 crc = new Crc16(CRCDI);

  private void addDigits(int register) {
    for (byte digit : "123456789".getBytes(StandardCharsets.US_ASCII)) {
      crc.writeByte(register, digit);
    }
  }

  @Test
  void bytesLeastSignificantBitFirst() {
    addDigits(CRCDI);
    assertThat(crc.readWord(CRCINIRES)).isEqualTo(0x89F6);
    assertThat(crc.readWord(CRCRESR)).isEqualTo(0x6F91);
  }

  @Test
  void bytesMostSignificantBitFirst() {
    // 29B1h is also the check value of CRC-16/CCITT-FALSE in the catalogues.
    addDigits(CRCDIRB);
    assertThat(crc.readWord(CRCINIRES)).isEqualTo(0x29B1);
    assertThat(crc.readWord(CRCRESR)).isEqualTo(0x8D94);
  }

  @Test
  void wordsAreTheirLowerByteThenTheirUpperOne() {
    for (int register : new int[] {CRCDI, CRCDIRB}) {
      crc.reset();
      addDigits(register);
      int byBytes = crc.readWord(CRCINIRES);
      crc.writeWord(CRCINIRES, 0xFFFF);
      for (int word : new int[] {0x3231, 0x3433, 0x3635, 0x3837}) {
        crc.writeWord(register, word);
      }
      crc.writeByte(register, 0x39);
      assertThat(crc.readWord(CRCINIRES)).isEqualTo(byBytes);
    }
  }

  @Test
  void theReversedRegisterShowsTheInputReversed() {
    crc.writeWord(CRCDI, 0x0180);
    assertThat(crc.readWord(CRCDI)).isEqualTo(0x0180);
    assertThat(crc.readWord(CRCDIRB)).isEqualTo(0x8001);
  }

  @Test
  void snapshotContinuesASum() {
    crc.writeByte(CRCDIRB, 0x31);
    long[] saved = crc.save();
    int after = crc.readWord(CRCINIRES);
    crc.reset();
    assertThat(crc.readWord(CRCINIRES)).isEqualTo(0xFFFF);
    crc.restore(saved);
    assertThat(crc.readWord(CRCINIRES)).isEqualTo(after).isNotEqualTo(0xFFFF);
  }
}
