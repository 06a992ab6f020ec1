package org.unit430.simulator.gdb;

import java.nio.charset.StandardCharsets;

/**
 * Packets on the wire: {@code $data#checksum} (GDB manual E.1). Data are bytes, here the characters
 * 0 to 255 of a string.
 */
final class Packets {
  /** Most bytes between {@code $} and {@code #}, as they are sent. */
  static final int MOST_BYTES = 0x4000;

  static final char ESCAPE = '}';
  private static final int ESCAPE_XOR = 0x20;

  private Packets() {}

  static byte[] encode(String data) {
    StringBuilder sent = new StringBuilder(data.length() + 4);
    for (int i = 0; i < data.length(); i++) {
      char c = data.charAt(i);
      // '*' would mean a repetition in what a server sends.
      if (c == '$' || c == '#' || c == ESCAPE || c == '*') {
        sent.append(ESCAPE).append((char) (c ^ ESCAPE_XOR));
      } else {
        sent.append(c);
      }
    }
    String packet = String.format("$%s#%02x", sent, checksum(sent));
    return packet.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Undoes the escapes of received data; an escape at the very end stands for nothing. */
  static String unescape(CharSequence received) {
    StringBuilder data = new StringBuilder(received.length());
    for (int i = 0; i < received.length(); i++) {
      char c = received.charAt(i);
      if (c != ESCAPE) {
        data.append(c);
      } else if (++i < received.length()) {
        data.append((char) (received.charAt(i) ^ ESCAPE_XOR));
      }
    }
    return data.toString();
  }

  /** Sum of all bytes, modulo 256. */
  static int checksum(CharSequence sent) {
    int sum = 0;
    for (int i = 0; i < sent.length(); i++) {
      sum += sent.charAt(i);
    }
    return sum & 0xFF;
  }
}
