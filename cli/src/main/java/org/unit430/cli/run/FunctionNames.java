package org.unit430.cli.run;

import java.util.Map;
import java.util.TreeMap;
import org.unit430.simulator.program.ProgramImage;

/** The function that an address lies in. */
final class FunctionNames {
  /** What code before the first function is called. */
  static final String NONE = "(no symbol)";

  private final TreeMap<Integer, String> names = new TreeMap<>();

  FunctionNames(ProgramImage program) {
    for (ProgramImage.Symbol symbol : program.symbols()) {
      if (symbol.kind() == ProgramImage.Symbol.Kind.FUNCTION) {
        names.putIfAbsent(symbol.address(), symbol.name());
      }
    }
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  String at(int address) {
    Map.Entry<Integer, String> entry = names.floorEntry(address);
    return entry == null ? NONE : entry.getValue();
  }
}
