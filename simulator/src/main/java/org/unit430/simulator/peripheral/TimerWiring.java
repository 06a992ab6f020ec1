package org.unit430.simulator.peripheral;

/**
 * How a device uses a timer.
 *
 * @param kind which timer
 * @param base address of TxCTL
 * @param units capture/compare units, 2 to 7
 * @param vectorUnit0 address of the interrupt vector of unit 0
 * @param vectorOthers address of the interrupt vector of everything else
 * @param classic a timer of the x1xx or x2xx: without TxEX0, and with TxIV elsewhere
 */
public record TimerWiring(
    Kind kind, int base, int units, int vectorUnit0, int vectorOthers, boolean classic) {
  /** Which of the two timers. */
  public enum Kind {
    /** Timer_A: 16 bits, compare values work at once. */
    A,
    /** Timer_B: 8 to 16 bits, compare values may be loaded at the turn of the counter. */
    B
  }
}
