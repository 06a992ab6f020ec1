package org.unit430.simulator.asm;

import java.util.List;

/**
 * A place in a source file.
 *
 * @param file name of the file
 * @param line line number from 1
 * @param column column from 1
 * @param trace how the line came there, innermost first, for example {@code in macro MAC at
 *     conv.s43:12}; empty for a line that stands in its file
 */
public record SourcePosition(String file, int line, int column, List<String> trace) {
  /** Copies the trace. */
  public SourcePosition {
    trace = List.copyOf(trace);
  }

  /** {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
