package org.unit430.simulator.program;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of an ELF file, read as unsigned little-endian numbers. Numbers from the file are
 * longs, so that sums of two of them cannot overflow; whatever would reach outside the file throws.
 */
final class ElfBytes {
  private static final String DAMAGED = "the file is truncated or damaged: build or copy it again";

  /** Longest name of a section or symbol, in bytes. */
  private static final int LONGEST_NAME = 4096;

  private final byte[] content;
  private final String file;

  ElfBytes(byte[] content, String file) {
    this.content = content;
    this.file = file;
  }

  /** A fault that no user can mend but by getting the file anew. */
  ProgramFormatException damaged(long offset, String cause) {
    return error(offset, cause, DAMAGED);
  }

  /** A fault at an offset of the file. */
  ProgramFormatException error(long offset, String cause, String nextStep) {
    return ProgramFormatException.atOffset(file, offset, cause, nextStep);
  }

  /**
   * Checks that a stretch lies within the file.
   *
   * @param offset where the stretch begins
   * @param size its bytes
   * @param at offset of the header that says so
   * @param what the stretch is
   */
  void requireInside(long offset, long size, long at, String what) {
    if (offset + size > content.length) {
      throw damaged(
          at,
          "%s (0x%x bytes at offset 0x%x) reaches behind the end of the file at 0x%x"
              .formatted(what, size, offset, content.length));
    }
  }

  /** The byte at an offset. */
  int unsigned8(long offset) {
    requireInside(offset, 1, offset, "a byte");
    return Byte.toUnsignedInt(content[(int) offset]);
  }

  /** The 16-bit number at an offset. */
  int unsigned16(long offset) {
    return unsigned8(offset) | unsigned8(offset + 1) << 8;
  }

  /** The 32-bit number at an offset. */
  long unsigned32(long offset) {
    return unsigned16(offset) | (long) unsigned16(offset + 2) << 16;
  }

  /** A copy of a stretch, which must lie within the file. */
  byte[] copy(long offset, long size) {
    requireInside(offset, size, offset, "content");
    return Arrays.copyOfRange(content, (int) offset, (int) (offset + size));
  }

  /**
   * A name from a string table.
   *
   * @param table offset of the table, which lies within the file
   * @param size bytes of the table
   * @param index where in the table the name begins
   * @param at offset of the header that says so
   */
  String name(long table, long size, long index, long at) {
    if (index >= size) {
      throw damaged(
          at, "a name begins at 0x%x of a string table of 0x%x bytes".formatted(index, size));
    }
    int start = (int) (table + index);
    int limit = (int) Math.min(table + size, (long) start + LONGEST_NAME + 1);
    int end = start;
    while (end < limit && content[end] != 0) {
      end++;
    }
    if (end == limit) {
      throw damaged(
          at,
          "the name at offset 0x%x does not end within its string table and %d bytes"
              .formatted(start, LONGEST_NAME));
    }
    return ProgramFormatException.printable(
        new String(content, start, end - start, StandardCharsets.UTF_8));
  }
}
