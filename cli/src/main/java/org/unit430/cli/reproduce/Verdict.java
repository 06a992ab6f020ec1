package org.unit430.cli.reproduce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which reading the findings speak for, in words. */
final class Verdict {
  private Verdict() {}

  /** Sentences: one for each metric, one on the whole. */
  static List<String> of(List<Finding> findings) {
    List<String> sentences = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      sentences.add(sentence(metric, findings));
    }
    sentences.add(timeBesideMacs(findings));
    sentences.add(whole(findings));
    return sentences;
  }

  private static String sentence(Metric metric, List<Finding> findings) {
    int workloads = findings.get(0).gains().size();
    String all = list(findings, finding -> finding.agreeing(metric) == workloads);
    String none = list(findings, finding -> finding.agreeing(metric) == 0);
    return "%s: %s; %s."
        .formatted(
            metric.label(),
            all.isEmpty()
                ? "no reading is inside the published range on every workload"
                : "inside the published range on every workload: " + all,
            none.isEmpty()
                ? "none is outside it on every one"
                : "outside it on every one: " + none);
  }

  /**
   * The least published saving of time, 27.30 %, is above that of multiply-accumulates, 11.02 %: a
   * skipped one saved more than its share, or the two are of different networks.
   */
  private static String timeBesideMacs(List<Finding> findings) {
    return "Published, the least saving of time (27.30 %) is above the least of MACs (11.02 %)."
        + " Here time falls by more than MACs: "
        + findings.stream()
            .map(
                finding ->
                    "%s %d of %d"
                        .formatted(
                            finding.reading().label(),
                            finding.timeOutdoesMacs(),
                            finding.gains().size()))
            .collect(Collectors.joining("; "))
        + ".";
  }

  private static String whole(List<Finding> findings) {
    String agreeing = list(findings, Finding::agrees);
    int workloads = findings.get(0).gains().size();
    int cells = workloads * Metric.values().length;
    if (!agreeing.isEmpty()) {
      // How little a verdict rests on belongs to it: one workload cannot prove a reading.
      return "Consistent with the paper in all %d figures, of %d workload%s: %s."
          .formatted(cells, workloads, workloads == 1 ? "" : "s", agreeing);
    }
    int most =
        findings.stream().max(Comparator.comparingInt(Finding::agreeing)).orElseThrow().agreeing();
    return "No reading is consistent with the paper in every figure. Closest, with %d of %d figures inside the ranges: %s."
        .formatted(most, cells, list(findings, finding -> finding.agreeing() == most));
  }

  private static String list(List<Finding> findings, Predicate<Finding> chosen) {
    return findings.stream()
        .filter(chosen)
        .map(finding -> finding.reading().label())
        .collect(Collectors.joining("; "));
  }
}
