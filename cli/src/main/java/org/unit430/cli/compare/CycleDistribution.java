package org.unit430.cli.compare;

import java.util.Arrays;

/**
 * How long inferences take, in MCLK cycles, over the inputs. Percentiles are nearest-rank: p95 is
 * the least time that 95 % of the inputs do not exceed.
 *
 * @param min shortest
 * @param mean arithmetic mean
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param max longest
 */
public record CycleDistribution(long min, double mean, long p95, long p99, long max) {
  private static final int PERCENT = 100;

  /** The distribution of one or more inferences. */
  static CycleDistribution of(long[] cycles) {
    long[] sorted = cycles.clone();
    Arrays.sort(sorted);
    return new CycleDistribution(
        sorted[0],
        (double) Arrays.stream(sorted).sum() / sorted.length,
        percentile(sorted, 95),
        percentile(sorted, 99),
        sorted[sorted.length - 1]);
  }

  private static long percentile(long[] sorted, int percent) {
    int rank = (sorted.length * percent + PERCENT - 1) / PERCENT;
    return sorted[rank - 1];
  }
}
