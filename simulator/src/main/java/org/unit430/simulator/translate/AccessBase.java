package org.unit430.simulator.translate;

import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Size;

/**
 * What a block accesses by a register. Offsets are those from the register's value at the block's
 * beginning, in bytes.
 */
final class AccessBase {
  // So that not more than the two pages of the ends have to be looked at.
  private static final int MOST_WRITTEN_BYTES = 1 << RegionContext.PAGE_SHIFT;

  private static final int UNKNOWN = -1;

  /** How many bases a block can have. */
  static final int NUMBERS = 2 * Code.REGISTERS;

  private final int register;
  private final boolean wraps;
  private final int firstUser;
  private int first = Integer.MAX_VALUE;
  private int last = Integer.MIN_VALUE;
  private int firstWritten = Integer.MAX_VALUE;
  private int lastWritten = Integer.MIN_VALUE;
  private int leastIndexed = Integer.MAX_VALUE;
  private int evenOffset = UNKNOWN;
  private boolean isRead;
  private Additions additions = Additions.NONE;

  /**
   * Constants that are added to a register before it is used; the sums must not wrap.
   *
   * @param size of the additions, or null if there are none
   * @param least least offset of the register before or behind one
   * @param most greatest such offset
   */
  record Additions(Size size, int least, int most) {
    static final Additions NONE = new Additions(null, Integer.MAX_VALUE, Integer.MIN_VALUE);

    /** With one more, of a size; null if the sizes differ. */
    Additions with(Size newSize, int before, int behind) {
      if (size != null && size != newSize) {
        return null;
      }
      int newLeast = Math.min(least, Math.min(before, behind));
      return new Additions(newSize, newLeast, Math.max(most, Math.max(before, behind)));
    }

    boolean areNone() {
      return size == null;
    }
  }

  /**
   * A base without accesses.
   *
   * @param wraps whether a negative index wraps to the upper half of the low 64 KB; offsets are
   *     then those without wrapping, 10000h more
   * @param firstUser address of the first instruction that accesses anything by it
   */
  AccessBase(int register, boolean wraps, int firstUser) {
    this.register = register;
    this.wraps = wraps;
    this.firstUser = firstUser;
  }

  /** Address of the first instruction that accesses anything by it. */
  int firstUser() {
    return firstUser;
  }

  int register() {
    return register;
  }

  /** Whether the addresses are those of indices that wrapped, and must be below 64 KB for that. */
  boolean wraps() {
    return wraps;
  }

  /** Which of all bases of a block it is. */
  int number() {
    return numberOf(register, wraps);
  }

  /** The number of a register's base, below {@link #NUMBERS}. */
  static int numberOf(int register, boolean wraps) {
    return wraps ? Code.REGISTERS + register : register;
  }

  /** The register of the base with a number. */
  static int registerOf(int number) {
    return number % Code.REGISTERS;
  }

  /** The first byte that is accessed. */
  int first() {
    return first;
  }

  /** The last byte that is accessed. */
  int last() {
    return last;
  }

  boolean isRead() {
    return isRead;
  }

  boolean isWritten() {
    return lastWritten >= firstWritten;
  }

  /** The first byte that is written. */
  int firstWritten() {
    return firstWritten;
  }

  /** The last byte that is written; both are in the same page or in two that follow each other. */
  int lastWritten() {
    return lastWritten;
  }

  /** Whether words are accessed, at even addresses only if the register is as it must be. */
  boolean needsEven() {
    return evenOffset != UNKNOWN && register != Registers.SP;
  }

  /** 0 if the register must be even for that, 1 if it must be odd. */
  int oddness() {
    return evenOffset;
  }

  /** Whether an index is added that wraps within the low 64 KB if the register points there. */
  boolean isIndexed() {
    return leastIndexed != Integer.MAX_VALUE;
  }

  /** The least offset of the register when that happens. */
  int leastIndexed() {
    return leastIndexed;
  }

  /** What is added to the register before its last use. */
  Additions additions() {
    return additions;
  }

  /**
   * Notes an access.
   *
   * @return whether that goes with the accesses before it
   */
  boolean add(int offset, int bytes, boolean write, Additions before) {
    boolean fits = bytes == 1 || evenOffset == UNKNOWN || (offset & 1) == evenOffset;
    first = Math.min(first, offset);
    last = Math.max(last, offset + bytes - 1);
    if (bytes > 1) {
      evenOffset = offset & 1;
    }
    if (write) {
      firstWritten = Math.min(firstWritten, offset);
      lastWritten = Math.max(lastWritten, offset + bytes - 1);
      fits &= lastWritten - firstWritten < MOST_WRITTEN_BYTES;
    } else {
      isRead = true;
    }
    additions = before;
    return fits;
  }

  /** Notes that an index was added which wraps. */
  void addIndexed(int registerOffset) {
    leastIndexed = Math.min(leastIndexed, registerOffset);
  }
}
