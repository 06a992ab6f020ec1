package org.unit430.simulator.conformance;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the vectors of a file fared.
 *
 * @param groups in alphabetical order
 * @param deviations how many excluded vectors each known deviation of the other simulator explains,
 *     alone or with others
 */
public record ConformanceReport(List<Group> groups, Map<KnownDeviation, Integer> deviations) {
  /** Copies the collections. */
  public ConformanceReport {
    groups = List.copyOf(groups);
    Map<KnownDeviation, Integer> copy = new EnumMap<>(KnownDeviation.class);
    copy.putAll(deviations);
    deviations = Collections.unmodifiableMap(copy);
  }

  /**
   * The vectors of one kind.
   *
   * @param name as in the file
   * @param passed vectors that this simulator agrees with in everything
   * @param failed vectors that it does not, for no known reason
   * @param excluded vectors that break the manual exactly as the known deviations foretell
   * @param mismatches the first of those that failed
   */
  public record Group(
      String name, int passed, int failed, int excluded, List<Mismatch> mismatches) {
    /** Copies the list. */
    public Group {
      mismatches = List.copyOf(mismatches);
    }

    /** All vectors of the group. */
    public int rows() {
      return passed + failed + excluded;
    }
  }

  /**
   * A vector that failed.
   *
   * @param vector the vector
   * @param instruction its code as assembly text, or why it is none
   * @param differences what is not as the vector wants it
   */
  public record Mismatch(IsaVector vector, String instruction, List<Difference> differences) {
    /** Copies the list. */
    public Mismatch {
      differences = List.copyOf(differences);
    }
  }

  /** All vectors. */
  public int rows() {
    return groups.stream().mapToInt(Group::rows).sum();
  }

  /** Vectors that this simulator agrees with in everything. */
  public int passed() {
    return groups.stream().mapToInt(Group::passed).sum();
  }

  /** Vectors that it does not agree with, for no known reason. */
  public int failed() {
    return groups.stream().mapToInt(Group::failed).sum();
  }

  /** Vectors that break the manual exactly as the known deviations foretell. */
  public int excluded() {
    return groups.stream().mapToInt(Group::excluded).sum();
  }
}
