package org.unit430.simulator.peripheral;

/** A module's request to one interrupt vector. */
@FunctionalInterface
public interface InterruptLine {
  /** Requests the interrupt (an enabled flag is set), or no longer. */
  void set(boolean requested);
}
