package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.List;
import org.unit430.simulator.device.MemoryRegion;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;

/** Places data in FRAM, one piece behind the other, each at the start of a cache line. */
final class FramAllocator {
  private static final int LINE_BYTES = 8;

  private final String network;
  private final MemoryRegion region;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private int next;

  FramAllocator(String network, MemoryRegion region) {
    this.network = network;
    this.region = region;
    this.next = region.start();
  }

  /**
   * Places bytes and returns their address.
   *
   * @throws FirmwareDoesNotFitException naming the piece, if there is no room
   */
  int place(String name, byte[] bytes) {
    int address = next;
    if (bytes.length > region.end() - address) {
      throw new FirmwareDoesNotFitException(
          "network %s needs %d bytes more FRAM than the device has at %s"
              .formatted(network, bytes.length - (region.end() - address), name));
    }
    segments.add(new Segment(name, address, bytes));
    symbols.add(new Symbol(name, address, bytes.length, Symbol.Kind.DATA));
    next = (address + bytes.length + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES;
    return address;
  }

  List<Segment> segments() {
    return segments;
  }

  List<Symbol> symbols() {
    return symbols;
  }
}
