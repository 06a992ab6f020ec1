package org.unit430.simulator.peripheral;

/** What the memory tells the FRAM controller. */
public interface FramFaults {
  /** The FRAM array was accessed while MCLK was too fast for the wait states. */
  void accessedTooFast();

  /** A write to FRAM was lost because of WPROT. */
  void wroteProtected();
}
