package org.unit430.simulator.peripheral;

/** Where the characters go that a UART transmits. */
@FunctionalInterface
public interface UartSink {
  /**
   * A character is on its way. Called when its start bit begins, so that a program that stops right
   * behind its last character loses nothing.
   *
   * @param value the character, 7 or 8 bits
   * @param startCycle MCLK cycle in which its start bit begins
   * @param endCycle MCLK cycle in which its last stop bit ends, if the clocks stay as they are
   */
  void transmitted(int value, long startCycle, long endCycle);
}
