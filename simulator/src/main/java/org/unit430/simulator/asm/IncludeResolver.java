package org.unit430.simulator.asm;

import java.util.Optional;

/** Finds the text of a file named by {@code .include}. */
@FunctionalInterface
public interface IncludeResolver {
  /** A resolver that knows no files. */
  IncludeResolver NONE = name -> Optional.empty();

  /** The text of the file of that name, as written in the directive; empty if there is none. */
  Optional<String> source(String name);
}
