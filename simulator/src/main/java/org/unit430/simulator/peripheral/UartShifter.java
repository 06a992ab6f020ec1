package org.unit430.simulator.peripheral;

/** A shift register of a UART: busy for the time of a character. */
final class UartShifter {
  private final EventScheduler scheduler;
  private final ScheduledEvent finished;
  private ClockSignal clock;
  private long endTick;
  private boolean busy;

  /**
   * An idle shift register.
   *
   * @param done called when a character is through
   */
  UartShifter(EventScheduler scheduler, Runnable done) {
    this.scheduler = scheduler;
    this.finished =
        scheduler.newEvent(
            () -> {
              stop();
              done.run();
            });
  }

  boolean isBusy() {
    return busy;
  }

  /**
   * Starts a character.
   *
   * @param brclk the clock; it is requested until the character is through
   * @return the cycle in which it will be through
   */
  long start(ClockSignal brclk, UartFormat format) {
    busy = true;
    clock = brclk;
    clock.request();
    endTick = clock.ticks(scheduler.cycle()) + format.ticks();
    reschedule();
    return finished.cycle();
  }

  /** Ends the character before its time, if there is one. */
  void stop() {
    if (busy) {
      busy = false;
      finished.cancel();
      clock.release();
    }
  }

  /** The clock's frequency has changed. */
  void reschedule() {
    if (busy) {
      finished.schedule(clock.cycleOf(endTick));
    }
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 3;

  void save(long[] to, int at) {
    to[at] = busy ? 1 : 0;
    to[at + 1] = endTick;
    to[at + 2] = finished.cycle();
  }

  /** Puts back the state; the request for the clock is restored by the clocks. */
  void restore(long[] from, int at, ClockSignal brclk) {
    busy = from[at] != 0;
    clock = brclk;
    endTick = from[at + 1];
    finished.schedule(from[at + 2]);
  }
}
