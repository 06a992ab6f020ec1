package org.unit430.firmware.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.ChargeKey;
import org.unit430.simulator.machine.Profile;

/**
 * What a stretch of execution did, by operation, as one array of integers: instructions, code words
 * fetched from FRAM, data words read from FRAM, and every event that neither the cache nor wait
 * states have a say in. These depend on the path through the code alone.
 */
final class Figures {
  private static final Operation[] OPERATIONS = Operation.values();

  private static final Set<Event> BY_CACHE =
      EnumSet.of(
          Event.FRAM_FETCH_HIT,
          Event.FRAM_FETCH_MISS,
          Event.FRAM_READ_HIT,
          Event.FRAM_READ_MISS,
          Event.FRAM_WAIT_CYCLE);

  private static final List<Event> EXACT =
      List.copyOf(EnumSet.complementOf(EnumSet.copyOf(BY_CACHE)));

  private static final int INSTRUCTIONS = 0;
  private static final int FETCHES = 1;
  private static final int READS = 2;
  private static final int FIRST_EVENT = 3;
  private static final int OF_OPERATION = FIRST_EVENT + EXACT.size();

  /** Length of the arrays. */
  static final int SIZE = OPERATIONS.length * OF_OPERATION;

  private Figures() {}

  /** Adds figures some times to a sum. */
  static void add(long[] sum, long[] other, long factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * other[i];
    }
  }

  /** The figures of what a machine did. */
  static long[] of(Profile profile) {
    long[] figures = new long[SIZE];
    for (Map.Entry<Operation, Profile.Charge> entry : profile.byOperation().entrySet()) {
      int base = entry.getKey().ordinal() * OF_OPERATION;
      EventCounts events = entry.getValue().events();
      figures[base + INSTRUCTIONS] = entry.getValue().instructions();
      figures[base + FETCHES] =
          events.get(Event.FRAM_FETCH_HIT) + events.get(Event.FRAM_FETCH_MISS);
      figures[base + READS] = events.get(Event.FRAM_READ_HIT) + events.get(Event.FRAM_READ_MISS);
      for (int i = 0; i < EXACT.size(); i++) {
        figures[base + FIRST_EVENT + i] = events.get(EXACT.get(i));
      }
    }
    return figures;
  }

  /**
   * The profile that figures stand for.
   *
   * @param symbol to charge it to
   * @param paths that led to them
   * @param cache how accesses divide into hits and misses, and what waits they cause
   */
  static Profile profile(long[] figures, String symbol, long[] paths, CacheCosts cache) {
    List<Profile.Charge> charges = new ArrayList<>();
    for (Operation operation : OPERATIONS) {
      int base = operation.ordinal() * OF_OPERATION;
      long fetches = figures[base + FETCHES];
      long reads = figures[base + READS];
      long fetchMisses = cache.fetchMisses(operation, paths, fetches);
      long readMisses = cache.readMisses(operation, paths, reads);
      EventCounts events =
          EventCounts.of(Event.FRAM_FETCH_HIT, fetches - fetchMisses)
              .plus(EventCounts.of(Event.FRAM_FETCH_MISS, fetchMisses))
              .plus(EventCounts.of(Event.FRAM_READ_HIT, reads - readMisses))
              .plus(EventCounts.of(Event.FRAM_READ_MISS, readMisses));
      for (int i = 0; i < EXACT.size(); i++) {
        long count = figures[base + FIRST_EVENT + i];
        if (count != 0) {
          events = events.plus(EventCounts.of(EXACT.get(i), count));
        }
      }
      long waits = cache.waits(events.lineFills() + events.get(Event.FRAM_WRITE));
      events = events.plus(EventCounts.of(Event.FRAM_WAIT_CYCLE, waits));
      charges.add(
          new Profile.Charge(
              new ChargeKey(symbol, operation), figures[base + INSTRUCTIONS], events));
    }
    return new Profile(charges);
  }

  /** The operation in which two arrays first differ, in words. */
  static String difference(long[] expected, long[] found) {
    for (int i = 0; i < SIZE; i++) {
      if (expected[i] != found[i]) {
        int part = i % OF_OPERATION;
        String what =
            switch (part) {
              case INSTRUCTIONS -> "instructions";
              case FETCHES -> "code words fetched";
              case READS -> "data words read";
              default -> EXACT.get(part - FIRST_EVENT).toString();
            };
        return "operation %s, %s: machine %d, model %d"
            .formatted(OPERATIONS[i / OF_OPERATION].label(), what, expected[i], found[i]);
      }
    }
    return "none";
  }
}
