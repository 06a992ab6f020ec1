package org.unit430.cli.division;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.simulator.device.OperatingPoint;

/**
 * What the exam found, as a table and a verdict for people and in JSON.
 *
 * @param workload name
 * @param inputs of it that were decided on
 * @param seed that chose them
 * @param product T at which cycles and errors were taken
 * @param floatProduct the same in single precision
 * @param correct inputs classified correctly if nothing is skipped, by arithmetic
 * @param point at which the routines ran
 * @param rows one for each division and multiplier, the candidate's last
 */
record DivisionReport(
    String workload,
    int inputs,
    long seed,
    int product,
    float floatProduct,
    Map<Arithmetic, Integer> correct,
    OperatingPoint point,
    List<Row> rows) {
  private static final double PERCENT = 100;
  private static final int SHORTEST_NAME = 12;

  DivisionReport {
    correct = Map.copyOf(correct);
    rows = List.copyOf(rows);
  }

  ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", "unit430.division/1");
    document.put("workload", workload).put("inputs", inputs).put("seed", seed);
    document.put("correctWithNothingSkipped", correct.get(Arithmetic.Q15));
    document.put("correctWithNothingSkippedFloat32", correct.get(Arithmetic.FLOAT32));
    document.put("device", "MSP430FR5994").put("mclkHz", point.mclkHertz());
    document.put("threshold", product).put("thresholdFloat32", floatProduct);
    ArrayNode array = document.putArray("rows");
    for (Row row : rows) {
      ObjectNode node = array.addObject();
      node.put("division", row.division()).put("arithmetic", row.arithmetic().label());
      node.put("multiplier", row.multiplier()).put("source", "simulated");
      node.putObject("cycles")
          .put("min", row.minCycles())
          .put("mean", row.meanCycles())
          .put("max", row.maxCycles());
      node.put("energyNj", row.energyNj());
      node.putObject("relativeError")
          .put("mean", row.meanError())
          .put("max", row.maxError())
          .put("meanSign", row.meanSign());
      node.put("canSkipAboveT", row.skipsAbove());
      node.put("wronglySkippedPct", row.wronglySkipped());
      node.put("wronglyKeptPct", row.wronglyKept());
      node.put("correct", row.correct());
      node.put(
          "accuracyChangePoints",
          PERCENT * (row.correct() - correct.get(row.arithmetic())) / inputs);
      node.put("payback", row.payback());
      node.put("notBeaten", new Verdict(rows, row.arithmetic()).isNotBeaten(row));
    }
    verdict(rows).forEach(document.putArray("verdict")::add);
    return document;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "workload     %s, %d test inputs, seed %d; nothing skipped: %d correct\n"
            .formatted(workload, inputs, seed, correct.get(Arithmetic.Q15)));
    text.append(
        "device       MSP430FR5994, MCLK %.0f MHz, no FRAM wait state, VCC %.2f V\n"
            .formatted(point.mclkHertz() / 1e6, point.supplyVolts()));
    text.append(
        ("threshold    T = %,d; cycles (CALL and RET included), energy and error over all 32,767"
                + " magnitudes,\n             the error against floor(T/m) in parts of it\n"
                + "float32      T = %.4g; over every exponent with %d mantissas, error against T/m;"
                + " nothing skipped: %d correct\n\n")
            .formatted(
                product, floatProduct, FloatExam.MANTISSAS, correct.get(Arithmetic.FLOAT32)));
    int width = rows.stream().mapToInt(row -> row.division().length()).max().orElse(0);
    String first = "%-" + Math.max(SHORTEST_NAME, width) + "s ";
    text.append(
        (first + "%-7s %-11s %14s %7s %9s %9s %6s %7s %8s %8s %8s %8s\n")
            .formatted(
                "division",
                "in",
                "multiplier",
                "cycles min-max",
                "mean",
                "nJ",
                "err mean",
                "max",
                "sign",
                "lost %",
                "extra %",
                "correct",
                "payback"));
    for (Row row : merged(rows)) {
      text.append(
          (first + "%-7s %-11s %14s %7.1f %9.2f %9.4f %6.3f %+7.2f %8.3f %8.3f %8s %8.1f\n")
              .formatted(
                  row.division(),
                  row.arithmetic(),
                  row.multiplier(),
                  row.minCycles() + "-" + row.maxCycles(),
                  row.meanCycles(),
                  row.energyNj(),
                  row.meanError(),
                  row.maxError(),
                  row.meanSign(),
                  row.wronglySkipped(),
                  row.wronglyKept(),
                  row.correct() + "/" + inputs,
                  row.payback()));
    }
    text.append(
        """

        sign     above 0: thresholds too large on average, more is skipped; below 0: too small
        lost     multiply-accumulates above T that are skipped, percent of all of the workload
        extra    multiply-accumulates not above T that are executed, percent of all
        payback  multiply-accumulates that one threshold must help to skip before it has paid for
                 itself, in the mean over the magnitudes that occur in the workload; table's row is
                 a lookup in 64 KB of FRAM for one T (a convolution whose thresholds lie beside its
                 weights pays nothing)

        """);
    verdict(merged(rows)).forEach(line -> text.append(line).append("\n"));
    return text.toString();
  }

  /** Of single precision first, so that what concerns a candidate comes last. */
  private static List<String> verdict(List<Row> rows) {
    return Stream.of(Arithmetic.FLOAT32, Arithmetic.Q15)
        .flatMap(arithmetic -> new Verdict(rows, arithmetic).sentences().stream())
        .toList();
  }

  /** One row for all multipliers on which a division is the same. */
  static List<Row> merged(List<Row> rows) {
    Map<Row, List<String>> multipliers = new LinkedHashMap<>();
    for (Row row : rows) {
      multipliers.computeIfAbsent(row.on(Row.ANY), any -> new ArrayList<>()).add(row.multiplier());
    }
    List<Row> merged = new ArrayList<>();
    multipliers.forEach(
        (row, same) -> {
          long all =
              rows.stream()
                  .filter(r -> r.division().equals(row.division()))
                  .filter(r -> r.arithmetic() == row.arithmetic())
                  .count();
          boolean onAny = same.size() == all && all > 1;
          merged.add(onAny ? row : row.on(String.join("/", same)));
        });
    return merged;
  }
}
