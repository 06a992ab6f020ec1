package org.unit430.energy;

import java.util.Arrays;
import java.util.Optional;

/** Units that coefficients come in. */
public enum Unit {
  /** Charge drawn from the supply for one event. */
  PICOCOULOMB("pC", 1e-12),
  /** Current drawn for as long as the code runs. */
  MICROAMPERE("uA", 1e-6),
  /** Change of a current with the supply voltage. */
  MICROAMPERE_PER_VOLT("uA/V", 1e-6);

  private final String symbol;
  private final double inBaseUnits;

  Unit(String symbol, double inBaseUnits) {
    this.symbol = symbol;
    this.inBaseUnits = inBaseUnits;
  }

  /** How the unit is written in tables, for example {@code pC}. */
  public String symbol() {
    return symbol;
  }

  /** One of this unit in coulombs, amperes and volts. */
  public double inBaseUnits() {
    return inBaseUnits;
  }

  /** The unit written so. */
  public static Optional<Unit> bySymbol(String symbol) {
    return Arrays.stream(values()).filter(unit -> unit.symbol.equals(symbol)).findFirst();
  }
}
