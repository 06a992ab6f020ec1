package org.unit430.simulator.program;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.unit430.simulator.program.ProgramImage.Segment;

/**
 * Which bytes of the 20-bit address space a program fills, and with what. It takes 1.1 MB at most,
 * however many pieces a file consists of: a file of a million one-byte pieces costs no more than
 * any other.
 */
final class MemoryContents {
  /**
   * Bytes in the address space of the MSP430X, whose addresses have 20 bits (SLAU367 section 4.1).
   */
  static final int ADDRESS_SPACE = 0x10_0000;

  private static final int PAGE = 4096;

  /** Pages that hold a byte; the others are empty arrays. */
  private final byte[][] pages = new byte[ADDRESS_SPACE / PAGE][0];

  private final BitSet filled = new BitSet();

  /**
   * The bytes of an image.
   *
   * @throws IllegalArgumentException if segments overlap or leave the address space; the message
   *     names the address
   */
  static MemoryContents of(ProgramImage image) {
    MemoryContents contents = new MemoryContents();
    for (Segment segment : image.segments()) {
      for (int index = 0; index < segment.bytes().length; index++) {
        long address = (long) segment.address() + index;
        if (!isAddress(address)) {
          throw new IllegalArgumentException(
              "segment '%s' leaves the 20-bit address space at 0x%x"
                  .formatted(segment.name(), address));
        }
        if (!contents.add((int) address, segment.bytes()[index])) {
          throw new IllegalArgumentException(
              "segment '%s' overlaps another at 0x%05x".formatted(segment.name(), address));
        }
      }
    }
    return contents;
  }

  /** Whether the number is an address of 20 bits. */
  static boolean isAddress(long number) {
    return number >= 0 && number < ADDRESS_SPACE;
  }

  /**
   * Refuses an entry that no file may carry.
   *
   * @throws IllegalArgumentException if the entry is odd or has more than 20 bits
   */
  static void checkEntry(ProgramImage image) {
    image
        .entry()
        .ifPresent(
            entry -> {
              if (!isAddress(entry) || entry % 2 != 0) {
                throw new IllegalArgumentException(
                    "the entry 0x%x is not an even address of 20 bits".formatted(entry));
              }
            });
  }

  /**
   * Puts a byte at an address, unless one is there.
   *
   * @param address 0 to 0FFFFFh
   * @return whether the place was free
   */
  boolean add(int address, byte content) {
    if (filled.get(address)) {
      return false;
    }
    filled.set(address);
    if (pages[address / PAGE].length == 0) {
      pages[address / PAGE] = new byte[PAGE];
    }
    pages[address / PAGE][address % PAGE] = content;
    return true;
  }

  /** The filled stretches in order of address, each as long as it can be, without names. */
  List<Segment> stretches() {
    List<Segment> stretches = new ArrayList<>();
    int start = filled.nextSetBit(0);
    while (start >= 0) {
      int end = filled.nextClearBit(start);
      stretches.add(new Segment("", start, copy(start, end)));
      start = filled.nextSetBit(end);
    }
    return stretches;
  }

  private byte[] copy(int start, int end) {
    byte[] copy = new byte[end - start];
    int address = start;
    while (address < end) {
      int length = Math.min(end - address, PAGE - address % PAGE);
      System.arraycopy(pages[address / PAGE], address % PAGE, copy, address - start, length);
      address += length;
    }
    return copy;
  }
}
