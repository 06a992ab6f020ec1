package org.unit430.simulator.asm;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Names of one unit: its own symbols come first, then those that are global. */
final class Scope implements ExpressionParser.Surroundings, Expression.Names {
  private final String unit;
  private final SymbolTable symbols;
  private final Map<String, Long> variables = new HashMap<>();
  private final Map<String, Integer> registers = new HashMap<>();
  private final Map<Long, Integer> localLabels = new HashMap<>();
  private final Map<String, Integer> localAddresses = new HashMap<>();
  private Location location;

  /** Where the statement at hand will go. */
  @FunctionalInterface
  interface Location {
    int address(SourcePosition use);
  }

  Scope(String unit, SymbolTable symbols) {
    this.unit = unit;
    this.symbols = symbols;
  }

  void locate(Location statementLocation) {
    this.location = statementLocation;
  }

  /** The name under which other units see a symbol of this one. */
  String qualified(String name) {
    return unit.isEmpty() ? name : unit + "." + name;
  }

  @Override
  public OptionalLong value(String name, SourcePosition use) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      return symbols.value(this, name, use);
    }
    Integer address = localAddresses.get(name);
    if (address == null && symbols.isComplete()) {
      throw new AssemblyError(
          use, "there is no label '" + name.substring(0, colon + 1) + "' below");
    }
    return address == null ? OptionalLong.empty() : OptionalLong.of(address);
  }

  /** Whether a symbol of that name is defined by now, here or globally. */
  boolean isDefined(String name) {
    return variables.containsKey(name)
        || registers.containsKey(name)
        || symbols.isDefined(qualified(name))
        || symbols.isDefined(name);
  }

  @Override
  public long location(SourcePosition use) {
    return location.address(use);
  }

  @Override
  public String localLabel(long number, boolean forward, SourcePosition use) {
    int seen = localLabels.getOrDefault(number, 0);
    if (!forward && seen == 0) {
      throw new AssemblyError(use, "there is no label '" + number + ":' above");
    }
    return localName(number, forward ? seen + 1 : seen);
  }

  /** Defines the next instance of a label like {@code 1:}. */
  void defineLocalLabel(long number, int address) {
    localAddresses.put(localName(number, localLabels.merge(number, 1, Integer::sum)), address);
  }

  /** A name that no source can spell. */
  private static String localName(long number, int instance) {
    return number + ":" + instance;
  }

  @Override
  public OptionalLong variable(String name) {
    Long value = variables.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  void setVariable(String name, long value, SourcePosition position) {
    checkFree(name, position);
    if (registers.containsKey(name) || symbols.isDefined(qualified(name))) {
      throw new AssemblyError(position, "'" + name + "' is already defined and not a .set symbol");
    }
    variables.put(name, value);
  }

  void defineConstant(String name, Expression expression, SourcePosition position) {
    checkFree(name, position);
    checkNotLocal(name, position);
    symbols.defineConstant(this, name, expression, position);
  }

  void defineLabel(String name, int address, Section section, SourcePosition position) {
    checkFree(name, position);
    checkNotLocal(name, position);
    symbols.defineLabel(this, name, address, section, position);
  }

  void defineRegister(String name, int register, SourcePosition position) {
    checkFree(name, position);
    checkNotLocal(name, position);
    if (symbols.isDefined(qualified(name))) {
      throw new AssemblyError(position, "'" + name + "' is already defined");
    }
    registers.put(name, register);
  }

  private static void checkFree(String name, SourcePosition position) {
    if (Registers.isReserved(name)) {
      throw new AssemblyError(position, "'" + name + "' is reserved and cannot be defined");
    }
  }

  private void checkNotLocal(String name, SourcePosition position) {
    if (variables.containsKey(name) || registers.containsKey(name)) {
      throw new AssemblyError(position, "'" + name + "' is already defined");
    }
  }

  OptionalInt register(String name) {
    Integer alias = registers.get(name);
    return alias == null ? Registers.byName(name) : OptionalInt.of(alias);
  }

  @Override
  public boolean isRegister(String name) {
    return register(name).isPresent();
  }
}
