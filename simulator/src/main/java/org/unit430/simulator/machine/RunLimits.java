package org.unit430.simulator.machine;

/**
 * How far a run may go, counted from its start.
 *
 * @param cycles MCLK cycles; the run stops at the first instruction boundary at or behind it
 * @param instructions retired instructions
 */
public record RunLimits(long cycles, long instructions) {
  /** No limit at all. */
  public static final RunLimits NONE = new RunLimits(Long.MAX_VALUE, Long.MAX_VALUE);

  /** A limit of cycles only. */
  public static RunLimits cycles(long cycles) {
    return new RunLimits(cycles, Long.MAX_VALUE);
  }

  /** A limit of instructions only. */
  public static RunLimits instructions(long instructions) {
    return new RunLimits(Long.MAX_VALUE, instructions);
  }
}
