package org.unit430.energy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unit430.energy.ChargeStructure.ClockPoint;

/**
 * The energy table of a device: how charge follows from events, the numbers, and how wrong they may
 * be. Valid by construction.
 *
 * @param id name of this calibration
 * @param device the device, for example {@code MSP430FR5994}
 * @param command what to run to make this table again
 * @param range where it may be used
 * @param structure which coefficients price which event
 * @param coefficients in the order of {@code structure.names()}
 * @param correlation of the coefficients' errors, in the same order
 * @param programScatter what code adds that events do not say (operand values, opcode): the
 *     relative deviation of single instructions on the board that was measured
 * @param boardToBoard how far another board may lie from the measured one, all coefficients
 *     together
 * @param boardSpreads how far single coefficients may lie off on another board, beyond that
 * @param dataSheetSubstitutes coefficients that stand in for others when the data sheet's typical
 *     device is meant
 * @param repeatedCopiesSubstitutes the same where copies of the same few instructions run, whose
 *     cache lines are alike, as in microbenchmarks
 * @param framStandby name of the coefficient that the clock currents contain for FRAM being powered
 * @param sha256 of the file it was read from, lower-case hexadecimal; empty if it was not
 */
public record EnergyTable(
    String id,
    String device,
    String command,
    OperatingRange range,
    ChargeStructure structure,
    List<Coefficient> coefficients,
    Correlation correlation,
    Spread programScatter,
    Spread boardToBoard,
    Map<String, Spread> boardSpreads,
    Map<String, String> dataSheetSubstitutes,
    Map<String, String> repeatedCopiesSubstitutes,
    String framStandby,
    String sha256) {
  /** Checks that names, units and sizes fit together. */
  public EnergyTable {
    coefficients = List.copyOf(coefficients);
    boardSpreads = Map.copyOf(boardSpreads);
    dataSheetSubstitutes = Map.copyOf(dataSheetSubstitutes);
    repeatedCopiesSubstitutes = Map.copyOf(repeatedCopiesSubstitutes);
    Map<String, Unit> units = new LinkedHashMap<>();
    for (Coefficient coefficient : coefficients) {
      if (units.put(coefficient.name(), coefficient.quantity().unit()) != null) {
        throw new IllegalArgumentException("coefficients: " + coefficient.name() + " stands twice");
      }
    }
    if (!List.copyOf(units.keySet()).equals(structure.names())) {
      throw new IllegalArgumentException("coefficients: other names than the structure's");
    }
    if (correlation.size() != coefficients.size()) {
      throw new IllegalArgumentException(
          "correlation: %d rows for %d coefficients"
              .formatted(correlation.size(), coefficients.size()));
    }
    structure
        .events()
        .forEach(
            (event, price) -> {
              if (price instanceof EventPrice.Charge charge) {
                charge.coefficients().forEach(n -> require(units, n, Unit.PICOCOULOMB, event));
              }
            });
    for (ClockPoint point : structure.clock()) {
      require(units, point.coefficient(), Unit.MICROAMPERE, "clock");
    }
    require(units, structure.supplySlope(), Unit.MICROAMPERE_PER_VOLT, "clock.supplySlope");
    require(units, framStandby, Unit.MICROAMPERE, "framStandby");
    boardSpreads.keySet().forEach(name -> known(units, name, "boardToBoard.coefficients"));
    checkSubstitutes(units, "dataSheet", dataSheetSubstitutes);
    checkSubstitutes(units, "repeatedCopies", repeatedCopiesSubstitutes);
  }

  private static void checkSubstitutes(
      Map<String, Unit> units, String key, Map<String, String> substitutes) {
    substitutes.forEach(
        (old, substitute) ->
            require(units, substitute, known(units, old, key + ".substitutes"), key + "." + old));
  }

  private static Unit known(Map<String, Unit> units, String name, String user) {
    Unit unit = units.get(name);
    if (unit == null) {
      throw new IllegalArgumentException(user + ": no coefficient named " + name);
    }
    return unit;
  }

  private static void require(Map<String, Unit> units, String name, Unit unit, Object user) {
    Unit actual = known(units, name, user.toString());
    if (actual != unit) {
      throw new IllegalArgumentException(
          "%s: %s is in %s, not in %s".formatted(user, name, actual.symbol(), unit.symbol()));
    }
  }

  /** Which boards intervals hold for, as a clause for reports. */
  public String scope() {
    return boardToBoard.relative() == 0
        ? "95 % intervals hold for the board that was measured"
        : "95 % intervals hold for a board that nobody measured";
  }

  /**
   * The coefficient of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Coefficient coefficient(String name) {
    int index = structure.names().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("energy table " + id + " has no coefficient " + name);
    }
    return coefficients.get(index);
  }
}
