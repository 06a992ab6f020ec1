package org.unit430.simulator.peripheral;

import java.util.List;

/** Whoever sees to it that protected segments are respected: the memory bus. */
@FunctionalInterface
public interface SegmentGuard {
  /** From now on these segments are protected, and no others; they do not overlap. */
  void protect(List<ProtectedSegment> segments);
}
