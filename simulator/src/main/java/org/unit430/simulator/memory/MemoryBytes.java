package org.unit430.simulator.memory;

import java.util.Arrays;

/** The bytes of all memory by address, without modules' registers; words are little-endian. */
public final class MemoryBytes {
  private final byte[] bytes;

  MemoryBytes(int size) {
    this.bytes = new byte[size];
  }

  int octet(int address) {
    return bytes[address] & 0xFF;
  }

  int word(int even) {
    return (bytes[even] & 0xFF) | ((bytes[even + 1] & 0xFF) << 8);
  }

  void setOctet(int address, int value) {
    bytes[address] = (byte) value;
  }

  void setWord(int even, int value) {
    bytes[even] = (byte) value;
    bytes[even + 1] = (byte) (value >> 8);
  }

  /** The bytes themselves, for an engine that does what the bus does. */
  public byte[] array() {
    return bytes;
  }

  /** Copies the bytes out. */
  public byte[] copy() {
    return bytes.clone();
  }

  /** Puts back what {@link #copy} returned. */
  public void restore(byte[] saved) {
    System.arraycopy(saved, 0, bytes, 0, bytes.length);
  }

  /**
   * The first address, from one on, at which memory is not as in a copy; -1 if there is none.
   *
   * @param copy as {@link #copy} gives it
   */
  public int firstDifference(byte[] copy, int from) {
    int offset = Arrays.mismatch(bytes, from, bytes.length, copy, from, copy.length);
    return offset < 0 ? -1 : from + offset;
  }
}
