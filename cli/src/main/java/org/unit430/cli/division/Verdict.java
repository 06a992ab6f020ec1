package org.unit430.cli.division;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.prune.ThresholdDivision;

/**
 * Which divisions are worth their cycles, in words: those that no other beats in cycles, energy,
 * mean error and lost multiply-accumulates at once (Pareto), by whom the others are beaten, and
 * what that means for a candidate. The table would beat all; it is out of competition because of
 * its memory. Divisions of different arithmetic do not compete.
 */
final class Verdict {
  private final Arithmetic arithmetic;
  private final List<Row> competing;

  Verdict(List<Row> rows, Arithmetic arithmetic) {
    this.arithmetic = arithmetic;
    competing =
        rows.stream()
            .filter(row -> row.arithmetic() == arithmetic)
            .filter(row -> !row.division().equals(ThresholdDivision.TABLE.label()))
            .toList();
  }

  /** Whether a row competes and is beaten by none. */
  boolean isNotBeaten(Row row) {
    return competing.contains(row) && beats(row).isEmpty();
  }

  /** Of those that beat a row and are not beaten themselves the one of least cycles. */
  private Optional<Row> beats(Row row) {
    return competing.stream()
        .filter(row::isBeatenBy)
        .filter(better -> competing.stream().noneMatch(better::isBeatenBy))
        .min(Comparator.comparingDouble(Row::meanCycles));
  }

  /** The verdict, cheapest first, the candidate last. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        (arithmetic == Arithmetic.FLOAT32
                ? "In single precision no"
                : "Where 64 KB for a table cannot be spared, no")
            + " other beats these in cycles, energy, mean error and lost products at once:");
    competing.stream()
        .filter(this::isNotBeaten)
        .sorted(Comparator.comparingDouble(Row::meanCycles))
        .forEach(row -> sentences.add("  %s: %s".formatted(row.label(), words(row))));
    for (Row row : competing) {
      beats(row)
          .filter(better -> !row.isCandidate())
          .ifPresent(
              better ->
                  sentences.add(
                      "  %s is beaten by %s: %s"
                          .formatted(row.label(), better.label(), comparison(row, better))));
    }
    competing.stream().filter(Row::isCandidate).forEach(row -> sentences.add(candidate(row)));
    return sentences;
  }

  private String candidate(Row row) {
    return beats(row)
        .map(
            better ->
                "Your routine %s does not pay: use %s (%s)."
                    .formatted(row.division(), better.label(), comparison(row, better)))
        .orElseGet(
            () ->
                "No other beats your routine %s in all of these: %s."
                    .formatted(row.division(), words(row)));
  }

  private String words(Row row) {
    List<String> words = new ArrayList<>();
    if (least(row, Comparator.comparingDouble(Row::meanCycles))) {
      words.add("fewest cycles");
    }
    if (least(row, Comparator.comparingDouble(Row::energyNj))) {
      words.add("least energy");
    }
    words.add(row.maxError() == 0 ? "no error" : "off by %.1f %%".formatted(100 * row.meanError()));
    words.add(
        row.wronglySkipped() == 0
            ? "loses nothing here"
            : "loses %.3f %% of the products".formatted(row.wronglySkipped()));
    if (row.wronglyKept() > 0) {
      words.add("executes %.3f %% needlessly".formatted(row.wronglyKept()));
    }
    words.add("pays from %.1f skipped products a threshold on".formatted(row.payback()));
    return String.join(", ", words);
  }

  private boolean least(Row row, Comparator<Row> order) {
    return competing.stream().allMatch(other -> order.compare(row, other) <= 0);
  }

  private static String comparison(Row row, Row better) {
    List<String> words = new ArrayList<>();
    add(words, "%.1f cycles, not %.1f", better.meanCycles(), row.meanCycles());
    add(words, "%.2f nJ, not %.2f", better.energyNj(), row.energyNj());
    add(words, "mean error %.4f, not %.4f", better.meanError(), row.meanError());
    add(words, "%.3f %% lost, not %.3f", better.wronglySkipped(), row.wronglySkipped());
    return String.join("; ", words) + (words.size() == 4 ? "" : "; equal in the rest");
  }

  private static void add(List<String> words, String format, double better, double worse) {
    if (better < worse) {
      words.add(format.formatted(better, worse));
    }
  }
}
