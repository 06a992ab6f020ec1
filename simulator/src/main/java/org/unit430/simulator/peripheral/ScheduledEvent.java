package org.unit430.simulator.peripheral;

/** Something a module does at a cycle it chooses, once each time it is scheduled. */
public interface ScheduledEvent {
  /** The cycle of an event that is not scheduled. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Makes the event fire at a cycle and at no other; a cycle in the past fires as soon as possible.
   *
   * @param cycle when, or {@link #NEVER}
   */
  void schedule(long cycle);

  /** When the event fires, or {@link #NEVER}. */
  long cycle();

  /** Makes the event not fire. */
  default void cancel() {
    schedule(NEVER);
  }
}
