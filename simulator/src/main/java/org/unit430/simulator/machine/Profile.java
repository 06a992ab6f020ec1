package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;

/**
 * What a machine has done so far, or between two moments: events and retired instructions for each
 * symbol and operation. The parts add up to {@link #total}. Immutable.
 *
 * @param charges one entry a key, no key twice
 */
public record Profile(List<Charge> charges) {
  /** Nothing. */
  public static final Profile EMPTY = new Profile(List.of());

  /**
   * What was charged to one key.
   *
   * @param key symbol and operation
   * @param instructions retired instructions
   * @param events what they did
   */
  public record Charge(ChargeKey key, long instructions, EventCounts events) {
    Charge plus(Charge other) {
      return new Charge(key, instructions + other.instructions, events.plus(other.events));
    }

    private Charge minus(Charge other) {
      if (other.equals(this)) {
        return new Charge(key, 0, EventCounts.NONE);
      }
      return new Charge(key, instructions - other.instructions, events.minus(other.events));
    }
  }

  /** Copies the list. */
  public Profile {
    charges = List.copyOf(charges);
  }

  /** All events. */
  public EventCounts total() {
    EventCounts total = EventCounts.NONE;
    for (Charge charge : charges) {
      total = total.plus(charge.events);
    }
    return total;
  }

  /** All retired instructions. */
  public long instructions() {
    return charges.stream().mapToLong(Charge::instructions).sum();
  }

  /** MCLK cycles. */
  public long cycles() {
    return total().cycles();
  }

  /** Events and instructions by operation; every operation is present. */
  public Map<Operation, Charge> byOperation() {
    Map<Operation, Charge> sums = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      sums.put(operation, new Charge(new ChargeKey("", operation), 0, EventCounts.NONE));
    }
    charges.forEach(
        charge -> sums.computeIfPresent(charge.key.operation(), (o, sum) -> sum.plus(charge)));
    return sums;
  }

  /** Events and instructions by symbol, in alphabetical order. */
  public Map<String, Charge> bySymbol() {
    Map<String, Charge> sums = new TreeMap<>();
    for (Charge charge : charges) {
      Charge renamed =
          new Charge(
              new ChargeKey(charge.key.symbol(), Operation.OTHER),
              charge.instructions,
              charge.events);
      sums.merge(charge.key.symbol(), renamed, Charge::plus);
    }
    return sums;
  }

  /** What happened since {@code earlier} was taken from the same machine. */
  public Profile minus(Profile earlier) {
    List<Charge> differences = new ArrayList<>();
    for (int i = 0; i < charges.size(); i++) {
      Charge charge = charges.get(i);
      Charge old = earlier.find(charge.key, i);
      differences.add(old == null ? charge : charge.minus(old));
    }
    return new Profile(differences);
  }

  /** The charge of a key, or null; a machine adds keys, but does not move them. */
  private Charge find(ChargeKey key, int place) {
    if (place < charges.size() && charges.get(place).key.equals(key)) {
      return charges.get(place);
    }
    return charges.stream().filter(charge -> charge.key.equals(key)).findFirst().orElse(null);
  }

  /** Both together; keys are merged. */
  public Profile plus(Profile other) {
    Map<ChargeKey, Charge> sums = new java.util.LinkedHashMap<>();
    charges.forEach(charge -> sums.put(charge.key, charge));
    other.charges.forEach(charge -> sums.merge(charge.key, charge, Charge::plus));
    return new Profile(List.copyOf(sums.values()));
  }
}
