package org.unit430.cli.compare;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.unit430.cli.compare.MethodRow.LayerShare;
import org.unit430.cli.compare.MethodRow.OperationShare;
import org.unit430.cli.stats.MethodDifference;
import org.unit430.cli.stats.Percent;
import org.unit430.energy.EnergyDifference;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.device.OperatingPoint;

/** A comparison as tables for people. Every table has a row for each method. */
final class TextReport {
  private static final double MICRO = 1e6;
  private static final double KILO = 1e3;
  private static final double PERCENT = 100;

  private final Configuration configuration;
  private final List<MethodRow> rows;
  private final EnergyModel energy;
  private final OperatingPoint point;
  private final CostFigures costs;
  private final Optional<MethodRow> baseline;

  /**
   * A report.
   *
   * @param costs beyond those of the inputs
   * @param baseline row from which differences are shown
   */
  TextReport(
      Configuration configuration,
      List<MethodRow> rows,
      EnergyModel energy,
      OperatingPoint point,
      CostFigures costs,
      Optional<MethodRow> baseline) {
    this.configuration = configuration;
    this.rows = rows;
    this.energy = energy;
    this.point = point;
    this.costs = costs;
    this.baseline = baseline;
  }

  String render() {
    StringBuilder text = new StringBuilder();
    for (Configuration.Fact fact : configuration.facts()) {
      if (!fact.label().isEmpty()) {
        text.append("%-12s %s\n".formatted(fact.label(), fact.text()));
      }
    }
    section(text, "Per inference, mean over the inputs", methods());
    section(text, "Latency over the inputs (ms)", latency());
    costs
        .worstCaseText()
        .ifPresent(inputs -> text.append(" worst case: ").append(inputs).append("\n"));
    if (rows.get(0).modelCheck().isPresent()) {
      section(
          text,
          "Fidelity model: cycles against the machine's, on inputs that both ran",
          modelChecks());
    }
    List<ColumnData<MethodRow>> changes = changes();
    if (changes.size() > 1) {
      section(
          text,
          "Change of time and energy (the part of the error that both share cancels)",
          changes);
    }
    baseline
        .filter(base -> rows.size() > 1)
        .ifPresent(
            base ->
                section(
                    text,
                    "Difference from %s on these inputs (95 %% paired bootstrap; p: McNemar)"
                        .formatted(base.method().label()),
                    differences(base)));
    if (!costs.breakEvens().isEmpty()) {
      section(
          text,
          "Cycles of a multiply-accumulate by layer, and the skip rate from which the method is"
              + " faster",
          costs.breakEvens(),
          breakEvens());
    }
    section(text, "Where the cycles went (thousands)", operations(share -> share.cycles() / KILO));
    section(text, "Where the energy went (uJ)", operations(share -> share.joules() * MICRO));
    section(
        text, "MACs executed by layer (thousands)", layers(share -> share.macsExecuted() / KILO));
    section(text, "Cycles by layer (thousands)", layers(share -> share.cycles() / KILO));
    section(text, "Energy by layer (uJ)", layers(share -> share.joules() * MICRO));
    return text.toString();
  }

  private void section(StringBuilder text, String title, List<ColumnData<MethodRow>> columns) {
    section(text, title, rows, columns);
  }

  private static <T> void section(
      StringBuilder text, String title, List<T> lines, List<ColumnData<T>> columns) {
    String table =
        AsciiTable.builder()
            .border(AsciiTable.NO_BORDERS)
            .lineSeparator("\n")
            .data(lines, columns)
            .asString();
    text.append("\n").append(title).append("\n");
    table.lines().map(String::stripTrailing).forEach(line -> text.append(line).append("\n"));
  }

