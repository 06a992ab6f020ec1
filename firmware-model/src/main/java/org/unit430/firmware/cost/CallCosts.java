package org.unit430.firmware.cost;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unit430.firmware.cost.ForcedRun.Operands;

/** What single calls of routines take whose operands say how often their loops go round. */
final class CallCosts {
  private final ControlFlow flow;
  private final ForcedRun full;
  private final LineCosts costs;
  // By what was entered how often: most operands lead to the same.
  private final Map<Map<Integer, Long>, Long> known = new HashMap<>();

  CallCosts(ControlFlow flow, ForcedRun full, LineCosts costs) {
    this.flow = flow;
    this.full = full;
    this.costs = costs;
  }

  /** The most cycles of one call: loops as operands say, the slower side of other branches. */
  long of(int entry, Operands operands) {
    Visits visits = full.call(entry, operands);
    return known.computeIfAbsent(
        visits.counts(), counts -> new LongestWay(flow, visits, costs).from(entry));
  }

  /** The most of several. */
  long most(int entry, List<Operands> operands) {
    return operands.stream().mapToLong(pair -> of(entry, pair)).max().orElse(0);
  }
}
