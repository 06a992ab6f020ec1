package org.unit430.simulator.program;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.unit430.simulator.program.ProgramImage.Segment;

/**
 * TI-TXT, the text format of TI's MSP430 programmers: {@code @} and a hexadecimal address open a
 * section, lines of two-digit hexadecimal bytes follow, {@code q} ends the file.
 *
 * <p>It carries bytes only. A program read from it has no symbols and starts at its reset vector,
 * as on the device.
 */
public final class TiTxt {
  private static final HexFormat HEXADECIMAL = HexFormat.of().withUpperCase();
  private static final int BYTES_PER_LINE = 16;
  private static final int LONGEST_ADDRESS = 8;

  private TiTxt() {}

  /**
   * Reads a file. Digits may be of either case, lines of any length; a file without {@code q}
   * counts as truncated.
   *
   * @param content the file
   * @param file its name, for messages
   * @return the bytes, adjacent sections joined, in order of address
   * @throws ProgramFormatException naming the line: not TI-TXT, truncated, an address of more than
   *     20 bits, or a byte given twice
   */
  public static ProgramImage read(byte[] content, String file) {
    TextLines lines = new TextLines(content, file, "TI-TXT");
    MemoryContents memory = new MemoryContents();
    boolean opened = false;
    boolean ended = false;
    long address = 0;
    while (lines.next()) {
      String line = lines.text();
      if (ended) {
        throw lines.error("text follows the closing 'q'");
      } else if (line.startsWith("@")) {
        address = address(lines);
        opened = true;
      } else if (line.equalsIgnoreCase("q")) {
        ended = true;
      } else if (opened) {
        address = bytes(lines, memory, address);
      } else {
        throw lines.error("no '@' and address come before " + quoted(line));
      }
    }
    if (!ended) {
      throw lines.error("the file ends without the closing 'q'");
    }
    return new ProgramImage(memory.stretches(), OptionalInt.empty(), List.of(), List.of());
  }

  private static long address(TextLines lines) {
    String digits = lines.text().substring(1).strip();
    if (digits.isEmpty()
        || digits.length() > LONGEST_ADDRESS
        || !digits.chars().allMatch(character -> Character.digit(character, 16) >= 0)) {
      throw lines.error("a hexadecimal address was expected after '@', not " + quoted(digits));
    }
    long address = Long.parseLong(digits, 16);
    if (!MemoryContents.isAddress(address)) {
      throw lines.error("address 0x%x is outside the 20-bit address space".formatted(address));
    }
    return address;
  }

  private static long bytes(TextLines lines, MemoryContents memory, long start) {
    String line = lines.text();
    long address = start;
    int position = 0;
    while (position < line.length()) {
      int end = position;
      while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
        end++;
      }
      int high = end - position == 2 ? Character.digit(line.charAt(position), 16) : -1;
      int low = end - position == 2 ? Character.digit(line.charAt(position + 1), 16) : -1;
      if (high < 0 || low < 0) {
        throw lines.error(
            "a byte of two hexadecimal digits was expected, not "
                + quoted(line.substring(position, end)));
      }
      lines.store(memory, address, high << 4 | low);
      address++;
      position = end;
      while (position < line.length() && Character.isWhitespace(line.charAt(position))) {
        position++;
      }
    }
    return address;
  }

  /**
   * Writes the bytes of an image. Names, symbols and entry are lost: the device starts at its reset
   * vector.
   *
   * @return the file: adjacent segments joined, in order of address, 16 bytes a line, lines ended
   *     by LF
   * @throws IllegalArgumentException if segments overlap or leave the address space
   */
  public static byte[] write(ProgramImage image) {
    StringBuilder text = new StringBuilder();
    List<Segment> stretches = MemoryContents.of(image).stretches();
    if (stretches.isEmpty()) {
      text.append("@0000\n"); // a file is known by the '@' at its start
    }
    for (Segment stretch : stretches) {
      text.append("@%04X\n".formatted(stretch.address()));
      byte[] bytes = stretch.bytes();
      for (int index = 0; index < bytes.length; index++) {
        text.append(HEXADECIMAL.toHexDigits(bytes[index]));
        boolean lineEnds =
            index % BYTES_PER_LINE == BYTES_PER_LINE - 1 || index == bytes.length - 1;
        text.append(lineEnds ? '\n' : ' ');
      }
    }
    return text.append("q\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String quoted(String text) {
    return ProgramFormatException.quoted(text);
  }
}
