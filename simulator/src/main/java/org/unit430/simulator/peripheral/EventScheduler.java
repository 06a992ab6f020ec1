package org.unit430.simulator.peripheral;

/** The machine's time, as modules see it. The unit is the MCLK cycle; it also passes in LPMs. */
public interface EventScheduler {
  /** The cycle of the bus access being made, or of the event being fired. */
  long cycle();

  /**
   * Fires all events due up to {@link #cycle()}. The machine does so between instructions; a module
   * whose registers show what events did calls it before it looks at them, because an access
   * happens in the middle of an instruction.
   */
  void catchUp();

  /**
   * A new event of a module, not scheduled yet. Events of the same cycle fire in the order in which
   * they were made.
   */
  ScheduledEvent newEvent(Runnable action);
}
