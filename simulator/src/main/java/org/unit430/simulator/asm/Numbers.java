package org.unit430.simulator.asm;

/** How numbers are written, in messages and by the disassembler; the assembler reads them back. */
final class Numbers {
  private Numbers() {}

  /** Decimal from -9 to 9, else hexadecimal. */
  static String shown(long value) {
    return value >= -9 && value <= 9
        ? Long.toString(value)
        : (value < 0 ? "-" : "") + "0x" + Long.toHexString(Math.abs(value));
  }
}
