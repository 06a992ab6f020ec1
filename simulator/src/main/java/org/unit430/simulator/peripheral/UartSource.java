package org.unit430.simulator.peripheral;

/** Where the characters come from that a UART receives. */
@FunctionalInterface
public interface UartSource {
  /** What {@link #next} gives when there is nothing to send. */
  int NOTHING = -1;

  /**
   * The line is free: the next character to send to the UART. Asked when the receiver starts, after
   * each character and whenever the firmware reads one.
   *
   * @param receiverReady false if the last character has not been read yet; a source that sends
   *     nevertheless risks an overrun, as on silicon
   * @return 0 to 255, or {@link #NOTHING}
   */
  int next(boolean receiverReady);
}
