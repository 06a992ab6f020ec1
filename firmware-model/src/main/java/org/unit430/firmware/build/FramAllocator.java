package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unit430.simulator.device.MemoryRegion;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;

/**
 * Places data in FRAM, one piece behind the other, each at the start of a cache line; what finds no
 * room there goes to the end of another region, if there is one.
 */
final class FramAllocator {
  private static final int LINE_BYTES = 8;

  private final String network;
  private final MemoryRegion region;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final int overflowStart;
  private int next;
  private int overflowEnd;

  FramAllocator(String network, MemoryRegion region) {
    this(network, region, 0, 0);
  }

  /**
   * An allocator for two regions.
   *
   * @param overflowStart first address of the second
   * @param overflowEnd first address behind it
   */
  FramAllocator(String network, MemoryRegion region, int overflowStart, int overflowEnd) {
    this.network = network;
    this.region = region;
    this.next = region.start();
    this.overflowStart = overflowStart;
    this.overflowEnd = overflowEnd / LINE_BYTES * LINE_BYTES;
  }

  /**
   * Places several pieces: in their order, or, if they do not all fit the first region, the largest
   * first, so that what goes to the second is small.
   *
   * @param pieces by name, in their order
   * @return their addresses by name
   * @throws FirmwareDoesNotFitException naming the piece for which there is no room
   */
  Map<String, Integer> place(Map<String, byte[]> pieces) {
    Map<String, Integer> addresses = new HashMap<>();
    int needed = pieces.values().stream().mapToInt(FramAllocator::lines).sum();
    boolean all = needed <= region.end() - next;
    pieces.entrySet().stream()
        .sorted(Comparator.comparingInt(piece -> all ? 0 : -piece.getValue().length))
        .forEach(piece -> addresses.put(piece.getKey(), place(piece.getKey(), piece.getValue())));
    return addresses;
  }

  /** Bytes of both regions that are left. */
  int available() {
    return region.end() - next + overflowEnd - overflowStart;
  }

  /** First address behind what is left of the second region. */
  int overflowEnd() {
    return overflowEnd;
  }

  /**
   * Places bytes and returns their address.
   *
   * @throws FirmwareDoesNotFitException naming the piece, if there is no room
   */
  int place(String name, byte[] bytes) {
    int lines = lines(bytes);
    if (bytes.length > region.end() - next && lines <= overflowEnd - overflowStart) {
      overflowEnd -= lines;
      return add(name, overflowEnd, bytes);
    }
    int address = next;
    if (bytes.length > region.end() - address) {
      throw new FirmwareDoesNotFitException(
          "network %s needs %d bytes more FRAM than the device has at %s"
              .formatted(network, bytes.length - (region.end() - address), name));
    }
    next = address + lines;
    return add(name, address, bytes);
  }

  /** Bytes of the cache lines that a piece takes. */
  private static int lines(byte[] bytes) {
    return (bytes.length + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES;
  }

  private int add(String name, int address, byte[] bytes) {
    segments.add(new Segment(name, address, bytes));
    symbols.add(new Symbol(name, address, bytes.length, Symbol.Kind.DATA));
    return address;
  }

  List<Segment> segments() {
    return segments;
  }

  List<Symbol> symbols() {
    return symbols;
  }
}
