package org.unit430.simulator.peripheral;

/** A serial interface as the world outside sees it: characters out and in. */
public interface Uart extends Peripheral {
  /** Sets where transmitted characters go. */
  void setSink(UartSink sink);

  /** Sets where received characters come from, and asks it. */
  void setSource(UartSource source);

  /** Asks the source for a character, if the receiver is on and the line is free. */
  void poll();
}
