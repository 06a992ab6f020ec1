package org.unit430.simulator.program;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A string table of an ELF file: strings that end with NUL, the empty one first, each once. */
final class ElfStrings {
  private final LittleEndianBytes table = new LittleEndianBytes().zeros(1);
  private final Map<String, Integer> indices = new HashMap<>(Map.of("", 0));

  /**
   * Where in the table a string begins; it is added if it is new.
   *
   * @throws IllegalArgumentException if it holds NUL
   */
  int index(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "the name %s holds a NUL character".formatted(ProgramFormatException.quoted(text)));
    }
    return indices.computeIfAbsent(
        text,
        added -> {
          int index = table.size();
          table.bytes(added.getBytes(StandardCharsets.UTF_8)).zeros(1);
          return index;
        });
  }

  /** The table so far. */
  byte[] bytes() {
    return table.toByteArray();
  }
}
