package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.Profile;

/**
 * What deciding by products could cost at best: the products that an oracle lets through at what
 * they cost in the dense kernel, whose loops run as ever, and no cost for the others. A bound, not
 * a program.
 */
final class ProductOracle {
  private ProductOracle() {}

  /**
   * The bound for one inference.
   *
   * @param decided by the reference
   * @param dense the same input by the dense kernel
   */
  static InferenceRun bound(ReferenceInference.Result decided, InferenceRun dense) {
    List<Profile> layers = new ArrayList<>();
    Profile total = dense.total();
    for (int i = 0; i < dense.layers().size(); i++) {
      Profile layer = dense.layers().get(i);
      Profile scaled =
          multiplies(layer, decided.macsExecuted().get(i), Math.max(1, dense.macsExecuted(i)));
      layers.add(scaled);
      total = total.minus(layer).plus(scaled);
    }
    return new InferenceRun(decided.logits(), layers, total);
  }

  /** The profile with its multiplications, each of which costs the same, cut to a share. */
  private static Profile multiplies(Profile profile, long part, long whole) {
    List<Profile.Charge> charges = new ArrayList<>();
    for (Profile.Charge charge : profile.charges()) {
      if (charge.key().operation() != Operation.MULTIPLY) {
        charges.add(charge);
      }
    }
    // One charge for all labels of the loop: only together do they divide without rest.
    Profile.Charge all = profile.byOperation().get(Operation.MULTIPLY);
    charges.add(
        new Profile.Charge(
            all.key(), all.instructions() * part / whole, share(all.events(), part, whole)));
    return new Profile(charges);
  }

  /**
   * A share of events. Those that every multiply-accumulate has alike divide without rest; the
   * cache's do not, so its misses are rounded and hits are what remains.
   */
  private static EventCounts share(EventCounts events, long part, long whole) {
    EventCounts shared = EventCounts.NONE;
    long fills = 0;
    for (Event miss : List.of(Event.FRAM_FETCH_MISS, Event.FRAM_READ_MISS)) {
      Event hit = miss == Event.FRAM_FETCH_MISS ? Event.FRAM_FETCH_HIT : Event.FRAM_READ_HIT;
      long all = (events.get(hit) + events.get(miss)) * part / whole;
      long missed = Math.min(all, Math.round((double) events.get(miss) * part / whole));
      fills += missed;
      shared = shared.plus(EventCounts.of(miss, missed)).plus(EventCounts.of(hit, all - missed));
    }
    for (Event event : Event.values()) {
      long count =
          switch (event) {
            case FRAM_FETCH_HIT, FRAM_FETCH_MISS, FRAM_READ_HIT, FRAM_READ_MISS -> 0;
            // One wait state for each line that is filled, or none at all.
            case FRAM_WAIT_CYCLE ->
                events.lineFills() == 0 ? 0 : events.get(event) * fills / events.lineFills();
            default -> events.get(event) * part / whole;
          };
      shared = shared.plus(EventCounts.of(event, count));
    }
    return shared;
  }
}
