package org.unit430.simulator.peripheral;

import java.math.BigInteger;

/**
 * A clock as modules use it: a count of ticks that is a function of the MCLK cycle. Ratios are
 * exact fractions, so that timers neither drift nor depend on when somebody looks. A change of
 * frequency keeps the count and the fraction of the running tick.
 */
public final class ClockSignal {
  private long anchorCycle;
  private long anchorTicks;

  // Ticks per MCLK cycle are numerator / denominator; remainder / denominator of a tick had passed
  // at the anchor.
  private long numerator = 1;
  private long denominator = 1;
  private long remainder;
  private boolean running = true;
  private int requests;
  private final Runnable requestsChanged;

  /**
   * A running clock of one tick a cycle.
   *
   * @param requestsChanged called when the first request comes and when the last one goes
   */
  ClockSignal(Runnable requestsChanged) {
    this.requestsChanged = requestsChanged;
  }

  /** Ticks that have passed up to a cycle, at or after the last change of frequency. */
  public long ticks(long cycle) {
    return running ? anchorTicks + quotient(progress(cycle), denominator) : anchorTicks;
  }

  /**
   * The first cycle in which {@link #ticks} gives a number or more; {@link ScheduledEvent#NEVER} if
   * the clock stands still.
   */
  public long cycleOf(long ticks) {
    if (ticks <= anchorTicks) {
      return anchorCycle;
    }
    if (!running) {
      return ScheduledEvent.NEVER;
    }
    long wanted =
        Math.subtractExact(Math.multiplyExact(ticks - anchorTicks, denominator), remainder);
    return anchorCycle + quotient(wanted + numerator - 1, numerator);
  }

  /** A quotient, rounded down. A division takes long, and most clocks are MCLK, not divided. */
  static long quotient(long dividend, long divisor) {
    return divisor == 1 ? dividend : Math.floorDiv(dividend, divisor);
  }

  /** Whether the clock runs. */
  public boolean isRunning() {
    return running;
  }

  /** A module needs the clock, also in low-power modes that would stop it. */
  public void request() {
    requests++;
    if (requests == 1) {
      requestsChanged.run();
    }
  }

  /** Undoes one {@link #request}. */
  public void release() {
    if (requests == 0) {
      throw new IllegalStateException("a clock was released more often than requested");
    }
    requests--;
    if (requests == 0) {
      requestsChanged.run();
    }
  }

  boolean isRequested() {
    return requests > 0;
  }

  private long progress(long cycle) {
    return Math.addExact(Math.multiplyExact(cycle - anchorCycle, numerator), remainder);
  }

  /** From this cycle on the clock runs, or not, at another ratio to MCLK. */
  void change(long cycle, ClockRate rate, ClockRate mclk, boolean nowRunning) {
    if (running) {
      long passed = progress(cycle);
      anchorTicks += Math.floorDiv(passed, denominator);
      remainder = Math.floorMod(passed, denominator);
    }
    anchorCycle = cycle;
    running = nowRunning;
    long ticks = Math.multiplyExact(rate.oscillatorHertz(), mclk.divider());
    long cycles = Math.multiplyExact(mclk.oscillatorHertz(), rate.divider());
    long common = BigInteger.valueOf(ticks).gcd(BigInteger.valueOf(cycles)).longValueExact();
    long newDenominator = cycles / common;
    remainder = Math.multiplyExact(remainder, newDenominator) / denominator;
    numerator = ticks / common;
    denominator = newDenominator;
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 7;

  void save(long[] to, int at) {
    to[at] = anchorCycle;
    to[at + 1] = anchorTicks;
    to[at + 2] = numerator;
    to[at + 3] = denominator;
    to[at + 4] = remainder;
    to[at + 5] = running ? 1 : 0;
    to[at + 6] = requests;
  }

  void restore(long[] from, int at) {
    anchorCycle = from[at];
    anchorTicks = from[at + 1];
    numerator = from[at + 2];
    denominator = from[at + 3];
    remainder = from[at + 4];
    running = from[at + 5] != 0;
    requests = (int) from[at + 6];
  }
}
