package org.unit430.firmware.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.Profile;

/**
 * How often a layer's accesses miss the FRAM cache and how many wait states that costs, by
 * operation: straight lines through the runs of a machine. The cache's contents depend on the order
 * of accesses, so this is an estimate; everything else in the model is exact.
 */
final class CacheCosts {
  private final Map<Operation, Lines> lines = new EnumMap<>(Operation.class);

  private record Lines(Line fetchMisses, Line readMisses, Line waits) {}

  /** A line y = offset + slope x, fitted by least squares. */
  private record Line(double offset, double slope) {
    static Line through(double[] xs, double[] ys) {
      double meanX = mean(xs);
      double meanY = mean(ys);
      double covariance = 0;
      double variance = 0;
      for (int i = 0; i < xs.length; i++) {
        covariance += (xs[i] - meanX) * (ys[i] - meanY);
        variance += (xs[i] - meanX) * (xs[i] - meanX);
      }
      double slope = variance == 0 ? 0 : covariance / variance;
      return new Line(meanY - slope * meanX, slope);
    }

    long at(long x, long most) {
      return Math.max(0, Math.min(most, Math.round(offset + slope * x)));
    }

    private static double mean(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.length;
    }
  }

  /** Learns from runs of one layer. */
  static CacheCosts of(List<Profile> runs) {
    CacheCosts costs = new CacheCosts();
    int n = runs.size();
    List<Map<Operation, Profile.Charge>> charges = runs.stream().map(Profile::byOperation).toList();
    for (Operation operation : Operation.values()) {
      double[][] columns = new double[6][n];
      for (int i = 0; i < n; i++) {
        EventCounts events = charges.get(i).get(operation).events();
        columns[0][i] = events.get(Event.FRAM_FETCH_HIT) + events.get(Event.FRAM_FETCH_MISS);
        columns[1][i] = events.get(Event.FRAM_FETCH_MISS);
        columns[2][i] = events.get(Event.FRAM_READ_HIT) + events.get(Event.FRAM_READ_MISS);
        columns[3][i] = events.get(Event.FRAM_READ_MISS);
        columns[4][i] = events.lineFills() + events.get(Event.FRAM_WRITE);
        columns[5][i] = events.get(Event.FRAM_WAIT_CYCLE);
      }
      costs.lines.put(
          operation,
          new Lines(
              Line.through(columns[0], columns[1]),
              Line.through(columns[2], columns[3]),
              Line.through(columns[4], columns[5])));
    }
    return costs;
  }

  long fetchMisses(Operation operation, long fetches) {
    return lines.get(operation).fetchMisses.at(fetches, fetches);
  }

  long readMisses(Operation operation, long reads) {
    return lines.get(operation).readMisses.at(reads, reads);
  }

  /**
   * Wait cycles.
   *
   * @param slowAccesses line fills and words written
   */
  long waits(Operation operation, long slowAccesses) {
    return lines.get(operation).waits.at(slowAccesses, Long.MAX_VALUE);
  }
}
