package org.unit430.simulator.program;

/**
 * A program file that cannot be loaded. The message is one line that names the file, the offset or
 * line, the cause, and what to do next; it is meant for the user as it stands.
 */
public final class ProgramFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Longest quotation from a file in a message, in characters. */
  private static final int LONGEST_QUOTATION = 60;

  private ProgramFormatException(String message) {
    super(message);
  }

  /**
   * A fault at a place in a binary file.
   *
   * @param file name of the file
   * @param offset bytes from its start
   * @param cause what is wrong there
   * @param nextStep what the user can do
   */
  static ProgramFormatException atOffset(String file, long offset, String cause, String nextStep) {
    return new ProgramFormatException(
        "%s: offset 0x%x: %s; %s".formatted(printable(file), offset, cause, nextStep));
  }

  /**
   * A fault at a place in a text file.
   *
   * @param file name of the file
   * @param line counted from 1
   * @param cause what is wrong there
   * @param nextStep what the user can do
   */
  static ProgramFormatException atLine(String file, int line, String cause, String nextStep) {
    return new ProgramFormatException(
        "%s: line %d: %s; %s".formatted(printable(file), line, cause, nextStep));
  }

  /** Text from a file between quotation marks: shortened, on one line. */
  static String quoted(String text) {
    String shown =
        text.length() <= LONGEST_QUOTATION ? text : text.substring(0, LONGEST_QUOTATION) + "...";
    return "'" + printable(shown) + "'";
  }

  /**
   * The text with U+FFFD in place of what would break a line or hide in one (controls, separators,
   * formatting, lone surrogates): names from a hostile file end up in messages, listings and traces
   * of one line each.
   */
  static String printable(String text) {
    if (text.codePoints().noneMatch(ProgramFormatException::unprintable)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(codePoint -> unprintable(codePoint) ? '\uFFFD' : codePoint)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean unprintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
