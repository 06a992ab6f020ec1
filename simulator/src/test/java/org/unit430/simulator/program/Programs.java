package org.unit430.simulator.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.program.ProgramImage.OperationRegion;
import org.unit430.simulator.program.ProgramImage.Segment;
import org.unit430.simulator.program.ProgramImage.Symbol;
import org.unit430.simulator.program.ProgramImage.Symbol.Kind;
import org.unit430.testvectors.SharedData;

/** Programs to test with. */
final class Programs {
  private Programs() {}

  /** Code, data behind it at an odd address, a reset vector, and bytes above 64 KB. */
  static ProgramImage sample() {
    return new ProgramImage(
        List.of(
            new Segment(".text", 0x4400, bytes(0x31, 0x40, 0x00, 0x24, 0xFF, 0x3F, 0x30, 0x41)),
            new Segment(".rodata", 0x4409, bytes(1, 2, 3)),
            new Segment(".vectors", 0xFFFE, bytes(0x00, 0x44)),
            new Segment(".upper", 0x1_0000, bytes(0xAA, 0xBB))),
        OptionalInt.of(0x4400),
        List.of(
            new Symbol("main", 0x4400, 6, Kind.FUNCTION),
            new Symbol("leave", 0x4406, 2, Kind.FUNCTION),
            new Symbol("table", 0x4409, 3, Kind.DATA),
            new Symbol("table_end", 0x440C, 0, Kind.DATA),
            new Symbol("upper", 0x1_0000, 2, Kind.DATA)),
        List.of(
            new OperationRegion(0x4400, 0x4404, Operation.LOAD_STORE),
            new OperationRegion(0x4404, 0x4406, Operation.LOOP)));
  }

  /** An image without symbols. */
  static ProgramImage of(Segment... segments) {
    return new ProgramImage(List.of(segments), OptionalInt.empty(), List.of(), List.of());
  }

  /**
   * An image of up to 20 segments of random bytes, with symbols of distinct names in them and an
   * entry or none.
   */
  static ProgramImage random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Segment> segments = new ArrayList<>();
    List<Symbol> symbols = new ArrayList<>();
    int address = random.nextInt(0x200);
    int count = random.nextInt(21);
    for (int index = 0; index < count; index++) {
      byte[] content = new byte[1 + random.nextInt(100)];
      random.nextBytes(content);
      segments.add(new Segment(".section" + random.nextInt(4), address, content));
      Kind kind = random.nextBoolean() ? Kind.FUNCTION : Kind.DATA;
      symbols.add(new Symbol("label" + index, address, random.nextInt(content.length + 1), kind));
      // Often adjacent, mostly near, sometimes in another bank of 64 KB.
      int gap = random.nextInt(4) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 3 : 0xC000);
      address += content.length + gap;
    }
    OptionalInt entry =
        random.nextBoolean() ? OptionalInt.of(2 + 2 * random.nextInt(1000)) : OptionalInt.empty();
    return new ProgramImage(segments, entry, symbols, List.of());
  }

  /** What an image puts where. */
  static SortedMap<Integer, Byte> bytesByAddress(ProgramImage image) {
    SortedMap<Integer, Byte> contents = new TreeMap<>();
    for (Segment segment : image.segments()) {
      for (int index = 0; index < segment.bytes().length; index++) {
        contents.put(segment.address() + index, segment.bytes()[index]);
      }
    }
    return contents;
  }

  static byte[] bytes(int... unsigned) {
    byte[] bytes = new byte[unsigned.length];
    for (int index = 0; index < unsigned.length; index++) {
      bytes[index] = (byte) unsigned[index];
    }
    return bytes;
  }

  /** Segments as text, because records with arrays do not compare. */
  static List<String> described(ProgramImage image) {
    return image.segments().stream()
        .map(
            segment ->
                "%s@%05x:%s"
                    .formatted(segment.name(), segment.address(), Arrays.toString(segment.bytes())))
        .toList();
  }

  /** The ELF files compiled by msp430-elf-gcc; the test is skipped where they are absent. */
  static List<Path> compiled() {
    Path folder = SharedData.require("oracle/elf");
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".elf")).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
