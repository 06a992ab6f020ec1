package org.unit430.simulator.gdb;

import java.nio.charset.StandardCharsets;

/** Takes the arguments of a command apart, from left to right. */
final class PacketScanner {
  /** The command is not what the protocol says; it gets an error as its reply. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private static final int MOST_DIGITS = 8;

  private final String text;
  private int at;

  PacketScanner(String text, int from) {
    this.text = text;
    this.at = from;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** Takes a character if it comes next. */
  boolean takes(char c) {
    boolean comes = !atEnd() && text.charAt(at) == c;
    at += comes ? 1 : 0;
    return comes;
  }

  void expect(char c) throws Malformed {
    if (!takes(c)) {
      throw new Malformed("'" + c + "' is missing");
    }
  }

  void expectEnd() throws Malformed {
    if (!atEnd()) {
      throw new Malformed("there is more than the command has");
    }
  }

  /** A number of one to eight hexadecimal digits. */
  long number() throws Malformed {
    long number = 0;
    int from = at;
    while (!atEnd() && digit(text.charAt(at)) >= 0) {
      number = (number << 4) | digit(text.charAt(at));
      at++;
      if (at - from > MOST_DIGITS) {
        throw new Malformed("a number is too long");
      }
    }
    if (at == from) {
      throw new Malformed("a number is missing");
    }
    return number;
  }

  /** A number that must not be above a limit. */
  int number(int limit) throws Malformed {
    long number = number();
    if (number > limit) {
      throw new Malformed("a number is too large");
    }
    return (int) number;
  }

  /** All that is left. */
  String rest() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /** All that is left, as bytes in hexadecimal. */
  byte[] hexBytes() throws Malformed {
    String hex = rest();
    if (hex.length() % 2 != 0) {
      throw new Malformed("half a byte");
    }
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = digit(hex.charAt(2 * i));
      int low = digit(hex.charAt(2 * i + 1));
      if (high < 0 || low < 0) {
        throw new Malformed("no hexadecimal digit");
      }
      bytes[i] = (byte) ((high << 4) | low);
    }
    return bytes;
  }

  /** All that is left, as bytes. */
  byte[] rawBytes() {
    return rest().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The value of an ASCII digit, or -1. Character.digit would take those of other scripts too. */
  static int digit(int c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  static String hex(byte[] bytes) {
    StringBuilder hex = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return hex.toString();
  }
}
