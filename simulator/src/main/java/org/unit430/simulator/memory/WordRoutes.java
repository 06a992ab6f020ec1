package org.unit430.simulator.memory;

import org.unit430.simulator.device.MemoryKind;

/**
 * Which way the accesses to each word take: to the memory or module that is there, or past the
 * memory protection unit and the watchpoints first. Where there are none accesses pay nothing for
 * them: the ways are looked up in one table.
 */
final class WordRoutes {
  /** A word with a watchpoint; where the access goes next, {@link #behindWatchpoints} says. */
  static final int WATCHED = MemoryKind.values().length;

  /**
   * A word, or one shortly before one, that the memory protection unit protects; where the access
   * goes next, the kind of its memory says.
   */
  static final int GUARDED = WATCHED + 1;

  private final byte[] kindByWord;
  private final Watchpoints watchpoints = new Watchpoints(this::routeWatched);
  private final ProtectedMemory protection = new ProtectedMemory(this::routeGuarded);
  private final Runnable changed;

  // The kinds, or a copy with guarded words marked; and that, or a copy with watched words marked.
  private byte[] behindWatchpoints;
  private byte[] all;

  /**
   * Routes straight to memory.
   *
   * @param kindByWord what is at each word, as ordinals of {@link MemoryKind}
   * @param changed run whenever {@link #all} is another table
   */
  WordRoutes(byte[] kindByWord, Runnable changed) {
    this.kindByWord = kindByWord;
    this.changed = changed;
    this.behindWatchpoints = kindByWord;
    this.all = kindByWord;
  }

  /** The way that begins at each word. */
  byte[] all() {
    return all;
  }

  /** The way of a watched access once the watchpoints have noticed it. */
  int behindWatchpoints(int address) {
    return behindWatchpoints[address >> 1];
  }

  Watchpoints watchpoints() {
    return watchpoints;
  }

  ProtectedMemory protection() {
    return protection;
  }

  private void routeGuarded() {
    behindWatchpoints = kindByWord;
    if (protection.isSet()) {
      behindWatchpoints = kindByWord.clone();
      protection.markWords(behindWatchpoints, (byte) GUARDED);
    }
    routeWatched();
  }

  private void routeWatched() {
    all = behindWatchpoints;
    if (watchpoints.isSet()) {
      all = behindWatchpoints.clone();
      watchpoints.markWords(all, (byte) WATCHED);
    }
    changed.run();
  }
}
