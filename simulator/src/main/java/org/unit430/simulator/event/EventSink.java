package org.unit430.simulator.event;

/** Where a module of the machine reports what happened in it. */
@FunctionalInterface
public interface EventSink {
  /** Counts one event, charged to whatever the CPU is executing. */
  void count(Event event);
}
