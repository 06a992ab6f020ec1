package org.unit430.simulator.peripheral;

/**
 * When the compare values of a timer follow their registers (SLAU445 14.2.4.2). Timer_A's do at
 * once; Timer_B's may wait for a turn of the counter, alone or in groups.
 */
final class CompareLatches {
  /** By TBCLGRP, for each unit: the unit whose CLLD decides (SLAU445 table 14-5). */
  private static final int[][] LEADERS = {
    {0, 1, 2, 3, 4, 5, 6}, {0, 1, 1, 3, 3, 5, 5}, {0, 1, 1, 1, 4, 4, 4}, {1, 1, 1, 1, 1, 1, 1}
  };

  private final CaptureCompareUnit[] units;

  CompareLatches(CaptureCompareUnit[] units) {
    this.units = units;
  }

  /**
   * The unit whose CLLD decides over a unit's compare value.
   *
   * @param grouping TBCLGRP
   */
  CaptureCompareUnit leaderOf(int grouping, int unit) {
    return units[LEADERS[grouping][unit]];
  }

  /** Loads what was written and need not wait. */
  void loadAtOnce(int grouping) {
    for (int i = 0; i < units.length; i++) {
      if (units[i].awaitsLoad() && leaderOf(grouping, i).loadMode() == 0) {
        units[i].load();
      }
    }
  }

  /**
   * The counter has reached a value: loads the groups that waited for it, if all of a group was
   * written.
   */
  void load(int grouping, int value, boolean upDownMode) {
    boolean isPeriod = value == units[0].compareValue();
    boolean[] loads = new boolean[units.length];
    for (int i = 0; i < units.length; i++) {
      CaptureCompareUnit leader = leaderOf(grouping, i);
      boolean isTime =
          switch (leader.loadMode()) {
            case 1 -> value == 0;
            case 2 -> value == 0 || (upDownMode && isPeriod);
            case 3 -> value == leader.compareValue();
            default -> false;
          };
      loads[i] = isTime && isWritten(grouping, leader);
    }
    for (int i = 0; i < units.length; i++) {
      if (loads[i]) {
        units[i].load();
      }
    }
  }

  private boolean isWritten(int grouping, CaptureCompareUnit leader) {
    for (int i = 0; i < units.length; i++) {
      if (leaderOf(grouping, i) == leader && !units[i].awaitsLoad()) {
        return false;
      }
    }
    return true;
  }
}
