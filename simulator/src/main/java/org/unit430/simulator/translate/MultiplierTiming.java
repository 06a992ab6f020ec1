package org.unit430.simulator.translate;

import org.unit430.simulator.peripheral.HardwareMultiplier;

/**
 * When a block accesses the multiplier, in MCLK cycles from the block's beginning without waits,
 * which can only make the time between two accesses longer.
 */
final class MultiplierTiming {
  private static final int NEVER = -1;

  private int lastStart = NEVER;
  private int latestStartForResults = Integer.MAX_VALUE;
  private int latestStartForWrites = Integer.MAX_VALUE;

  /**
   * The most recent cycle in which the multiplier may have been started before the block for RESLO
   * and RESHI to be read in time, or {@link Integer#MAX_VALUE} if none is.
   */
  int latestStartForResults() {
    return latestStartForResults;
  }

  /** The same for writes. */
  int latestStartForWrites() {
    return latestStartForWrites;
  }

  /**
   * RESLO or RESHI is read.
   *
   * @return whether that is in time after the last start in the block
   */
  boolean read(int cycle) {
    int latest = cycle - HardwareMultiplier.RESULT_CYCLES;
    if (lastStart == NEVER) {
      latestStartForResults = Math.min(latestStartForResults, latest);
    }
    return lastStart <= latest || lastStart == NEVER;
  }

  /**
   * A register is written.
   *
   * @param settlingCycles how long nothing must be written behind a start
   * @return whether that is in time after the last start in the block
   */
  boolean write(int cycle, boolean starts, int settlingCycles) {
    int latest = cycle - settlingCycles;
    boolean isInTime = lastStart <= latest || lastStart == NEVER;
    if (lastStart == NEVER) {
      latestStartForWrites = Math.min(latestStartForWrites, latest);
    }
    if (starts) {
      lastStart = cycle;
    }
    return isInTime;
  }
}
