package org.unit430.simulator.asm;

/**
 * A piece of a line.
 *
 * @param kind what it is
 * @param text as written; of a string its content
 * @param value of a number; of a local label its number
 * @param start index of its first character in the line
 * @param end index behind its last character
 */
record Token(Kind kind, String text, long value, int start, int end) {
  enum Kind {
    IDENTIFIER,
    NUMBER,
    /** {@code 1b} or {@code 1f}. */
    LOCAL_LABEL,
    STRING,
    PUNCTUATION,
    END
  }

  boolean is(String punctuation) {
    return kind == Kind.PUNCTUATION && text.equals(punctuation);
  }

  boolean isIdentifier() {
    return kind == Kind.IDENTIFIER;
  }

  String described() {
    return switch (kind) {
      case END -> "end of line";
      case STRING -> "a string";
      default -> "'" + text + "'";
    };
  }
}
