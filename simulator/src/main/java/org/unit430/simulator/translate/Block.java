package org.unit430.simulator.translate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Instructions of a region that are entered at the first one only, and all executed then. */
final class Block {
  final int start;
  final List<Step> steps = new ArrayList<>();

  /** Blocks of the region that may follow. */
  final Set<Block> successors = new LinkedHashSet<>();

  /** What has to hold at its beginning, once that is known. */
  BlockPlan plan;

  /**
   * Whether the horizon is checked before it, as it is before every target of a back edge, and
   * before rounds of a loop. Before the region is entered, somebody else checks it.
   */
  boolean isHeader;

  /** Whether the region can be entered here. */
  boolean isEntry;

  /** Whether it is several rounds of a loop. */
  boolean isRounds;

  /** Whether it is several rounds of a loop at which the region can be entered. */
  boolean isEnteredLoop;

  /** Several rounds of it in one, if it is a loop that counts down; else null. */
  Block unrolled;

  /** The register with which it counts. */
  int counter;

  /** What that must hold at least for those rounds. */
  int countForRounds;

  Block(int start) {
    this.start = start;
  }

  /** Whether control can come here from outside the region. */
  boolean isEntered() {
    return isEntry || isEnteredLoop;
  }

  Step last() {
    return steps.get(steps.size() - 1);
  }
}
