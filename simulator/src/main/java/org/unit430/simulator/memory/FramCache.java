package org.unit430.simulator.memory;

/**
 * The FRAM controller's read cache and access time. Two sets of two 8-byte lines, set = address bit
 * 3, least recently used line replaced (SLAU367 7.5.1; set index and replacement as measured on an
 * FR5994, prior-art.md 3.3). Reads of code and data share it. A write goes around it: the array is
 * written, lines keep their place (hardware.md section 5).
 */
public final class FramCache {
  /** Bytes in a line. */
  public static final int LINE_BYTES = 8;

  /** log2 of {@link #LINE_BYTES}. */
  public static final int LINE_SHIFT = 3;

  /** Wait states while the access time error stands, SLAU367 8.2.3.4. */
  public static final int ERROR_WAIT_STATES = 15;

  private static final int EMPTY = -1;

  // Most and least recently used line number of each set.
  private final int[] recent = {EMPTY, EMPTY};
  private final int[] old = {EMPTY, EMPTY};

  private int waitStates;
  private boolean accessTimeError;

  /**
   * Reads from a line.
   *
   * @param line address divided by {@link #LINE_BYTES}
   * @return whether it was in the cache; if not, it is now
   */
  public boolean read(int line) {
    int set = line & 1;
    int mostRecent = recent[set];
    if (mostRecent == line) {
      return true;
    }
    boolean hit = old[set] == line;
    old[set] = mostRecent;
    recent[set] = line;
    return hit;
  }

  /** Empties the cache. */
  public void flush() {
    recent[0] = EMPTY;
    recent[1] = EMPTY;
    old[0] = EMPTY;
    old[1] = EMPTY;
  }

  /** MCLK cycles that each access to the array, a line fill or a write, holds the CPU. */
  public int waitStates() {
    return accessTimeError ? ERROR_WAIT_STATES : waitStates;
  }

  /** Sets NWAITS, 0 to 15. */
  public void setWaitStates(int waitStates) {
    this.waitStates = waitStates;
  }

  /**
   * The access-time error: flushes the cache, slows every access and blocks writes until it is
   * cleared.
   */
  public void setAccessTimeError(boolean accessTimeError) {
    if (accessTimeError && !this.accessTimeError) {
      flush();
    }
    this.accessTimeError = accessTimeError;
  }

  /** Whether the access-time error stands; FRAM writes are then ignored. */
  public boolean accessTimeError() {
    return accessTimeError;
  }

  /** The state, for a snapshot: tags of both sets, wait states, error flag. */
  public int[] save() {
    return new int[] {recent[0], recent[1], old[0], old[1], waitStates, accessTimeError ? 1 : 0};
  }

  /** Puts back what {@link #save} returned. */
  public void restore(int[] saved) {
    recent[0] = saved[0];
    recent[1] = saved[1];
    old[0] = saved[2];
    old[1] = saved[3];
    waitStates = saved[4];
    accessTimeError = saved[5] != 0;
  }
}
