package org.unit430.simulator.program;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.unit430.simulator.program.ProgramImage.Segment;

/**
 * Intel HEX: records of the form {@code :LLAAAATT<data>CC}, all hexadecimal, whose bytes add up to
 * 0 modulo 256 (Intel, Hexadecimal Object File Format Specification, revision A, 1988).
 *
 * <p>It carries bytes and an entry. A program read from a file without an entry starts at its reset
 * vector.
 */
public final class IntelHex {
  private static final HexFormat HEXADECIMAL = HexFormat.of().withUpperCase();
  private static final int DATA = 0;
  private static final int END_OF_FILE = 1;
  private static final int SEGMENT_BASE = 2;
  private static final int SEGMENT_START = 3;
  private static final int LINEAR_BASE = 4;
  private static final int LINEAR_START = 5;

  /** Length, two bytes of address, type, checksum. */
  private static final int BYTES_AROUND_DATA = 5;

  private static final int MOST_DATA = 0xFF;
  private static final int DATA_PER_RECORD = 16;
  private static final int BANK = 0x1_0000;

  private final TextLines lines;
  private final MemoryContents memory = new MemoryContents();
  private long base;
  private boolean segmented;
  private boolean ended;
  private OptionalInt entry = OptionalInt.empty();

  private IntelHex(byte[] content, String file) {
    lines = new TextLines(content, file, "Intel HEX");
  }

  /**
   * Reads a file with records of the types 00 to 05. Digits may be of either case; a file without
   * an end-of-file record counts as truncated.
   *
   * @param content the file
   * @param file its name, for messages
   * @return the bytes, adjacent records joined, in order of address; the entry of a start record
   * @throws ProgramFormatException naming the line: not Intel HEX, a wrong checksum, truncated, an
   *     address of more than 20 bits, a byte given twice, or two start records
   */
  public static ProgramImage read(byte[] content, String file) {
    IntelHex reader = new IntelHex(content, file);
    while (reader.lines.next()) {
      reader.interpret(reader.bytesOfRecord());
    }
    if (!reader.ended) {
      throw reader.lines.error("the file ends without its end-of-file record :00000001FF");
    }
    return new ProgramImage(reader.memory.stretches(), reader.entry, List.of(), List.of());
  }

