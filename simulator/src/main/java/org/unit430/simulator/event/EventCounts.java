package org.unit430.simulator.event;

import java.util.Arrays;

/** How often each {@link Event} happened. Immutable. */
public final class EventCounts {
  private static final Event[] EVENTS = Event.values();

  /** No events at all. */
  public static final EventCounts NONE = new EventCounts(new long[EVENTS.length]);

  private final long[] counts;

  private EventCounts(long[] counts) {
    this.counts = counts;
  }

  /**
   * Copies counts out of a larger array.
   *
   * @param counts counts in the order of {@link Event#ordinal()}
   * @param offset index of the count of the first event
   */
  public static EventCounts of(long[] counts, int offset) {
    return new EventCounts(Arrays.copyOfRange(counts, offset, offset + EVENTS.length));
  }

  /** A count of one kind of event only. */
  public static EventCounts of(Event event, long count) {
    long[] counts = new long[EVENTS.length];
    counts[event.ordinal()] = count;
    return new EventCounts(counts);
  }

  /** Whether {@link #of(long[], int)} would be the same. */
  boolean isCopyOf(long[] others, int offset) {
    return Arrays.equals(counts, 0, counts.length, others, offset, offset + counts.length);
  }

  /** How often {@code event} happened. */
  public long get(Event event) {
    return counts[event.ordinal()];
  }

  /** These counts and {@code other}'s together. */
  public EventCounts plus(EventCounts other) {
    long[] sum = counts.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.counts[i];
    }
    return new EventCounts(sum);
  }

  /** What happened since {@code earlier} was taken. */
  public EventCounts minus(EventCounts earlier) {
    long[] difference = counts.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= earlier.counts[i];
    }
    return new EventCounts(difference);
  }

  /** These counts without those of {@code event}. */
  public EventCounts without(Event event) {
    long[] rest = counts.clone();
    rest[event.ordinal()] = 0;
    return new EventCounts(rest);
  }

  /** MCLK cycles that these events took: the sum of count x {@link Event#cycles()}. */
  public long cycles() {
    long cycles = 0;
    for (Event event : EVENTS) {
      cycles += counts[event.ordinal()] * event.cycles();
    }
    return cycles;
  }

  /** FRAM read-cache line fills, by code and by data. */
  public long lineFills() {
    return get(Event.FRAM_FETCH_MISS) + get(Event.FRAM_READ_MISS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventCounts that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (Event event : EVENTS) {
      if (counts[event.ordinal()] != 0) {
        text.append(text.length() > 1 ? ", " : "")
            .append(event)
            .append('=')
            .append(counts[event.ordinal()]);
      }
    }
    return text.append('}').toString();
  }
}
