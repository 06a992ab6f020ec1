package org.unit430.simulator.peripheral;

/**
 * When the results of the 32-bit multiplier are available, and which of them were destroyed on the
 * way. SLAU367 table 5-1 (fractional table 5-5 is the same) and 5-6 (saturation).
 */
final class ResultTiming {
  /** Columns of the tables: RES0 to RES3, then the carry MPYC. */
  static final int RES1 = 1;

  static final int RES3 = 3;
  static final int MPYC = 4;

  private static final int COLUMNS = 5;

  /** Where the manual says n/a after OP2H: what counts is the time since OP2L. */
  private static final int NA = 0;

  /** A step of an operation: MCLK cycles from the write that triggers it to each result. */
  @SuppressWarnings("ImmutableEnumChecker") // The arrays are never written.
  enum Step {
    OP2_BOTH_16(new int[] {3, 3, 4, 4, 3}, new int[] {3, 3, 4, 4, 3}),
    OP2_FIRST_32(new int[] {3, 5, 6, 7, 7}, new int[] {7, 7, 7, 7, 7}),
    OP2L_FIRST_16(new int[] {3, 5, 6, 7, 7}, new int[] {7, 7, 7, 7, 7}),
    OP2H_FIRST_16(new int[] {NA, 3, 4, 4, 4}, new int[] {4, 4, 4, 4, 4}),
    OP2L_FIRST_32(new int[] {3, 8, 10, 11, 11}, new int[] {11, 11, 11, 11, 11}),
    OP2H_FIRST_32(new int[] {NA, 3, 5, 6, 6}, new int[] {6, 6, 6, 6, 6});

    private final int[] plain;
    private final int[] saturated;
    private final int longest;

    Step(int[] plain, int[] saturated) {
      this.plain = plain;
      this.saturated = saturated;
      this.longest = Math.max(Math.max(plain[RES3], plain[MPYC]), saturated[MPYC]);
    }

    /** MCLK cycles until every result is there, in any mode. */
    int longest() {
      return longest;
    }
  }

  private static final Step[] STEPS = Step.values();

  /** A cycle so long ago that everything started then is available. */
  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private Step step = Step.OP2_BOTH_16;
  private long stepCycle = LONG_AGO;
  private Step firstStep = Step.OP2_BOTH_16;
  private long firstStepCycle = LONG_AGO;
  private long settledCycle = LONG_AGO;
  private int lost;

  /** Starts an operation. */
  void start(Step newStep, long cycle) {
    firstStepCycle = LONG_AGO;
    step = newStep;
    stepCycle = cycle;
    settledCycle = cycle + newStep.longest;
  }

  /** Goes on with the upper word of the second operand. */
  void carryOn(Step second, long cycle) {
    firstStep = step;
    firstStepCycle = stepCycle;
    step = second;
    stepCycle = cycle;
    settledCycle = Math.max(settledCycle, cycle + second.longest);
  }

  /** Whether an operation may still be running, in any mode. */
  boolean busy(long cycle) {
    return cycle < settledCycle;
  }

  /** First cycle in which no operation is running any more, in any mode. */
  long settledCycle() {
    return settledCycle;
  }

  /** Whether any result has been destroyed. */
  boolean isAnyLost() {
    return lost != 0;
  }

  /** Whether every result is there, and none has been destroyed. */
  boolean isSettled(long cycle) {
    return cycle >= settledCycle && lost == 0;
  }

  /** First cycle in which a result may be read. */
  long readyCycle(int column, boolean saturating) {
    return Math.max(
        ready(step, stepCycle, column, saturating),
        ready(firstStep, firstStepCycle, column, saturating));
  }

  private static long ready(Step step, long cycle, int column, boolean saturating) {
    return cycle + (saturating ? step.saturated : step.plain)[column];
  }

  /**
   * First cycle in which a result may be read if the upper word of the second operand, still
   * missing, is written in this cycle.
   */
  long readyCycleIfCarriedOn(Step second, long cycle, int column, boolean saturating) {
    return Math.max(
        ready(second, cycle, column, saturating), ready(step, stepCycle, column, saturating));
  }

  /** An operand changes: what is not available in this cycle never will be. */
  void abort(long cycle, boolean saturating) {
    for (int column = 0; column < COLUMNS; column++) {
      if (readyCycle(column, saturating) > cycle) {
        lost |= 1 << column;
      }
    }
  }

  /** Whether a result was destroyed. */
  boolean isLost(int column) {
    return (lost & (1 << column)) != 0;
  }

  /** A result register is written: destroyed if its result is still to come, sound otherwise. */
  void overwrite(int column, long cycle, boolean saturating) {
    if (readyCycle(column, saturating) > cycle) {
      lost |= 1 << column;
    } else {
      lost &= ~(1 << column);
    }
  }

  /** The operation about to start takes nothing from the result registers. */
  void forgetLost() {
    lost = 0;
  }

  /** The operation about to start adds to the result registers, two or all four of them. */
  void inheritLost(boolean wide) {
    int inputs = wide ? 0b1111 : 0b0011;
    lost = (lost & inputs) != 0 ? lost | (1 << MPYC) : lost & ~(1 << MPYC);
  }

  void reset() {
    restore(
        new long[] {
          Step.OP2_BOTH_16.ordinal(), LONG_AGO, Step.OP2_BOTH_16.ordinal(), LONG_AGO, LONG_AGO, 0
        },
        0);
  }

  /** Longs that {@link #save} fills. */
  static final int SAVED = 6;

  void save(long[] to, int at) {
    to[at] = step.ordinal();
    to[at + 1] = stepCycle;
    to[at + 2] = firstStep.ordinal();
    to[at + 3] = firstStepCycle;
    to[at + 4] = settledCycle;
    to[at + 5] = lost;
  }

  void restore(long[] from, int at) {
    step = STEPS[(int) from[at]];
    stepCycle = from[at + 1];
    firstStep = STEPS[(int) from[at + 2]];
    firstStepCycle = from[at + 3];
    settledCycle = from[at + 4];
    lost = (int) from[at + 5];
  }
}
