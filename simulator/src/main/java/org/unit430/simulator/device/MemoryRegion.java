package org.unit430.simulator.device;

import java.util.OptionalInt;

/**
 * A stretch of the address space.
 *
 * @param name as in the data sheet's memory map
 * @param start first address, even
 * @param end first address behind it, even, at most 100000h
 * @param kind what answers there
 * @param mirrored the even address of the RAM that answers here too, for {@link MemoryKind#MIRROR};
 *     empty for every other kind
 */
public record MemoryRegion(String name, int start, int end, MemoryKind kind, OptionalInt mirrored) {
  /** Behind the last address of a 20-bit address space. */
  public static final int ADDRESS_SPACE_END = 0x100000;

  /** Checks the bounds. */
  public MemoryRegion {
    if (start < 0 || end > ADDRESS_SPACE_END || start >= end || ((start | end) & 1) != 0) {
      throw new IllegalArgumentException(
          String.format("memory region %s: bad bounds %05Xh to %05Xh", name, start, end));
    }
    if ((kind == MemoryKind.MIRROR) != mirrored.isPresent()) {
      throw new IllegalArgumentException(
          "memory region " + name + ": a mirror, and nothing else, mirrors an address");
    }
  }

  /** A region that is no mirror. */
  public MemoryRegion(String name, int start, int end, MemoryKind kind) {
    this(name, start, end, kind, OptionalInt.empty());
  }

  /** Bytes in the region. */
  public int size() {
    return end - start;
  }

  /** Whether an address lies in the region. */
  public boolean contains(int address) {
    return address >= start && address < end;
  }

  /** Whether two regions share an address. */
  public boolean overlaps(MemoryRegion other) {
    return start < other.end && other.start < end;
  }
}
