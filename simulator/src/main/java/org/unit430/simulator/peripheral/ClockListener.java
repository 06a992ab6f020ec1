package org.unit430.simulator.peripheral;

/** Told when the frequencies of the clocks change. */
@FunctionalInterface
public interface ClockListener {
  /** The clocks now run at these frequencies, rounded to whole hertz, or would if not stopped. */
  void clocksChanged(long mclkHertz, long smclkHertz, long aclkHertz);
}
