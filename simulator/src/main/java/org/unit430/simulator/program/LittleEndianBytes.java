package org.unit430.simulator.program;

import java.util.Arrays;

/** A growing array of bytes, to which little-endian numbers are appended. */
final class LittleEndianBytes {
  private byte[] content = new byte[256];
  private int size;

  /** Bytes so far. */
  int size() {
    return size;
  }

  LittleEndianBytes byte8(int number) {
    return bytes(new byte[] {(byte) number});
  }

  LittleEndianBytes word16(int number) {
    return byte8(number).byte8(number >> 8);
  }

  LittleEndianBytes word32(int number) {
    return word16(number).word16(number >> 16);
  }

  LittleEndianBytes zeros(int count) {
    return bytes(new byte[count]);
  }

  LittleEndianBytes bytes(byte[] more) {
    int needed = Math.addExact(size, more.length);
    if (needed > content.length) {
      content = Arrays.copyOf(content, Math.max(needed, 2 * content.length));
    }
    System.arraycopy(more, 0, content, size, more.length);
    size = needed;
    return this;
  }

  /** Appends zeros until the size is a multiple of the alignment. */
  void align(int alignment) {
    zeros(Math.floorMod(-size, alignment));
  }

  /** Puts bytes over those at an offset. */
  void overwrite(int offset, byte[] replacement) {
    System.arraycopy(replacement, 0, content, offset, replacement.length);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(content, size);
  }
}
