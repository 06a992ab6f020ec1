package org.unit430.simulator.peripheral;

/** What the FRAM controller's registers do to accesses: implemented by the memory. */
public interface FramTiming {
  /**
   * Sets how long an access to the FRAM array holds the CPU.
   *
   * @param cycles MCLK cycles, 0 to 15
   */
  void setWaitStates(int cycles);

  /**
   * Says whether MCLK is too fast for the wait states: the next access to the array is then told to
   * {@link FramFaults#accessedTooFast}.
   */
  void setTooFast(boolean tooFast);

  /**
   * The access time error stands, or no longer: the cache is emptied, every access takes 15 wait
   * states and writes are lost (SLAU367 8.2.3.4).
   */
  void setAccessTimeError(boolean error);

  /** Writes are lost and told to {@link FramFaults#wroteProtected} (SLAU367 8.2.3.1), or not. */
  void setWriteProtected(boolean isProtected);
}
