package org.unit430.simulator.device;

/**
 * A stretch of the address space.
 *
 * @param name as in the data sheet's memory map
 * @param start first address, even
 * @param end first address behind it, even, at most 100000h
 * @param kind what answers there
 */
public record MemoryRegion(String name, int start, int end, MemoryKind kind) {
  /** Checks the bounds. */
  public MemoryRegion {
    if (start < 0 || end > 0x100000 || start >= end || ((start | end) & 1) != 0) {
      throw new IllegalArgumentException(
          String.format("memory region %s: bad bounds %05Xh to %05Xh", name, start, end));
    }
  }

  /** Bytes in the region. */
  public int size() {
    return end - start;
  }
}
