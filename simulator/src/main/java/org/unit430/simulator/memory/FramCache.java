package org.unit430.simulator.memory;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
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

  // Index of a set's least recently used line; that of the most recent one is the set itself.
  private static final int OLD = 2;

  private final int[] lines = {EMPTY, EMPTY, EMPTY, EMPTY};

  private int waitStates;
  private boolean tooFast;
  private boolean accessTimeError;
  private boolean writeProtected;
  private List<Range> readOnly = List.of();
  private IntConsumer lostWrites = address -> {};
  private FramFaults faults = new NoFaults();

  /**
   * Reads from a line.
   *
   * @param line address divided by {@link #LINE_BYTES}
   * @return whether it was in the cache; if not, it is now
   */
  public boolean read(int line) {
    int set = line & 1;
    int mostRecent = lines[set];
    if (mostRecent == line) {
      return true;
    }
    boolean hit = lines[set + OLD] == line;
    lines[set + OLD] = mostRecent;
    lines[set] = line;
    return hit;
  }

  /**
   * The lines held, for an engine that does what {@link #read} does: the most recent of each set,
   * then the others; -1 where there is none.
   */
  public int[] lines() {
    return lines;
  }

  /** Whether accesses only take their wait states: nobody is told of them, and no write is lost. */
  public boolean isPlain() {
    return !tooFast && !accessTimeError && !writeProtected && readOnly.isEmpty();
  }

  /** Says who is told of faulty accesses. */
  public void setFaults(FramFaults faults) {
    this.faults = faults;
  }

  /** Empties the cache. */
  public void flush() {
    Arrays.fill(lines, EMPTY);
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

  /** Says who is told of every write that is lost, whatever for, with its address. */
  public void onLostWrite(IntConsumer listener) {
    lostWrites = listener;
  }

  /** Whether a write to an address is lost; if it is for its protection, the controller is told. */
  boolean losesWrite(int address) {
    if (writeProtected) {
      faults.wroteProtected();
    }
    boolean lost = writeProtected || accessTimeError || isReadOnly(address);
    if (lost) {
      lostWrites.accept(address);
    }
    return lost;
  }

  private boolean isReadOnly(int address) {
    for (Range range : readOnly) {
      if (address >= range.first() && address <= range.last()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void setReadOnly(List<Range> ranges) {
    readOnly = List.copyOf(ranges);
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
    return lines.clone();
  }

  /** Puts back what {@link #save} returned. */
  public void restore(int[] saved) {
    System.arraycopy(saved, 0, lines, 0, lines.length);
  }
}
