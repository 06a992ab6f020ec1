package org.unit430.simulator.asm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Symbols of all units by their qualified name. */
final class SymbolTable {
  /** Chains of constants longer than this are refused, to bound recursion. */
  private static final int DEEPEST = 30;

  /**
   * A label.
   *
   * @param name qualified name
   * @param plainName as in the source
   * @param address 20-bit address
   * @param section where it lies
   */
  record Label(String name, String plainName, int address, Section section) {
    /** Names that start with .L are for the unit's own use. */
    boolean isLocal() {
      return plainName.startsWith(".L");
    }
  }

  private record Constant(Scope scope, String name, Expression expression) {}

  private final Map<String, SourcePosition> positions = new HashMap<>();
  private final Map<String, Long> values = new HashMap<>();
  private final Map<String, Constant> waiting = new LinkedHashMap<>();
  private final Map<String, SourcePosition> usedAsGlobal = new HashMap<>();
  private final List<Label> labels = new ArrayList<>();
  private final Set<String> underEvaluation = new HashSet<>();
  private boolean complete;

  /** From now on a name that is unknown stays unknown, which is an error. */
  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  List<Label> labels() {
    return labels;
  }

  boolean isDefined(String qualified) {
    return positions.containsKey(qualified);
  }

  void defineLabel(
      Scope scope, String name, int address, Section section, SourcePosition position) {
    String qualified = define(scope, name, position);
    values.put(qualified, (long) address);
    labels.add(new Label(qualified, name, address, section));
  }

  void defineConstant(Scope scope, String name, Expression expression, SourcePosition position) {
    OptionalLong value = expression.value(scope);
    String qualified = define(scope, name, position);
    if (value.isPresent()) {
      values.put(qualified, value.getAsLong());
    } else {
      waiting.put(qualified, new Constant(scope, name, expression));
    }
  }

  private String define(Scope scope, String name, SourcePosition position) {
    String qualified = scope.qualified(name);
    SourcePosition first = positions.putIfAbsent(qualified, position);
    if (first != null) {
      throw new AssemblyError(position, "'" + name + "' is already defined at " + first);
    }
    SourcePosition use = usedAsGlobal.get(qualified);
    if (use != null) {
      throw new AssemblyError(
          position,
          "'"
              + name
              + "' was taken from the global symbols at "
              + use
              + "; define this one above that line or rename it");
    }
    return qualified;
  }

  OptionalLong value(Scope scope, String name, SourcePosition use) {
    String qualified = scope.qualified(name);
    if (positions.containsKey(qualified)) {
      return known(qualified, use);
    }
    if (positions.containsKey(name)) {
      if (!complete) {
        usedAsGlobal.putIfAbsent(qualified, use);
      }
      return known(name, use);
    }
    if (complete) {
      throw new AssemblyError(use, "undefined symbol '" + name + "'");
    }
    return OptionalLong.empty();
  }

  private OptionalLong known(String qualified, SourcePosition use) {
    Long value = values.get(qualified);
    if (value != null) {
      return OptionalLong.of(value);
    }
    Constant constant = waiting.get(qualified);
    if (constant == null) {
      return OptionalLong.empty();
    }
    if (!underEvaluation.add(qualified)) {
      throw new AssemblyError(use, "'" + constant.name() + "' is defined by itself");
    }
    try {
      if (underEvaluation.size() > DEEPEST) {
        throw new AssemblyError(
            use, "constants refer to each other more than " + DEEPEST + " deep");
      }
      OptionalLong result = constant.expression().value(constant.scope());
      if (result.isPresent()) {
        values.put(qualified, result.getAsLong());
      }
      return result;
    } finally {
      underEvaluation.remove(qualified);
    }
  }

  /** Evaluates the constants that had to wait, so that an unused wrong one is an error too. */
  void evaluateWaiting(Consumer<AssemblyError> errors) {
    for (String qualified : waiting.keySet()) {
      try {
        known(qualified, positions.get(qualified));
      } catch (AssemblyError error) {
        errors.accept(error);
      }
    }
  }
}
