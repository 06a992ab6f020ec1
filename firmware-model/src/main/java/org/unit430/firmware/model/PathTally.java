package org.unit430.firmware.model;

/** How often the paths through a layer's kernel were taken, by path. */
final class PathTally<P extends Enum<P>> {
  private final long[] counts;

  /** Nothing counted yet. */
  PathTally(Class<P> paths) {
    this.counts = new long[paths.getEnumConstants().length];
  }

  void add(P path, long count) {
    counts[path.ordinal()] += count;
  }

  /** All counts, in the order of the paths, with one more for some path. */
  long[] with(P path, long count) {
    long[] all = counts.clone();
    all[path.ordinal()] += count;
    return all;
  }
}
