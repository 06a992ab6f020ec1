package org.unit430.simulator.peripheral;

/**
 * A frequency as a clock module makes it: that of an oscillator, divided. Kept apart so that ratios
 * between clocks are exact.
 *
 * @param oscillatorHertz at least 1
 * @param divider at least 1
 */
public record ClockRate(long oscillatorHertz, int divider) {
  /** Checks the ranges. */
  public ClockRate {
    if (oscillatorHertz < 1 || divider < 1) {
      throw new IllegalArgumentException(
          "a clock of " + oscillatorHertz + " Hz divided by " + divider + " does not run");
    }
  }

  /** The frequency, rounded to the nearest hertz. */
  public long hertz() {
    return (oscillatorHertz + divider / 2) / divider;
  }
}
