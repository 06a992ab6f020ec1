package org.unit430.firmware.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What calls of a firmware's soft float routines do, found by calling each on a machine, once for
 * every path through it. So the model needs to know which branches there are, but not what they
 * cost.
 */
final class RoutineCharges {
  private final RoutineMachine machine;
  private final Map<Call, long[]> known = new ConcurrentHashMap<>();

  /** A path, or two operands, of a routine. */
  private record Call(int entry, int path, int first, int second) {}

  RoutineCharges(RoutineMachine machine) {
    this.machine = machine;
  }

  /** Adds the figures of all calls of a routine to a sum. */
  void addTo(long[] sum, RoutineCalls calls) {
    calls.visit(
        (path, first, second, count) ->
            Figures.add(sum, of(calls.entry(), path, first, second), count));
  }

  private long[] of(int entry, int path, int first, int second) {
    Call call = path < 0 ? new Call(entry, path, first, second) : new Call(entry, path, 0, 0);
    return known.computeIfAbsent(call, c -> machine.call(entry, first, second));
  }
}
