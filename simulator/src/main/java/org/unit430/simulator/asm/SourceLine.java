package org.unit430.simulator.asm;

import java.util.ArrayList;
import java.util.List;

/**
 * A line as it is assembled, and where its characters stood in the file.
 *
 * @param file name of the file
 * @param number line number from 1
 * @param text without line end; macro arguments already put in
 * @param columns column (from 1) in the file of each character of the text and of its end; null: as
 *     they stand
 * @param trace the macros it came through, innermost first
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough; nobody compares lines
record SourceLine(String file, int number, String text, int[] columns, List<String> trace) {

  static List<SourceLine> of(String file, String source, List<String> trace) {
    List<SourceLine> lines = new ArrayList<>();
    for (String text : source.split("\\r\\n|\\r|\\n", -1)) {
      lines.add(new SourceLine(file, lines.size() + 1, text, null, trace));
    }
    return lines;
  }

  /** The position of the character at an index of the text. */
  SourcePosition position(int index) {
    return new SourcePosition(file, number, column(index), trace);
  }

  int column(int index) {
    return columns == null ? index + 1 : columns[Math.min(index, columns.length - 1)];
  }

  /** {@code file:line}, as traces name it. */
  String place() {
    return file + ":" + number;
  }
}
