package org.unit430.simulator.memory;

import java.util.Arrays;

/**
 * The contents of all memory by address, without modules' registers. Words are little-endian, and
 * kept as such, because most accesses are theirs.
 */
public final class MemoryBytes {
  private static final int OCTET_BITS = 8;
  private static final int OCTET = 0xFF;

  private final char[] words;

  /** Memory full of zeros, an even number of bytes. */
  public MemoryBytes(int size) {
    this.words = new char[size / 2];
  }

  /** The byte at an address. */
  public int octet(int address) {
    return (words[address >> 1] >> shift(address)) & OCTET;
  }

  int word(int even) {
    return words[even >> 1];
  }

  /** Writes a byte. */
  public void setOctet(int address, int value) {
    int kept = words[address >> 1] & ~(OCTET << shift(address));
    words[address >> 1] = (char) (kept | ((value & OCTET) << shift(address)));
  }

  void setWord(int even, int value) {
    words[even >> 1] = (char) value;
  }

  private static int shift(int address) {
    return (address & 1) * OCTET_BITS;
  }

  /** The words themselves, by half their address, for an engine that does what the bus does. */
  public char[] words() {
    return words;
  }

  /** Copies the words out. */
  public char[] copy() {
    return words.clone();
  }

  /** Puts back what {@link #copy} returned. */
  public void restore(char[] saved) {
    System.arraycopy(saved, 0, words, 0, words.length);
  }

  /**
   * The first address, from one on, at which memory is not as another one; -1 if there is none.
   *
   * @param other as large
   */
  public int firstDifference(MemoryBytes other, int from) {
    if ((from & 1) != 0 && from >> 1 < words.length && octet(from) != other.octet(from)) {
      return from;
    }
    int first = (from + 1) >> 1;
    int offset =
        Arrays.mismatch(words, first, words.length, other.words, first, other.words.length);
    if (offset < 0) {
      return -1;
    }
    int address = 2 * (first + offset);
    return octet(address) != other.octet(address) ? address : address + 1;
  }
}
