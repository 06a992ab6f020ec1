package org.unit430.simulator.gdb;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A client whose bytes are all there from the start. */
final class ScriptedLink implements ByteLink {
  private final byte[] input;
  private int at;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  ScriptedLink(byte[] input) {
    this.input = input;
  }

  ScriptedLink(String input) {
    this(input.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public int read() {
    return at < input.length ? input[at++] & 0xFF : -1;
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public void write(byte[] bytes) {
    output.writeBytes(bytes);
  }

  String output() {
    return output.toString(StandardCharsets.ISO_8859_1);
  }
}
