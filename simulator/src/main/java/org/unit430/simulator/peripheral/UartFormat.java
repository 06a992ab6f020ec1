package org.unit430.simulator.peripheral;

/**
 * How long a character takes (SLAU367 22.3.9 and 22.3.10).
 *
 * @param bits from the start bit to the last stop bit
 * @param divider UCBRx, ticks of BRCLK in a bit, or in a sixteenth of one when oversampling
 * @param oversampling UCOS16
 * @param firstStage UCBRFx, extra ticks in each bit when oversampling, 0 to 15
 * @param secondStage UCBRSx: bit 7 adds a tick to the start bit, bit 6 to the bit behind it, and so
 *     on, beginning anew after eight bits
 */
record UartFormat(int bits, int divider, boolean oversampling, int firstStage, int secondStage) {
  /** Ticks of BRCLK from the beginning of the start bit to the end of the last stop bit. */
  long ticks() {
    // A divider of 0 counts like 1: every bit takes at least a tick.
    long perBit = oversampling ? 16L * divider + firstStage : divider;
    long ticks = bits * Math.max(1, perBit);
    for (int bit = 0; bit < bits; bit++) {
      ticks += (secondStage >> (7 - bit % 8)) & 1;
    }
    return ticks;
  }
}
