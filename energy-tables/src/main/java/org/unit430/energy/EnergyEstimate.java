package org.unit430.energy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.unit430.simulator.event.Event;

/**
 * Energy drawn from the supply by some work, with a 95 % interval.
 *
 * @param meanJoules best estimate; equals the sum of {@code eventJoules}
 * @param lowJoules lower end of the interval
 * @param highJoules upper end of the interval
 * @param standardUncertaintyJoules one standard deviation
 * @param clockJoules what of the mean is the clock system's current during the cycles
 * @param eventJoules the mean by event; each holds the clock system's share of its own cycles
 */
public record EnergyEstimate(
    double meanJoules,
    double lowJoules,
    double highJoules,
    double standardUncertaintyJoules,
    double clockJoules,
    Map<Event, Double> eventJoules) {
  /** Half-width of a 95 % interval in standard deviations of a normal distribution. */
  static final double COVERAGE_FACTOR = 1.959963984540054;

  /** Copies the breakdown. */
  public EnergyEstimate {
    EnumMap<Event, Double> copy = new EnumMap<>(Event.class);
    copy.putAll(eventJoules);
    eventJoules = Collections.unmodifiableMap(copy);
  }

  static EnergyEstimate of(
      double mean, double standardUncertainty, double clock, Map<Event, Double> events) {
    double half = COVERAGE_FACTOR * standardUncertainty;
    return new EnergyEstimate(mean, mean - half, mean + half, standardUncertainty, clock, events);
  }
}