  private byte[] bytesOfRecord() {
    String line = lines.text();
    if (ended) {
      throw lines.error("text follows the end-of-file record");
    }
    if (line.charAt(0) != ':') {
      throw lines.error(
          "a record that begins with ':' was expected, not " + ProgramFormatException.quoted(line));
    }
    int digits = line.length() - 1;
    if (digits < 2 * BYTES_AROUND_DATA || digits > 2 * (BYTES_AROUND_DATA + MOST_DATA)) {
      throw lines.error(
          "a record has 10 to 520 hexadecimal digits, this one has %d".formatted(digits));
    }
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(line, 1, line.length());
    } catch (IllegalArgumentException notHexadecimal) {
      throw lines.error(
          "pairs of hexadecimal digits were expected after ':', not "
              + ProgramFormatException.quoted(line.substring(1)));
    }
    int announced = Byte.toUnsignedInt(bytes[0]);
    if (bytes.length != announced + BYTES_AROUND_DATA) {
      throw lines.error(
          "the record announces %d bytes of data and has %d"
              .formatted(announced, bytes.length - BYTES_AROUND_DATA));
    }
    checkSum(bytes);
    return bytes;
  }

  private void checkSum(byte[] bytes) {
    int found = Byte.toUnsignedInt(bytes[bytes.length - 1]);
    int expected = checksum(bytes, bytes.length - 1);
    if (found != expected) {
      throw lines.error(
          "the checksum is 0x%02x, the record adds up to 0x%02x".formatted(found, expected));
    }
  }

  private void interpret(byte[] record) {
    int address = big16(record, 1);
    int type = Byte.toUnsignedInt(record[3]);
    if (type >= SEGMENT_BASE && type <= LINEAR_START && address != 0) {
      throw lines.error("a record of type %02x has address 0, not 0x%04x".formatted(type, address));
    }
    switch (type) {
      case DATA -> data(record, address);
      case END_OF_FILE -> {
        // Old writers put the entry into the address field; it is not defined there, and not used.
        requireData(record, 0);
        ended = true;
      }
      case SEGMENT_BASE -> {
        requireData(record, 2);
        base = (long) big16(record, 4) << 4;
        segmented = true;
      }
      case LINEAR_BASE -> {
        requireData(record, 2);
        base = (long) big16(record, 4) << 16;
        segmented = false;
      }
      case SEGMENT_START -> {
        requireData(record, 4);
        start(((long) big16(record, 4) << 4) + big16(record, 6)); // CS:IP
      }
      case LINEAR_START -> {
        requireData(record, 4);
        start((long) big16(record, 4) << 16 | big16(record, 6));
      }
      default ->
          throw lines.error("record type %02x is unknown; known are 00 to 05".formatted(type));
    }
  }

  private void data(byte[] record, int address) {
    int length = Byte.toUnsignedInt(record[0]);
    if (segmented && address + length > BANK) {
      // The specification wraps to the start of the segment, most readers go on behind it.
      throw lines.error("the record crosses the end of its 64 KB segment");
    }
    for (int index = 0; index < length; index++) {
      lines.store(memory, base + address + index, record[4 + index]);
    }
  }

  private void start(long address) {
    if (!MemoryContents.isAddress(address) || address % 2 != 0) {
      throw lines.error("the entry 0x%x is not an even address of 20 bits".formatted(address));
    }
    if (entry.isPresent()) {
      throw lines.error("an earlier record gave an entry already");
    }
    entry = OptionalInt.of((int) address);
  }

  private void requireData(byte[] record, int expected) {
    int length = Byte.toUnsignedInt(record[0]);
    if (length != expected) {
      throw lines.error(
          "a record of type %02x has %d bytes of data, not %d"
              .formatted(record[3], expected, length));
    }
  }

  private static int big16(byte[] record, int index) {
    return Byte.toUnsignedInt(record[index]) << 8 | Byte.toUnsignedInt(record[index + 1]);
  }

  /** What makes the first {@code length} bytes and itself add up to 0 modulo 256. */
  private static int checksum(byte[] record, int length) {
    int sum = 0;
    for (int index = 0; index < length; index++) {
      sum += record[index];
    }
    return -sum & 0xFF;
  }

  /**
   * Writes the bytes and the entry of an image. Names and symbols are lost.
   *
   * @return the file: adjacent segments joined, in order of address, 16 bytes a record, addresses
   *     above 0FFFFh through records of type 04, the entry in a record of type 05, lines ended by
   *     LF
   * @throws IllegalArgumentException if segments overlap or leave the address space, or the entry
   *     is no even address
   */
  public static byte[] write(ProgramImage image) {
    MemoryContents.checkEntry(image);
    StringBuilder text = new StringBuilder();
    int bank = 0;
    for (Segment stretch : MemoryContents.of(image).stretches()) {
      int address = stretch.address();
      while (address < stretch.end()) {
        if (address / BANK != bank) {
          bank = address / BANK;
          append(text, LINEAR_BASE, 0, new byte[] {(byte) (bank >> 8), (byte) bank});
        }
        int endOfBank = (bank + 1) * BANK;
        int end = Math.min(Math.min(address + DATA_PER_RECORD, stretch.end()), endOfBank);
        byte[] data =
            Arrays.copyOfRange(
                stretch.bytes(), address - stretch.address(), end - stretch.address());
        append(text, DATA, address % BANK, data);
        address = end;
      }
    }
    image
        .entry()
        .ifPresent(
            start ->
                append(
                    text,
                    LINEAR_START,
                    0,
                    new byte[] {0, (byte) (start >> 16), (byte) (start >> 8), (byte) start}));
    append(text, END_OF_FILE, 0, new byte[0]);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void append(StringBuilder text, int type, int address, byte[] data) {
    byte[] record = new byte[data.length + BYTES_AROUND_DATA];
    record[0] = (byte) data.length;
    record[1] = (byte) (address >> 8);
    record[2] = (byte) address;
    record[3] = (byte) type;
    System.arraycopy(data, 0, record, 4, data.length);
    record[record.length - 1] = (byte) checksum(record, record.length - 1);
    text.append(':').append(HEXADECIMAL.formatHex(record)).append('\n');
  }
}
