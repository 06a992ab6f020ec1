package org.unit430.simulator.peripheral;

/**
 * The CRC module (SLAU367 chapter 17): CRC-CCITT, x^16 + x^12 + x^5 + 1, over bytes or words. CRCDI
 * takes bit 0 of each byte first, CRCDIRB bit 7.
 */
public final class Crc16 extends RegisterBlock {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x08;

  private static final int CRCDI = 0x00;
  private static final int CRCDIRB = 0x02;
  private static final int CRCINIRES = 0x04;
  private static final int CRCRESR = 0x06;
  private static final int POLYNOMIAL = 0x1021;

  private int input;
  private int result;

  /**
   * A module at its reset values.
   *
   * @param base address of CRCDI
   */
  public Crc16(int base) {
    super(base, SIZE);
    reset();
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case CRCDI -> input;
      case CRCDIRB -> reversedBytes(input);
      case CRCINIRES -> result;
      case CRCRESR -> Integer.reverse(result) >>> 16;
      default -> 0;
    };
  }

  /** A word is taken as its lower byte and then its upper one. */
  @Override
  void write(int offset, int value) {
    switch (offset) {
      case CRCDI -> {
        input = value;
        addByte(reversed(value & 0xFF));
        addByte(reversed(value >> 8));
      }
      case CRCDIRB -> {
        input = reversedBytes(value);
        addByte(value & 0xFF);
        addByte(value >> 8);
      }
      case CRCINIRES -> result = value;
      default -> {
        // CRCRESR is read-only.
      }
    }
  }

  @Override
  public void writeByte(int address, int value) {
    int offset = address - start();
    switch (offset & ~1) {
      case CRCDI -> {
        input = value & 0xFF;
        addByte(reversed(value & 0xFF));
      }
      case CRCDIRB -> {
        input = reversed(value & 0xFF);
        addByte(value & 0xFF);
      }
      default -> super.writeByte(address, value);
    }
  }

  private static int reversed(int octet) {
    return Integer.reverse(octet) >>> 24;
  }

  private static int reversedBytes(int word) {
    return reversed(word & 0xFF) | (reversed(word >> 8) << 8);
  }

  /** Takes a byte, its bit 7 first. */
  private void addByte(int octet) {
    int remainder = result ^ (octet << 8);
    for (int i = 0; i < 8; i++) {
      remainder = (remainder << 1) ^ ((remainder & 0x8000) != 0 ? POLYNOMIAL : 0);
    }
    result = remainder & 0xFFFF;
  }

  @Override
  public void reset() {
    input = 0;
    result = 0xFFFF;
  }

  @Override
  public long[] save() {
    return new long[] {input, result};
  }

  @Override
  public void restore(long[] saved) {
    input = (int) saved[0];
    result = (int) saved[1];
  }
}
