package org.unit430.cli.validate;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.unit430.energy.EnergyTable;

/** The comparison as tables. */
final class ValidationText {
  private static final int KEY_WIDTH = 46;

  private final StringBuilder text = new StringBuilder();

  private ValidationText() {}

  /**
   * Writes the comparison.
   *
   * @param given whether the table is the user's
   */
  static String render(EnergyTable table, boolean given, List<ValidationRow> rows) {
    ValidationText report = new ValidationText();
    report.line(
        "energy table %s, sha256 %s; device %s", table.id(), shortened(table), table.device());
    report.line(
        given
            ? "table given: predicted by that table as it is, whatever it was fitted to"
            : "left out: predicted by a fit without the row; fitted: the row alone decides a"
                + " coefficient, so it is not scored");
    for (GroupSummary group : GroupSummary.of(rows)) {
      report.group(group, rows);
    }
    report.summary(given, GroupSummary.of(rows));
    return report.text.toString();
  }

  private static String shortened(EnergyTable table) {
    return table.sha256().substring(0, Math.min(12, table.sha256().length()));
  }

  private void group(GroupSummary group, List<ValidationRow> rows) {
    line("");
    line("%s", group.group().label());
    line(
        " %-" + KEY_WIDTH + "s %7s %5s %10s %10s %23s %8s  %s",
        "row",
        "unit",
        "V",
        "measured",
        "predicted",
        "low-high",
        "error %",
        "basis");
    for (ValidationRow row : rows) {
      if (row.group() == group.group()) {
        line(
            " %-" + KEY_WIDTH + "s %7s %5s %10s %s",
            row.key(),
            row.unit(),
            Double.isNaN(row.voltageV()) ? "" : String.valueOf(row.voltageV()),
            Double.isNaN(row.measured()) ? "" : number(row.measured()),
            row.prediction().map(it -> prediction(row, it)).orElse("not built: " + row.notBuilt()));
      }
    }
  }

  private static String prediction(ValidationRow row, Prediction it) {
    return "%10s %23s %+8.2f  %s"
        .formatted(
            number(it.value()),
            number(it.low()) + "-" + number(it.high()),
            row.errorPct().orElseThrow(),
            it.basis().label());
  }

  private void summary(boolean given, List<GroupSummary> groups) {
    line("");
    line(
        given
            ? "Summary (errors are absolute)"
            : "Summary (errors are absolute, of rows that the fit did not see)");
    line(
        " %-66s %5s %6s %7s %9s %8s  %s",
        "group", "rows", "built", "scored", "median %", "worst %", "to reach");
    for (GroupSummary group : groups) {
      line(
          " %-66s %5d %6d %7d %9s %8s  %s",
          group.group().label(),
          group.rows(),
          group.built(),
          group.scored(),
          percent(group.medianAbsErrorPct()),
          percent(group.worstAbsErrorPct()),
          target(group));
    }
  }

  private static String target(GroupSummary group) {
    if (!group.hasTarget()) {
      return "-";
    }
    RowGroup wanted = group.group();
    String median =
        Double.isNaN(wanted.medianTargetPct())
            ? ""
            : "median %.1f, ".formatted(wanted.medianTargetPct());
    return "%sworst %.1f: %s"
        .formatted(median, wanted.worstTargetPct(), group.meetsTarget() ? "met" : "MISSED");
  }

  private static String percent(OptionalDouble value) {
    return value.isPresent() ? "%.2f".formatted(value.getAsDouble()) : "-";
  }

  private static String number(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size >= 100) {
      return "%.0f".formatted(value);
    }
    return size >= 1000
        ? "%.0f".formatted(value)
        : size >= 100
            ? "%.1f".formatted(value)
            : size >= 10 ? "%.2f".formatted(value) : "%.4f".formatted(value);
  }

  private void line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
