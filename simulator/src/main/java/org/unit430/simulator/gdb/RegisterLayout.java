package org.unit430.simulator.gdb;

/** How wide a register is on the wire: raw registers 0 to 15, little endian (hardware.md 11.4). */
enum RegisterLayout {
  /** msp430-elf-gdb, for MSP430 and MSP430X alike. */
  FOUR_BYTES(4),
  /** The old msp430-gdb, which does not say {@code multiprocess+}. */
  TWO_BYTES(2);

  static final int REGISTERS = 16;

  private final int bytes;

  RegisterLayout(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  byte[] pack(int... values) {
    byte[] packed = new byte[bytes * values.length];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) (values[i / bytes] >> (8 * (i % bytes)));
    }
    return packed;
  }

  /** The value of a register in packed ones. */
  int unpack(byte[] packed, int index) {
    int value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << 8) | (packed[index * bytes + i] & 0xFF);
    }
    return value;
  }
}
