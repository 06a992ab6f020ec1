package org.unit430.simulator.asm;

import java.util.List;

/**
 * A macro.
 *
 * @param name in lower case
 * @param parameters what it takes
 * @param body its lines
 * @param position where it is defined
 */
record Macro(
    String name, List<Parameter> parameters, List<SourceLine> body, SourcePosition position) {
  /**
   * A parameter.
   *
   * @param name as in the body, without backslash
   * @param standard the value if none is given; null: one must be given
   */
  record Parameter(String name, String standard) {}

  boolean hasParameter(String wanted) {
    return parameters.stream().anyMatch(parameter -> parameter.name().equals(wanted));
  }
}
