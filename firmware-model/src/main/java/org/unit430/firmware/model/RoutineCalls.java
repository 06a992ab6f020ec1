package org.unit430.firmware.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls of one routine, counted by the path that each takes, with operands that take it. Operands
 * whose path has no number are counted by themselves.
 */
final class RoutineCalls {
  private static final int BEGIN_SIZE = 64;
  private static final int FREE = -1;
  private static final int HASH = 0x9E3779B9; // 2^32 by the golden ratio: Fibonacci hashing

  private final int entry;
  private final Paths paths;

  // Open addressing; the sizes are powers of two, at most half of the places are taken.
  private int[] keys = new int[BEGIN_SIZE];
  private long[] counts = new long[BEGIN_SIZE];
  private long[] operands = new long[BEGIN_SIZE];
  private int taken;
  private final Map<Long, Long> unnumbered = new HashMap<>();

  /** Numbers the paths of a routine. */
  @FunctionalInterface
  interface Paths {
    /** The number of the path that two operands take; below 0 if it has none. */
    int of(int first, int second);
  }

  /** Told of what was counted. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Calls took one path.
     *
     * @param path number; below 0 if it has none, and the operands decide
     * @param first operand of one of these calls
     * @param second operand of the same
     * @param count calls
     */
    void calls(int path, int first, int second, long count);
  }

  /**
   * No calls yet.
   *
   * @param entry address of the routine
   */
  RoutineCalls(int entry, Paths paths) {
    this.entry = entry;
    this.paths = paths;
    Arrays.fill(keys, FREE);
  }

  /** Address of the routine. */
  int entry() {
    return entry;
  }

  /** Counts a call. */
  void add(int first, int second) {
    int path = paths.of(first, second);
    long both = ((long) first << Integer.SIZE) | Integer.toUnsignedLong(second);
    if (path < 0) {
      unnumbered.merge(both, 1L, Long::sum);
      return;
    }
    int place = place(path);
    if (keys[place] == FREE) {
      if (2 * ++taken > keys.length) {
        grow();
        place = place(path);
      }
      keys[place] = path;
      operands[place] = both;
    }
    counts[place]++;
  }

  private int place(int path) {
    int mask = keys.length - 1;
    int place = ((path * HASH) >>> Short.SIZE) & mask;
    while (keys[place] != FREE && keys[place] != path) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldCounts = counts;
    long[] oldOperands = operands;
    keys = new int[2 * oldKeys.length];
    Arrays.fill(keys, FREE);
    counts = new long[keys.length];
    operands = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int place = place(oldKeys[i]);
        keys[place] = oldKeys[i];
        counts[place] = oldCounts[i];
        operands[place] = oldOperands[i];
      }
    }
  }

  /** Tells of every path that was taken. */
  void visit(Visitor visitor) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != FREE) {
        visitor.calls(keys[i], (int) (operands[i] >>> Integer.SIZE), (int) operands[i], counts[i]);
      }
    }
    unnumbered.forEach(
        (both, count) ->
            visitor.calls(FREE, (int) (both >>> Integer.SIZE), both.intValue(), count));
  }
}