  private List<ColumnData<MethodRow>> methods() {
    List<ColumnData<MethodRow>> columns = new ArrayList<>();
    columns.add(name());
    columns.add(number("accuracy %", TextReport::accuracy));
    columns.add(number("kMACs done/dense", TextReport::macs));
    columns.add(number("skip %", row -> "%.1f".formatted(row.skipPercent())));
    columns.add(number("kcycles", row -> "%,.1f".formatted(row.meanCycles() / KILO)));
    columns.add(
        number("cycles/MAC", row -> "%.2f".formatted((double) row.cycles() / row.macsDense())));
    columns.add(
        number("ms", row -> "%.2f".formatted(configuration.milliseconds(row.meanCycles()))));
    columns.add(number("uJ", row -> "%.1f".formatted(micro(row, row.energy().meanJoules()))));
    columns.add(
        number(
            "95 % uJ",
            row ->
                "%.0f-%.0f"
                    .formatted(
                        micro(row, row.energy().lowJoules()),
                        micro(row, row.energy().highJoules()))));
    columns.add(number("FRAM B", row -> "%,d".formatted(row.firmware().framBytes())));
    columns.add(number("RAM B", row -> "%,d".formatted(row.firmware().ramBytes())));
    return columns;
  }

  private List<ColumnData<MethodRow>> latency() {
    List<ColumnData<MethodRow>> columns = new ArrayList<>();
    columns.add(name());
    columns.add(number("min", row -> milliseconds((double) row.distribution().min())));
    columns.add(number("mean", row -> milliseconds(row.distribution().mean())));
    columns.add(number("p95", row -> milliseconds((double) row.distribution().p95())));
    columns.add(number("p99", row -> milliseconds((double) row.distribution().p99())));
    columns.add(number("max", row -> milliseconds((double) row.distribution().max())));
    if (!costs.worstCases().isEmpty()) {
      columns.add(number("worst case", this::worstCase));
    }
    return columns;
  }

  private String worstCase(MethodRow row) {
    OptionalLong cycles = costs.worstCase(row);
    return cycles.isPresent() ? milliseconds((double) cycles.getAsLong()) : "-";
  }

  private List<ColumnData<LayerBreakEven>> breakEvens() {
    List<ColumnData<LayerBreakEven>> columns = new ArrayList<>();
    columns.add(word("method", LayerBreakEven::methodText));
    columns.add(word("layer", line -> line.costs().layer()));
    columns.add(cell("executed", line -> "%.2f".formatted(line.costs().executed())));
    columns.add(cell("skipped", line -> optional(line.costs().skipped())));
    columns.add(cell("threshold", line -> optional(line.costs().threshold())));
    columns.add(cell("skip %", line -> "%.1f".formatted(line.skipPercent())));
    for (String reference : LayerBreakEven.REFERENCES) {
      if (Differences.reference(rows, reference).isPresent()) {
        columns.add(cell("% to beat " + reference, line -> line.text(reference)));
      }
    }
    return columns;
  }

  private static String optional(OptionalDouble cycles) {
    return cycles.isPresent() ? "%.2f".formatted(cycles.getAsDouble()) : "-";
  }

  private String milliseconds(double cycles) {
    return "%.2f".formatted(configuration.milliseconds(cycles));
  }

  private static List<ColumnData<MethodRow>> modelChecks() {
    return List.of(
        name(),
        number("learnt from", row -> check(row, check -> "%d".formatted(check.learntFrom()))),
        number("held out", row -> check(row, check -> "%d".formatted(check.heldOut()))),
        number(
            "mean residual %",
            row -> check(row, check -> "%.3f".formatted(PERCENT * check.meanResidual()))),
        number(
            "largest residual %",
            row -> check(row, check -> "%.3f".formatted(PERCENT * check.largestResidual()))));
  }

  private static String check(MethodRow row, Function<ModelCheck, String> cell) {
    return row.modelCheck().map(cell).orElse("-");
  }

  private static String accuracy(MethodRow row) {
    return "%.1f (%.0f-%.0f)"
        .formatted(
            PERCENT * row.accuracy(),
            PERCENT * row.accuracyInterval().getLowerBound(),
            PERCENT * row.accuracyInterval().getUpperBound());
  }

  private static String macs(MethodRow row) {
    double n = KILO * row.inputs();
    return "%.1f/%.1f".formatted(row.macsExecuted() / n, row.macsDense() / n);
  }

  private List<ColumnData<MethodRow>> changes() {
    List<ColumnData<MethodRow>> columns = new ArrayList<>();
    columns.add(name());
    for (String reference : Differences.REFERENCES) {
      Optional<MethodRow> base = Differences.reference(rows, reference);
      base.ifPresent(
          b -> {
            columns.add(number("time vs " + reference, row -> timeChange(row, b)));
            columns.add(number("energy vs " + reference, row -> energyChange(row, b)));
          });
    }
    return columns;
  }

