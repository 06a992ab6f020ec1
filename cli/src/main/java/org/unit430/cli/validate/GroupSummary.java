package org.unit430.cli.validate;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The rows of a group in short.
 *
 * @param group which
 * @param rows how many there are
 * @param built how many could be built
 * @param scored how many of those the fit did not see
 * @param medianAbsErrorPct of the scored ones
 * @param worstAbsErrorPct of the scored ones
 */
record GroupSummary(
    RowGroup group,
    int rows,
    int built,
    int scored,
    OptionalDouble medianAbsErrorPct,
    OptionalDouble worstAbsErrorPct) {

  static List<GroupSummary> of(List<ValidationRow> rows) {
    return Arrays.stream(RowGroup.values())
        .map(group -> of(group, rows.stream().filter(row -> row.group() == group).toList()))
        .filter(summary -> summary.rows() > 0)
        .toList();
  }

  private static GroupSummary of(RowGroup group, List<ValidationRow> rows) {
    double[] errors =
        rows.stream()
            .filter(ValidationRow::isScored)
            .mapToDouble(row -> Math.abs(row.errorPct().orElseThrow()))
            .sorted()
            .toArray();
    int middle = errors.length / 2;
    return new GroupSummary(
        group,
        rows.size(),
        (int) rows.stream().filter(row -> row.prediction().isPresent()).count(),
        errors.length,
        errors.length == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                errors.length % 2 == 1
                    ? errors[middle]
                    : (errors[middle - 1] + errors[middle]) / 2),
        Arrays.stream(errors).max());
  }

  /** Whether the group is to reach anything, and something in it is scored. */
  boolean hasTarget() {
    return scored > 0
        && !(Double.isNaN(group.medianTargetPct()) && Double.isNaN(group.worstTargetPct()));
  }

  /** Whether all that the group is to reach is reached. */
  boolean meetsTarget() {
    return hasTarget()
        && !(medianAbsErrorPct.orElseThrow() > group.medianTargetPct())
        && !(worstAbsErrorPct.orElseThrow() > group.worstTargetPct());
  }
}
