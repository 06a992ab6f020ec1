package org.unit430.simulator.memory;

import org.unit430.simulator.peripheral.FramFaults;
import org.unit430.simulator.peripheral.FramTiming;

/**
 * The FRAM controller's read cache and access time. Two sets of two 8-byte lines, set = address bit
 * 3, least recently used line replaced (SLAU367 7.5.1; set index and replacement as measured on an
 * FR5994, prior-art.md 3.3). Reads of code and data share it. A write goes around it: the array is
 * written, lines keep their place (hardware.md section 5).
 */
public final class FramCache implements FramTiming {
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
  private boolean tooFast;
  private boolean accessTimeError;
  private boolean writeProtected;
  private FramFaults faults = new NoFaults();

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

  /** Says who is told of faulty accesses. */
  public void setFaults(FramFaults faults) {
    this.faults = faults;
  }

  /** Empties the cache. */
  public void flush() {
    recent[0] = EMPTY;
    recent[1] = EMPTY;
    old[0] = EMPTY;
    old[1] = EMPTY;
  }

  /**
   * The array itself is accessed: a line is filled or a word written.
   *
   * @return MCLK cycles for which that holds the CPU
   */
  public int access() {
    if (tooFast) {
      faults.accessedTooFast();
    }
    return accessTimeError ? ERROR_WAIT_STATES : waitStates;
  }

  /** The wait states that are set, without those of an access time error. */
  public int waitStates() {
    return waitStates;
  }

  /** Whether a write is lost; if it is for its protection, somebody is told. */
  public boolean losesWrite() {
    if (writeProtected) {
      faults.wroteProtected();
    }
    return writeProtected || accessTimeError;
  }

  @Override
  public void setWaitStates(int cycles) {
    waitStates = cycles;
  }

  @Override
  public void setTooFast(boolean tooFast) {
    this.tooFast = tooFast;
  }

  @Override
  public void setAccessTimeError(boolean error) {
    if (error && !accessTimeError) {
      flush();
    }
    accessTimeError = error;
  }

  @Override
  public void setWriteProtected(boolean isProtected) {
    writeProtected = isProtected;
  }

  /** Nobody is there to be told, as on a machine without the controller's registers. */
  private static final class NoFaults implements FramFaults {
    @Override
    public void accessedTooFast() {
      // Nobody to tell.
    }

    @Override
    public void wroteProtected() {
      // Nobody to tell.
    }
  }

  /** The tags of both sets, for a snapshot; the controller's registers restore the rest. */
  public int[] save() {
    return new int[] {recent[0], recent[1], old[0], old[1]};
  }

  /** Puts back what {@link #save} returned. */
  public void restore(int[] saved) {
    recent[0] = saved[0];
    recent[1] = saved[1];
    old[0] = saved[2];
    old[1] = saved[3];
  }
}
