package org.unit430.firmware.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.Profile;

/**
 * How often a layer's accesses miss the FRAM cache, by operation, and how many wait states follow,
 * learnt from runs of a machine. A block of a kernel misses about as often whenever it runs, so
 * misses are taken to be linear in how often the paths are taken and in the accesses themselves
 * ({@link PathRegression}). What the cache holds depends on the order of paths, too: this is an
 * estimate, while everything else in the model is exact.
 */
final class CacheCosts {
  private final Map<Operation, Misses> misses = new EnumMap<>(Operation.class);
  private final long waitsPerSlowAccess;

  private record Misses(PathRegression ofFetches, PathRegression ofReads) {}

  private CacheCosts(long waitsPerSlowAccess) {
    this.waitsPerSlowAccess = waitsPerSlowAccess;
  }

  /**
   * Learns from runs of one layer.
   *
   * @param paths counts of each run
   * @param runs what the machine did in them
   */
  static CacheCosts of(List<long[]> paths, List<Profile> runs) {
    EventCounts all = runs.stream().map(Profile::total).reduce(EventCounts.NONE, EventCounts::plus);
    long slow = all.lineFills() + all.get(Event.FRAM_WRITE);
    // Each line filled and each word written waits equally long (SLAU367 8.5).
    CacheCosts costs = new CacheCosts(slow == 0 ? 0 : all.get(Event.FRAM_WAIT_CYCLE) / slow);
    for (Operation operation : Operation.values()) {
      List<double[]> fetches = new ArrayList<>();
      List<double[]> reads = new ArrayList<>();
      double[] fetchMisses = new double[runs.size()];
      double[] readMisses = new double[runs.size()];
      for (int i = 0; i < runs.size(); i++) {
        EventCounts events = runs.get(i).byOperation().get(operation).events();
        fetchMisses[i] = events.get(Event.FRAM_FETCH_MISS);
        readMisses[i] = events.get(Event.FRAM_READ_MISS);
        fetches.add(counts(paths.get(i), events.get(Event.FRAM_FETCH_HIT) + fetchMisses[i]));
        reads.add(counts(paths.get(i), events.get(Event.FRAM_READ_HIT) + readMisses[i]));
      }
      costs.misses.put(
          operation,
          new Misses(
              PathRegression.of(fetches, fetchMisses), PathRegression.of(reads, readMisses)));
    }
    return costs;
  }

  /** Of so many code words fetched for an operation those that miss. */
  long fetchMisses(Operation operation, long[] paths, long fetches) {
    return misses(misses.get(operation).ofFetches, paths, fetches);
  }

  /** Of so many data words read for an operation those that miss. */
  long readMisses(Operation operation, long[] paths, long reads) {
    return misses(misses.get(operation).ofReads, paths, reads);
  }

  private static long misses(PathRegression regression, long[] paths, long accesses) {
    return Math.max(
        0, Math.min(accesses, Math.round(regression.at(counts(paths, (double) accesses)))));
  }

  /** Accesses stand for what is not in the paths: the ways through divisions. */
  private static double[] counts(long[] paths, double accesses) {
    double[] counts =
        Arrays.copyOf(Arrays.stream(paths).asDoubleStream().toArray(), paths.length + 1);
    counts[paths.length] = accesses;
    return counts;
  }

  /**
   * Wait cycles.
   *
   * @param slowAccesses line fills and words written
   */
  long waits(long slowAccesses) {
    return waitsPerSlowAccess * slowAccesses;
  }
}
