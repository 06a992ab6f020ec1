package org.unit430.simulator.memory;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Ranges of addresses at which data accesses are noticed. The bus asks only for words that have a
 * watchpoint; looking ({@code peek}) and loading ({@code poke}) are no accesses.
 */
public final class Watchpoints {
  /** Which accesses a watchpoint notices. */
  public enum Access {
    /** Writes only. */
    WRITE,
    /** Reads only. */
    READ,
    /** Both. */
    ANY
  }

  /**
   * A range of addresses.
   *
   * @param address first byte, 0 to 0FFFFFh
   * @param bytes length, 1 or more
   * @param access what is noticed
   */
  public record Watchpoint(int address, int bytes, Access access) {
    /** Checks the range. */
    public Watchpoint {
      if (address < 0 || bytes < 1 || bytes > 0x100000 - address) {
        throw new IllegalArgumentException(
            String.format("%d bytes at %05Xh are no range of 20-bit addresses", bytes, address));
      }
    }

    private boolean notices(int first, int length, boolean write) {
      return access != (write ? Access.READ : Access.WRITE)
          && first < address + bytes
          && address < first + length;
    }
  }

  /**
   * An access to a watched address.
   *
   * @param watchpoint whose it is
   * @param address first watched byte that was accessed
   * @param write whether it was written
   */
  public record Hit(Watchpoint watchpoint, int address, boolean write) {}

  private final Set<Watchpoint> watchpoints = new LinkedHashSet<>();
  private final Runnable changed;
  private Hit hit;

  Watchpoints(Runnable changed) {
    this.changed = changed;
  }

  /** Adds a watchpoint; the same one twice counts once. */
  public void set(Watchpoint watchpoint) {
    watchpoints.add(watchpoint);
    changed.run();
  }

  /** Undoes {@link #set}. */
  public void clear(Watchpoint watchpoint) {
    watchpoints.remove(watchpoint);
    hit = null;
    changed.run();
  }

  /** Whether there is any. */
  public boolean isSet() {
    return !watchpoints.isEmpty();
  }

  /** Whether an access was noticed that nobody has taken. */
  public boolean isHit() {
    return hit != null;
  }

  /** The first access noticed since the last one was taken, or null. */
  public Hit takeHit() {
    Hit taken = hit;
    hit = null;
    return taken;
  }

  void accessed(int address, int bytes, boolean write) {
    if (hit != null) {
      return;
    }
    for (Watchpoint watchpoint : watchpoints) {
      if (watchpoint.notices(address, bytes, write)) {
        hit = new Hit(watchpoint, Math.max(address, watchpoint.address()), write);
        return;
      }
    }
  }

  /** Marks every word that has a watched byte. */
  void markWords(byte[] words, byte mark) {
    for (Watchpoint watchpoint : watchpoints) {
      int from = Math.min(watchpoint.address() >> 1, words.length);
      int to = Math.min((watchpoint.address() + watchpoint.bytes() + 1) >> 1, words.length);
      Arrays.fill(words, from, to, mark);
    }
  }
}
