package org.unit430.simulator.peripheral;

/**
 * The counter of Timer_A and Timer_B (SLAU445 13.2.3): where it is after some ticks, and how many
 * ticks it needs to get somewhere. Arithmetic only; ticks are those behind the dividers.
 */
final class TimerCounter {
  // MC field of the control register.
  static final int STOP = 0;
  static final int UP = 1;
  static final int CONTINUOUS = 2;
  static final int UP_DOWN = 3;

  private int mode;
  private int value;
  private boolean down;
  private int period;
  private int top = 0xFFFF;

  int value() {
    return value;
  }

  void setValue(int value) {
    this.value = value & top;
  }

  /** Zero, counting up: TACLR. */
  void clear() {
    value = 0;
    down = false;
  }

  void setMode(int mode) {
    this.mode = mode;
  }

  /** Sets where up mode and up/down mode turn: TAxCCR0, or TBxCL0. */
  void setPeriod(int period) {
    this.period = period;
  }

  /** Sets the largest count, a power of two minus one. Timer_B counts 8, 10, 12 or 16 bits. */
  void setTop(int top) {
    this.top = top;
    value &= top;
  }

  /** Whether it counts: up and up/down mode do not with a period of 0, once they are at 0. */
  boolean isCounting() {
    return mode == CONTINUOUS || (mode != STOP && (period != 0 || value != 0));
  }

  /**
   * Counts on.
   *
   * @param ticks at least 0
   */
  void advance(long ticks) {
    switch (mode) {
      case STOP -> {
        // Keeps its value.
      }
      case CONTINUOUS -> value = (int) ((value + ticks) & top);
      case UP -> {
        long rest = ticks;
        if (value > period && rest > 0) {
          // The period was made shorter than the count: it rolls to zero.
          value = 0;
          rest--;
        }
        if (value <= period) {
          long count = value + rest;
          value = (int) (count <= period ? count : count % (period + 1L));
        }
      }
      default -> advanceUpAndDown(ticks);
    }
  }

  /** The value after some more ticks, without counting on. */
  int valueAfter(long ticks) {
    long[] saved = new long[SAVED];
    save(saved, 0);
    advance(ticks);
    int later = value;
    restore(saved, 0);
    return later;
  }

  private void advanceUpAndDown(long ticks) {
    long rest = ticks;
    if (rest == 0) {
      return;
    }
    if (isFalling()) {
      if (rest < value) {
        value -= (int) rest;
        down = true;
        return;
      }
      rest -= value;
      value = 0;
    }
    if (period == 0) {
      down = false;
      return;
    }
    long phase = (value + rest) % (2L * period);
    down = phase >= period;
    value = (int) (down ? 2L * period - phase : phase);
  }

  /** Up/down mode: the direction of the next tick is downwards. */
  private boolean isFalling() {
    return value != 0 && (down || value >= period);
  }

  /**
   * Ticks until the counter reaches a value, at least 1.
   *
   * @return {@link ScheduledEvent#NEVER} if it does not get there
   */
  long ticksUntil(int target) {
    if (target > top) {
      return ScheduledEvent.NEVER;
    }
    return switch (mode) {
      case STOP -> ScheduledEvent.NEVER;
      case CONTINUOUS -> ((target - value - 1) & top) + 1L;
      case UP -> ticksUntilUp(target);
      default -> ticksUntilUpAndDown(target);
    };
  }

  private long ticksUntilUp(int target) {
    if (target > period || (period == 0 && value == 0)) {
      return ScheduledEvent.NEVER;
    }
    if (value > period) {
      return target + 1L;
    }
    return target > value ? target - value : target - value + period + 1L;
  }

  private long ticksUntilUpAndDown(int target) {
    if (isFalling()) {
      if (target < value) {
        return (long) value - target;
      }
      return target <= period ? (long) value + target : ScheduledEvent.NEVER;
    }
    if (target > period || period == 0) {
      return ScheduledEvent.NEVER;
    }
    return target > value ? target - value : 2L * period - value - target;
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 5;

  void save(long[] to, int at) {
    to[at] = mode;
    to[at + 1] = value;
    to[at + 2] = down ? 1 : 0;
    to[at + 3] = period;
    to[at + 4] = top;
  }

  void restore(long[] from, int at) {
    mode = (int) from[at];
    value = (int) from[at + 1];
    down = from[at + 2] != 0;
    period = (int) from[at + 3];
    top = (int) from[at + 4];
  }
}
