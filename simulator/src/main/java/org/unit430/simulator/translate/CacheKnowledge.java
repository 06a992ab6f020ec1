package org.unit430.simulator.translate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of the FRAM cache at a point of a region, whichever way control came there: for a
 * line of code, how long ago it can have been read, at least and at most. A line's age is how many
 * other lines of its set have been read since; with two lines in a set (SLAU367 7.5.1) it is there
 * at age 0 or 1. That is the analysis of Ferdinand and Wilhelm (Efficient and precise cache
 * behavior prediction for real-time systems, 1999): ages at most say what hits, ages at least what
 * misses.
 */
final class CacheKnowledge {
  /** The age of a line that is not in the cache, or may not be. */
  static final int GONE = 2;

  private static final int SETS = 2;

  /** Greatest ages below {@link #GONE}. */
  private final Map<Integer, Integer> greatest;

  /** Least ages where they are not those of {@link #leastOfOthers}. */
  private final Map<Integer, Integer> least;

  /** By set, the least age of all other lines. */
  private final int[] leastOfOthers;

  /** Knows nothing. */
  CacheKnowledge() {
    this.greatest = new HashMap<>();
    this.least = new HashMap<>();
    this.leastOfOthers = new int[SETS];
  }

  CacheKnowledge(CacheKnowledge other) {
    this.greatest = new HashMap<>(other.greatest);
    this.least = new HashMap<>(other.least);
    this.leastOfOthers = other.leastOfOthers.clone();
  }

  /** The greatest age that a line can have: 0, 1, or {@link #GONE} if it may be gone. */
  int greatestAge(int line) {
    return greatest.getOrDefault(line, GONE);
  }

  /** The least age that a line can have: 0, 1, or {@link #GONE} if it is gone. */
  int leastAge(int line) {
    return least.getOrDefault(line, leastOfOthers[line & 1]);
  }

  /** Whether the line of a set that was read last is one of code. */
  boolean isRecentCode(int set) {
    return greatest.entrySet().stream().anyMatch(e -> (e.getKey() & 1) == set && e.getValue() == 0);
  }

  /** Whether both lines of a set are of code. */
  boolean areBothCode(int set) {
    return greatest.keySet().stream().filter(line -> (line & 1) == set).count() == 2;
  }

  /** A line of code has been read. */
  void read(int line) {
    int set = line & 1;
    int atMost = greatestAge(line);
    greatest.replaceAll((l, age) -> (l & 1) == set && age < atMost ? age + 1 : age);
    greatest.values().removeIf(age -> age >= GONE);
    greatest.put(line, 0);
    int atLeast = leastAge(line);
    least.replaceAll((l, age) -> (l & 1) == set && age <= atLeast ? Math.min(age + 1, GONE) : age);
    if (leastOfOthers[set] <= atLeast) {
      leastOfOthers[set] = Math.min(leastOfOthers[set] + 1, GONE);
    }
    least.put(line, 0);
    forgetOrdinary();
  }

  /** A line of data, at a fixed address, has been read; it may be one of code. */
  void readData(int line) {
    greatest.replaceAll((l, age) -> (l & 1) == (line & 1) ? age + 1 : age);
    greatest.values().removeIf(age -> age >= GONE);
    least.put(line, 0);
    forgetOrdinary();
  }

  /** A line that is none of code has been read, it is not known which. */
  void readData() {
    greatest.replaceAll((line, age) -> age + 1);
    greatest.values().removeIf(age -> age >= GONE);
  }

  private void forgetOrdinary() {
    least.entrySet().removeIf(e -> e.getValue() == leastOfOthers[e.getKey() & 1]);
  }

  /** What is known if control came either with this or with other knowledge. */
  CacheKnowledge or(CacheKnowledge other) {
    CacheKnowledge either = new CacheKnowledge();
    greatest.forEach(
        (line, age) -> {
          int atMost = Math.max(age, other.greatestAge(line));
          if (atMost < GONE) {
            either.greatest.put(line, atMost);
          }
        });
    Arrays.setAll(
        either.leastOfOthers, set -> Math.min(leastOfOthers[set], other.leastOfOthers[set]));
    least.keySet().forEach(line -> either.least.put(line, leastOfEither(line, other)));
    other.least.keySet().forEach(line -> either.least.put(line, leastOfEither(line, other)));
    either.forgetOrdinary();
    return either;
  }

  private int leastOfEither(int line, CacheKnowledge other) {
    return Math.min(leastAge(line), other.leastAge(line));
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof CacheKnowledge other
        && greatest.equals(other.greatest)
        && least.equals(other.least)
        && Arrays.equals(leastOfOthers, other.leastOfOthers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(greatest, least, Arrays.hashCode(leastOfOthers));
  }
}
