package org.unit430.simulator.program;

import java.nio.charset.StandardCharsets;

/**
 * The lines of a text file, one at a time and counted from 1. LF, CRLF and CR end a line; white
 * space around a line and empty lines are skipped. Bytes above 127 stay single characters: the
 * formats know none, and an error shall quote them.
 */
final class TextLines {
  private static final String NEXT_STEP = "the file is damaged or not %s: write it again";

  private final byte[] content;
  private final String file;
  private final String nextStep;
  private int position;
  private int number;
  private int endOfFileLine = 1;
  private String text = "";

  /**
   * @param content the file
   * @param file its name, for messages
   * @param format name of the format, for messages
   */
  TextLines(byte[] content, String file, String format) {
    this.content = content;
    this.file = file;
    this.nextStep = NEXT_STEP.formatted(format);
  }

  /**
   * Goes to the next line that is not empty; false if there is none, the number then being that of
   * the last line.
   */
  boolean next() {
    while (position < content.length) {
      int start = position;
      while (position < content.length && content[position] != '\n' && content[position] != '\r') {
        position++;
      }
      number = endOfFileLine;
      text = new String(content, start, position - start, StandardCharsets.ISO_8859_1).strip();
      if (position < content.length) {
        boolean pair =
            content[position] == '\r'
                && position + 1 < content.length
                && content[position + 1] == '\n';
        position += pair ? 2 : 1;
        endOfFileLine++;
      }
      if (!text.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The line without white space around it. */
  String text() {
    return text;
  }

  /** A fault in the current line. */
  ProgramFormatException error(String cause) {
    return ProgramFormatException.atLine(file, Math.max(number, 1), cause, nextStep);
  }

  /**
   * Puts a byte of the current line into memory.
   *
   * @throws ProgramFormatException if the address has more than 20 bits, or if the file filled it
   *     before
   */
  void store(MemoryContents memory, long address, int content8) {
    if (!MemoryContents.isAddress(address)) {
      throw error("address 0x%x is outside the 20-bit address space".formatted(address));
    }
    if (!memory.add((int) address, (byte) content8)) {
      throw error("address 0x%05x was already given a byte by an earlier line".formatted(address));
    }
  }
}
