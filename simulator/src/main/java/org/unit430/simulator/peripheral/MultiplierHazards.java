package org.unit430.simulator.peripheral;

import java.util.Optional;

/**
 * What a program did to a hardware multiplier that the manual does not allow. The simulated module
 * has its results at once, so such a program computes correctly here and wrongly on silicon:
 * programs are only proven when there is no hazard. Observations: a snapshot neither keeps nor
 * restores them.
 */
public final class MultiplierHazards {
  /** What happened. */
  public enum Kind {
    /** A result was read before it was available (SLAU367 tables 5-1, 5-5 and 5-6). */
    EARLY_READ,
    /**
     * A result was read that had still been in the making when an operand or the result register
     * was written (SLAU367 5.2.2: it is invalid, also as input of a following accumulation).
     */
    LOST_RESULT
  }

  /**
   * One hazard.
   *
   * @param kind what happened
   * @param register the manual's name of the register read
   * @param cycle MCLK cycle of the read
   * @param cyclesEarly by how many cycles the read came too early; 0 for a lost result
   */
  public record Hazard(Kind kind, String register, long cycle, long cyclesEarly) {}

  private long earlyReads;
  private long lostResults;
  private Hazard first;

  MultiplierHazards() {}

  /** Reads of results that were not available yet. */
  public long earlyReads() {
    return earlyReads;
  }

  /** Reads of results that a write had destroyed before they were available. */
  public long lostResults() {
    return lostResults;
  }

  /** The first hazard of any kind. */
  public Optional<Hazard> first() {
    return Optional.ofNullable(first);
  }

  void earlyRead(String register, long cycle, long cyclesEarly) {
    earlyReads++;
    keepFirst(new Hazard(Kind.EARLY_READ, register, cycle, cyclesEarly));
  }

  void lostResult(String register, long cycle) {
    lostResults++;
    keepFirst(new Hazard(Kind.LOST_RESULT, register, cycle, 0));
  }

  private void keepFirst(Hazard hazard) {
    if (first == null) {
      first = hazard;
    }
  }
}
