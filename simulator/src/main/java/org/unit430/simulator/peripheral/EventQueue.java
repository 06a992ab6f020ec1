package org.unit430.simulator.peripheral;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The scheduler of a machine. The machine lets the CPU run while the cycle is below {@link
 * #horizon()} and calls {@link #fireUntil} between instructions. A device has some thirty events,
 * so finding the next one is a walk over all of them, done only when the next one has fired or is
 * put off, or another one falls on its cycle.
 */
public final class EventQueue implements EventScheduler {
  private final LongSupplier accessCycle;
  private final List<Event> events = new ArrayList<>();

  /** When each event is due. */
  private long[] cycles = {};

  private Event next;
  private long horizon = ScheduledEvent.NEVER;
  private Event firing;
  private long firingCycle;
  private boolean restoring;

  /**
   * A queue without events.
   *
   * @param accessCycle the MCLK cycle in which the present bus access happens
   */
  public EventQueue(LongSupplier accessCycle) {
    this.accessCycle = accessCycle;
  }

  /** The cycle of the next event, or {@link ScheduledEvent#NEVER}. */
  public long horizon() {
    return horizon;
  }

  /** Whether an event is due at all. */
  public boolean isWaiting() {
    return horizon != ScheduledEvent.NEVER;
  }

  @Override
  public long cycle() {
    return firing == null ? accessCycle.getAsLong() : firingCycle;
  }

  @Override
  public void catchUp() {
    fireUntil(cycle());
  }

  /** Fires all events due up to a cycle, in the order of their cycles. */
  public void fireUntil(long cycle) {
    while (horizon <= cycle && !restoring) {
      Event outer = firing;
      long outerCycle = firingCycle;
      firing = next;
      firingCycle = horizon;
      next.set(ScheduledEvent.NEVER);
      findNext();
      try {
        firing.action.run();
      } finally {
        firing = outer;
        firingCycle = outerCycle;
      }
    }
  }

  /**
   * Lets modules put back a snapshot: whatever was scheduled is forgotten, and nothing fires until
   * they have scheduled again what they had.
   */
  public void restore(Runnable modules) {
    for (Event event : events) {
      event.set(ScheduledEvent.NEVER);
    }
    findNext();
    restoring = true;
    try {
      modules.run();
    } finally {
      restoring = false;
    }
  }

  @Override
  public ScheduledEvent newEvent(Runnable action) {
    Event event = new Event(action, events.size());
    events.add(event);
    cycles = Arrays.copyOf(cycles, events.size());
    event.set(ScheduledEvent.NEVER);
    return event;
  }

  private void findNext() {
    horizon = ScheduledEvent.NEVER;
    for (int i = 0; i < cycles.length; i++) {
      if (cycles[i] < horizon) {
        horizon = cycles[i];
        next = events.get(i);
      }
    }
  }

  private final class Event implements ScheduledEvent {
    private final Runnable action;
    private final int number;

    private Event(Runnable action, int number) {
      this.action = action;
      this.number = number;
    }

    private void set(long newCycle) {
      cycles[number] = newCycle;
    }

    @Override
    public void schedule(long newCycle) {
      if (newCycle == cycle()) {
        return;
      }
      set(newCycle);
      if (newCycle < horizon) {
        horizon = newCycle;
        next = this;
      } else if (next == this || newCycle == horizon) {
        // Of several in the same cycle the first one made is the next.
        findNext();
      }
    }

    @Override
    public long cycle() {
      return cycles[number];
    }
  }
}
