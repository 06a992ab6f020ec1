package org.unit430.energy.calibration;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.unit430.energy.ChargeStructure;
import org.unit430.energy.ChargeStructure.ClockPoint;
import org.unit430.energy.Coefficient;
import org.unit430.energy.CoreScale;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.EventPrice;
import org.unit430.energy.OperatingRange;
import org.unit430.energy.Spread;
import org.unit430.simulator.event.Event;

/**
 * Writes an energy table as the YAML that the catalog reads; the same table gives the same text.
 */
public final class TableWriter {
  private final StringBuilder text = new StringBuilder();

  private TableWriter() {}

  /** The table as text; its hash is not part of it. */
  public static String write(EnergyTable table) {
    TableWriter writer = new TableWriter();
    writer.head(table);
    writer.clock(table);
    writer.core(table.structure().core());
    writer.events(table.structure());
    writer.coefficients(table);
    writer.correlation(table);
    return writer.text.toString();
  }

  private void head(EnergyTable table) {
    line("# Written by `command`; not to be edited. Charges are drawn from the supply, so that");
    line("# energy = charge x supply voltage. Uncertainties are one standard deviation.");
    line("schema: unit430-energy-table-1");
    line("id: " + table.id());
    line("device: " + table.device());
    line("command: " + quote(table.command()));
    OperatingRange range = table.range();
    line("range:");
    line("  lowVolts: " + number(range.lowVolts()));
    line("  highVolts: " + number(range.highVolts()));
    line("  lowMclkHertz: " + number(range.lowHertz()));
    line("  highMclkHertz: " + number(range.highHertz()));
    line("  source: " + quote(range.source()));
    line("# What events do not say about code: operand values, opcodes.");
    line("programScatter: " + spread(table.programScatter()));
    line("# How far a board lies from the measured one: in all coefficients, and in single ones.");
    line("boardToBoard:");
    line("  common: " + spread(table.boardToBoard()));
    line("  coefficients:" + (table.boardSpreads().isEmpty() ? " {}" : ""));
    new TreeMap<>(table.boardSpreads())
        .forEach((name, spread) -> line("    " + name + ": " + spread(spread)));
    line("# Coefficients that stand in for others where the data sheet's typical device is meant.");
    line("dataSheet:");
    line("  substitutes: " + map(new TreeMap<>(table.dataSheetSubstitutes())));
    line("# The same where copies of the same few instructions run, as in microbenchmarks.");
    line("repeatedCopies:");
    line("  substitutes: " + map(new TreeMap<>(table.repeatedCopiesSubstitutes())));
  }

  private void clock(EnergyTable table) {
    ChargeStructure structure = table.structure();
    line(
        "# Current of the clock system while the CPU runs (SMCLK = MCLK), interpolated between"
            + " the");
    line("# clocks; framStandby is the part of it that powered FRAM draws.");
    line("clock:");
    line("  referenceVolts: " + number(structure.referenceVolts()));
    line("  supplySlope: " + structure.supplySlope());
    line("  framStandby: " + table.framStandby());
    line("  currents:");
    for (ClockPoint point : structure.clock()) {
      line(
          "    - {mclkHertz: %s, coefficient: %s}"
              .formatted(number(point.mclkHertz()), point.coefficient()));
    }
  }

  private void core(CoreScale core) {
    line("# How charges of events change with supply voltage and clock.");
    line("core:");
    line("  supplySlope: " + number(core.supplySlope()));
    StringJoiner steps = new StringJoiner(", ", "[", "]");
    for (CoreScale.Step step : core.steps()) {
      steps.add(
          "{upToHertz: %s, factor: %s}".formatted(number(step.upToHertz()), number(step.factor())));
    }
    line("  steps: " + steps);
    line("  source: " + quote(core.source()));
  }

  private void events(ChargeStructure structure) {
    line("events:");
    for (Event event : Event.values()) {
      EventPrice price = structure.events().get(event);
      StringJoiner coefficients = new StringJoiner(", ", "[", "]");
      String kind = price.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      if (price instanceof EventPrice.Charge charge) {
        charge.coefficients().forEach(coefficients::add);
      }
      line(
          "  %s: {kind: %s, coefficients: %s, why: %s}"
              .formatted(event, kind, coefficients, quote(price.why())));
    }
  }

  private void coefficients(EnergyTable table) {
    line("coefficients:");
    for (Coefficient coefficient : table.coefficients()) {
      line("  - name: " + coefficient.name());
      line("    value: " + number(coefficient.quantity().value()));
      line("    unit: " + coefficient.quantity().unit().symbol());
      line("    standardUncertainty: " + number(coefficient.standardUncertainty()));
      line("    conditions: " + quote(coefficient.conditions()));
      line("    source: " + quote(coefficient.source()));
    }
  }

  private void correlation(EnergyTable table) {
    line("# Correlation of the coefficients' errors, in the order of the coefficients.");
    line("correlation:");
    for (int i = 0; i < table.correlation().size(); i++) {
      StringJoiner row = new StringJoiner(", ", "  - [", "]");
      for (int j = 0; j < table.correlation().size(); j++) {
        row.add(number(table.correlation().get(i, j)));
      }
      line(row.toString());
    }
  }

  private static String spread(Spread spread) {
    return "{relative: %s, source: %s}"
        .formatted(number(spread.relative()), quote(spread.source()));
  }

  private static String map(Map<String, String> entries) {
    StringJoiner joiner = new StringJoiner(", ", "{", "}");
    entries.forEach((key, value) -> joiner.add(key + ": " + value));
    return joiner.toString();
  }

  private static String number(double value) {
    BigDecimal plain = BigDecimal.valueOf(value).stripTrailingZeros();
    return (plain.scale() < 0 ? plain.setScale(0) : plain).toPlainString();
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
