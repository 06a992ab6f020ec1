package org.unit430.simulator.peripheral;

import java.util.List;

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

  /**
   * A range of FRAM.
   *
   * @param first address of the first byte
   * @param last address of the last byte
   */
  record Range(int first, int last) {}

  /** Writes to these ranges, and to no others, are lost from now on. */
  void setReadOnly(List<Range> ranges);
}
