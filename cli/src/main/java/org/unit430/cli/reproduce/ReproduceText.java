package org.unit430.cli.reproduce;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.unit430.cli.BuildInfo;
import org.unit430.cli.compare.Setup;

/** A reproduction as tables and sentences for people. */
final class ReproduceText {
  private static final double PERCENT = 100;

  private final Conditions conditions;
  private final List<Gain> gains;
  private final StringBuilder text = new StringBuilder();

  ReproduceText(Conditions conditions, List<Gain> gains) {
    this.conditions = conditions;
    this.gains = gains;
  }

  String render() {
    facts();
    section(
        "UnIT against models pruned in training (* agrees with the published range)",
        gains,
        gainColumns());
    List<Finding> findings = Finding.of(gains);
    section("Range over the workloads, by reading", findings, findingColumns());
    text.append("\nVerdict\n");
    Verdict.of(findings).forEach(sentence -> text.append(" - ").append(sentence).append("\n"));
    return text.toString();
  }

  private void facts() {
    Setup setup = conditions.setup();
    fact(
        "published",
        "arXiv 2507.07885v1, abstract: MACs 11.02-82.03 % fewer, time 27.30-84.19 % less, energy"
            + " 27.33-84.38 % less, accuracy within 0.48-7 points");
    fact(
        "UnIT",
        "%s on the unpruned network, a layer's T at percentile %s of its non-zero |x*w| over %d calibration inputs, on every workload"
            .formatted(
                conditions.division().label(),
                Double.toString(setup.percentile()).replaceFirst("\\.0$", ""),
                setup.calibrationInputs()));
    fact(
        "inputs",
        "%d of each workload's test split, seed %d; fidelity %s"
            .formatted(setup.inputs(), setup.seed(), setup.fidelity()));
    fact(
        "device",
        "MSP430FR5994, MCLK %.0f MHz, %d FRAM wait state, VCC %.2f V; energy table %s, sha256 %.12s"
            .formatted(
                setup.point().mclkHertz() / 1e6,
                setup.point().framWaitStates(),
                setup.point().supplyVolts(),
                conditions.energyTable(),
                conditions.energyTableSha256()));
    conditions
        .sources()
        .leftOut()
        .forEach((name, reason) -> fact("left out", name + ": " + reason));
    BuildInfo build = BuildInfo.current();
    fact("unit430", build.version() + " " + build.commit());
  }

  private void fact(String label, String value) {
    text.append("%-10s %s\n".formatted(label, value));
  }

  private static List<ColumnData<Gain>> gainColumns() {
    List<ColumnData<Gain>> columns = new ArrayList<>();
    columns.add(word("workload", Gain::workload));
    columns.add(word("MAC", gain -> gain.reading().arithmetic()));
    columns.add(word("TTP", gain -> gain.reading().execution()));
    for (Metric metric : Metric.values()) {
      columns.add(number(header(metric), gain -> marked(metric, gain.value(metric))));
    }
    columns.add(number("p", gain -> "%.2g".formatted(gain.accuracyPValue())));
    columns.add(
        number(
            "accuracy % UnIT/TTP",
            gain ->
                "%.1f/%.1f"
                    .formatted(
                        PERCENT * gain.unit().accuracy(), PERCENT * gain.reference().accuracy())));
    columns.add(
        number(
            "kcycles UnIT/TTP",
            gain ->
                "%,.0f/%,.0f"
                    .formatted(gain.unit().cycles() / 1e3, gain.reference().cycles() / 1e3)));
    return columns;
  }

  private static String header(Metric metric) {
    return metric.label() + " " + metric.unit();
  }

  private static String marked(Metric metric, double value) {
    return "%.2f%s".formatted(value + 0.0, metric.agrees(value) ? "*" : " ");
  }

  private static List<ColumnData<Finding>> findingColumns() {
    List<ColumnData<Finding>> columns = new ArrayList<>();
    columns.add(word("reading", finding -> finding.reading().label()));
    for (Metric metric : Metric.values()) {
      columns.add(
          number(
              header(metric),
              finding -> "%.1f to %.1f".formatted(finding.least(metric), finding.most(metric))));
      columns.add(word("", finding -> finding.verdict(metric)));
    }
    columns.add(
        number("time - energy, points", finding -> "%.1f".formatted(finding.timeEnergyGap())));
    return columns;
  }

  private <T> void section(String title, List<T> rows, List<ColumnData<T>> columns) {
    String table =
        AsciiTable.builder()
            .border(AsciiTable.NO_BORDERS)
            .lineSeparator("\n")
            .data(rows, columns)
            .asString();
    text.append("\n").append(title).append("\n");
    table.lines().map(String::stripTrailing).forEach(line -> text.append(line).append("\n"));
  }

  private static <T> ColumnData<T> word(String header, Function<T, String> cell) {
    return column(header, HorizontalAlign.LEFT, cell);
  }

  private static <T> ColumnData<T> number(String header, Function<T, String> cell) {
    return column(header, HorizontalAlign.RIGHT, cell);
  }

  private static <T> ColumnData<T> column(
      String header, HorizontalAlign align, Function<T, String> cell) {
    return new Column().header(header).headerAlign(align).dataAlign(align).with(cell);
  }
}