  private static List<ColumnData<MethodRow>> differences(MethodRow base) {
    return List.of(
        name(),
        difference("accuracy points", base, MethodDifference::accuracyText),
        difference("time", base, MethodDifference::timeText),
        difference("energy", base, MethodDifference::energyText),
        difference("within noise", base, MethodDifference::noiseText));
  }

  private static ColumnData<MethodRow> difference(
      String header, MethodRow base, Function<MethodDifference, String> text) {
    return number(header, row -> Differences.of(row, base).map(text).orElse("-"));
  }

  private static String timeChange(MethodRow row, MethodRow base) {
    return isSame(row, base) ? "-" : change((double) row.cycles() / base.cycles());
  }

  private String energyChange(MethodRow row, MethodRow base) {
    if (isSame(row, base)) {
      return "-";
    }
    if (usesAccelerator(row) || usesAccelerator(base)) {
      // Its calls are not priced as events: nothing of the errors is known to cancel.
      double ratio = row.energy().meanJoules() / base.energy().meanJoules();
      double error = Math.hypot(relativeError(row), relativeError(base));
      return "%s +-%.1f".formatted(change(ratio), PERCENT * ratio * error);
    }
    EnergyDifference difference =
        energy.difference(row.total().total(), base.total().total(), point);
    double halfWidth = PERCENT * (difference.highRatio() - difference.lowRatio()) / 2;
    return "%s +-%.1f".formatted(change(difference.ratio()), halfWidth);
  }

  private static boolean usesAccelerator(MethodRow row) {
    return row.method().products() == Method.Products.ACCELERATOR;
  }

  /** Half-width of the 95 % interval, relative to the mean. */
  private static double relativeError(MethodRow row) {
    return (row.energy().highJoules() - row.energy().lowJoules()) / (2 * row.energy().meanJoules());
  }

  private static boolean isSame(MethodRow row, MethodRow base) {
    return row.method().equals(base.method());
  }

  private static String change(double ratio) {
    return Percent.signed(PERCENT * (ratio - 1)) + " %";
  }

  private List<ColumnData<MethodRow>> operations(ToDoubleFunction<OperationShare> figure) {
    return shares(MethodRow::operations, OperationShare::name, figure);
  }

  private List<ColumnData<MethodRow>> layers(ToDoubleFunction<LayerShare> figure) {
    return shares(MethodRow::layers, LayerShare::name, figure);
  }

  /** A column for each part of a row, and their sum. */
  private <T> List<ColumnData<MethodRow>> shares(
      Function<MethodRow, List<T>> parts, Function<T, String> header, ToDoubleFunction<T> figure) {
    List<ColumnData<MethodRow>> columns = new ArrayList<>();
    columns.add(name());
    List<T> first = parts.apply(rows.get(0));
    for (int i = 0; i < first.size(); i++) {
      int index = i;
      columns.add(
          number(
              header.apply(first.get(i)),
              row -> perInference(row, figure.applyAsDouble(parts.apply(row).get(index)))));
    }
    columns.add(
        number(
            "sum", row -> perInference(row, parts.apply(row).stream().mapToDouble(figure).sum())));
    return columns;
  }

  private static String perInference(MethodRow row, double total) {
    return "%,.1f".formatted(total / row.inputs());
  }

  private static double micro(MethodRow row, double joules) {
    return joules * MICRO / row.inputs();
  }

  private static ColumnData<MethodRow> name() {
    return word(
        "method", row -> row.method().label() + (row.method().isModelled() ? " (modelled)" : ""));
  }

  private static ColumnData<MethodRow> number(String header, Function<MethodRow, String> cell) {
    return cell(header, cell);
  }

  private static <T> ColumnData<T> word(String header, Function<T, String> cell) {
    return column(header, HorizontalAlign.LEFT, cell);
  }

  private static <T> ColumnData<T> cell(String header, Function<T, String> cell) {
    return column(header, HorizontalAlign.RIGHT, cell);
  }

  private static <T> ColumnData<T> column(
      String header, HorizontalAlign align, Function<T, String> cell) {
    return new Column().header(header).headerAlign(align).dataAlign(align).with(cell);
  }
}
