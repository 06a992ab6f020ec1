package org.unit430.simulator.asm;

import java.util.ArrayList;
import java.util.List;
import org.unit430.simulator.event.Operation;

/** A stretch of memory that code or data is put into, one piece behind the other. */
final class Section {
  /** The bytes of a piece, when all symbols are known. */
  @FunctionalInterface
  interface Content {
    byte[] bytes(int address);
  }

  /**
   * A piece of code or data.
   *
   * @param position where its statement stands
   * @param address where it lies
   * @param size bytes
   * @param instruction whether it is an instruction
   * @param operation what the instruction is for; null if the source does not say
   * @param content its bytes; null in a section that only reserves memory
   */
  record Piece(
      SourcePosition position,
      int address,
      int size,
      boolean instruction,
      Operation operation,
      Content content) {}

  private static final int UNPLACED = -1;
  private static final int END_OF_MEMORY = 0x100000;
  private static final String TOO_LARGE = " bytes too large for ";

  private final String name;
  private final int limit;
  private final boolean reserves;
  private final List<Piece> pieces = new ArrayList<>();
  private final int start;
  private int location;
  private int furthest;
  private SourcePosition overflow;

  Section(String name, int start, int limit, boolean reserves) {
    this.name = name;
    this.start = start;
    this.location = start;
    this.limit = limit;
    this.reserves = reserves;
  }

  /** A section that gets its address from {@code .org}. */
  static Section unplaced(String name) {
    return new Section(name, UNPLACED, END_OF_MEMORY, name.equals("bss"));
  }

  String name() {
    return name;
  }

  boolean reserves() {
    return reserves;
  }

  List<Piece> pieces() {
    return pieces;
  }

  int location(SourcePosition use) {
    if (location == UNPLACED) {
      // Only once: every further statement would say the same.
      location = 0;
      throw new AssemblyError(
          use,
          "section '" + name + "' has no address; declare the section or put .org before this");
    }
    return location;
  }

  void moveTo(long address, SourcePosition position) {
    int lowest = start == UNPLACED ? 0 : start;
    if (address < lowest || address > limit) {
      throw new AssemblyError(
          position,
          String.format(
              ".org 0x%x leaves section '%s', which goes from 0x%x to 0x%x",
              address, name, lowest, limit));
    }
    location = (int) address;
  }

  void add(
      SourcePosition position,
      long size,
      boolean instruction,
      Operation operation,
      Content content) {
    int address = location(position);
    if (size < 0 || address + size > END_OF_MEMORY) {
      throw new AssemblyError(
          position,
          String.format("%d bytes at 0x%x do not fit the 20-bit address space", size, address));
    }
    if (reserves && content != null) {
      throw new AssemblyError(
          position, "section '" + name + "' only reserves memory: it cannot hold code or values");
    }
    if (size > 0) {
      pieces.add(new Piece(position, address, (int) size, instruction, operation, content));
    }
    location = address + (int) size;
    furthest = Math.max(furthest, location);
    if (location > limit && overflow == null) {
      overflow = position;
    }
  }

  /** Fails if the pieces reach beyond the limit. */
  void checkLimit() {
    if (overflow != null) {
      throw new AssemblyError(
          overflow,
          String.format(
              "section '%s' is %d" + TOO_LARGE + "0x%05x to 0x%05x",
              name,
              furthest - limit,
              start,
              limit));
    }
  }

  /** Whether a message is that of a section that is too small. */
  static boolean isTooLarge(String message) {
    return message.startsWith("section ") && message.contains(TOO_LARGE);
  }
}
