package org.unit430.simulator.memory;

import java.util.Arrays;
import java.util.List;
import org.unit430.simulator.peripheral.ProtectedSegment;
import org.unit430.simulator.peripheral.ProtectedSegment.Access;
import org.unit430.simulator.peripheral.SegmentGuard;

/** Which words the memory protection unit protects. The bus asks only for words of segments. */
public final class ProtectedMemory implements SegmentGuard {
  // An instruction that begins this far before a segment may end in it.
  private static final int WORDS_BEHIND_THE_FIRST = 3;

  private final Runnable changed;
  private Runnable listener = () -> {};
  private List<ProtectedSegment> segments = List.of();

  /**
   * Protects nothing yet.
   *
   * @param changed run whenever that changes
   */
  ProtectedMemory(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public void protect(List<ProtectedSegment> newSegments) {
    segments = List.copyOf(newSegments);
    changed.run();
    listener.run();
  }

  /** Says who is told when other words than before can be fetched as code. */
  public void onChange(Runnable newListener) {
    listener = newListener;
  }

  /** Whether anything is protected. */
  public boolean isSet() {
    return !segments.isEmpty();
  }

  /** Whether an access is permitted, without anybody being told. */
  boolean permits(int address, Access access) {
    for (ProtectedSegment segment : segments) {
      if (address >= segment.first() && address <= segment.last()) {
        return segment.permits(access);
      }
    }
    return true;
  }

  /** Whether an access of some bytes is permitted; the first segment that forbids it is told. */
  boolean admits(int address, int bytes, Access access) {
    for (ProtectedSegment segment : segments) {
      if (address + bytes > segment.first()
          && address <= segment.last()
          && !segment.permits(access)) {
        segment.violated().run();
        return false;
      }
    }
    return true;
  }

  /** Marks every word whose access has to be admitted. */
  void markWords(byte[] words, byte mark) {
    for (ProtectedSegment segment : segments) {
      int from = Math.max(0, (segment.first() >> 1) - WORDS_BEHIND_THE_FIRST);
      Arrays.fill(words, from, (segment.last() >> 1) + 1, mark);
    }
  }
}
