package org.unit430.simulator.asm;

import java.util.Map;

/**
 * One instance of a source. The same source can be assembled several times with other definitions:
 * sizes and addresses are operands of a kernel, not text pasted into it.
 *
 * @param name prefix under which other units see its labels, as {@code name.label}; empty: its
 *     labels are global
 * @param fileName the name that errors carry
 * @param source the text
 * @param definitions constants known from the first line on, as if given with {@code .equ}
 */
public record AssemblyUnit(
    String name, String fileName, String source, Map<String, Integer> definitions) {
  /**
   * Copies the definitions.
   *
   * @throws IllegalArgumentException if the name or that of a definition is no identifier
   */
  public AssemblyUnit {
    definitions = Map.copyOf(definitions);
    if (!name.isEmpty() && !Lexer.isIdentifier(name)) {
      throw new IllegalArgumentException("'" + name + "' cannot name an assembly unit");
    }
    for (String definition : definitions.keySet()) {
      if (!Lexer.isIdentifier(definition) || Registers.isReserved(definition)) {
        throw new IllegalArgumentException("'" + definition + "' cannot name a definition");
      }
    }
  }

  /** A unit whose labels are global, without definitions. */
  public static AssemblyUnit of(String fileName, String source) {
    return new AssemblyUnit("", fileName, source, Map.of());
  }
}
