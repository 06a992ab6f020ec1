package org.unit430.cli.conformance;

import java.util.stream.Collectors;
import org.unit430.simulator.conformance.ConformanceReport;
import org.unit430.simulator.conformance.ConformanceReport.Group;
import org.unit430.simulator.conformance.ConformanceReport.Mismatch;
import org.unit430.simulator.conformance.Difference;

/** The result as tables for people. */
final class ConformanceText {
  private static final String COUNTS = "%-16s %7d %7d %7d %9d%n";

  private ConformanceText() {}

  static String render(ConformanceReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format("%-16s %7s %7s %7s %9s%n", "group", "rows", "passed", "failed", "excluded"));
    for (Group group : report.groups()) {
      text.append(
          String.format(
              COUNTS,
              group.name(),
              group.rows(),
              group.passed(),
              group.failed(),
              group.excluded()));
    }
    text.append(
        String.format(
            COUNTS, "total", report.rows(), report.passed(), report.failed(), report.excluded()));
    addExclusions(text, report);
    addMismatches(text, report);
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static void addExclusions(StringBuilder text, ConformanceReport report) {
    if (report.excluded() == 0) {
      return;
    }
    text.append(
        "\nExcluded: the manual overrules the vector, which is exactly what GDB's simulator is"
            + " known\nto do. A vector can have several reasons.\n");
    report
        .deviations()
        .forEach(
            (deviation, rows) ->
                text.append(
                    String.format(
                        "%7d  %s (%s)%n         %s%n",
                        rows, deviation.id(), deviation.section(), deviation.reason())));
  }

  private static void addMismatches(StringBuilder text, ConformanceReport report) {
    if (report.failed() == 0) {
      return;
    }
    text.append("\nThe first mismatches of each group:\n");
    for (Group group : report.groups()) {
      for (Mismatch mismatch : group.mismatches()) {
        text.append(
            String.format(
                "%s, line %d, %05x: %s  %s%n    %s%n",
                group.name(),
                mismatch.vector().line(),
                mismatch.vector().pc(),
                mismatch.vector().codeText(),
                mismatch.instruction(),
                mismatch.differences().stream()
                    .map(Difference::toString)
                    .collect(Collectors.joining("\n    "))));
      }
    }
  }
}
