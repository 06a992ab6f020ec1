package org.unit430.energy;

import java.util.List;

/** What a table says about one kind of event. Each event has exactly one. */
public sealed interface EventPrice {

  /** Why the price is what it is. */
  String why();

  /**
   * The event draws the sum of these charges.
   *
   * @param coefficients names of coefficients in pC, at least one
   * @param why the reason
   */
  record Charge(List<String> coefficients, String why) implements EventPrice {
    /** Copies the list and refuses an empty one. */
    public Charge {
      coefficients = List.copyOf(coefficients);
      requireReason(why);
      if (coefficients.isEmpty()) {
        throw new IllegalArgumentException("no coefficient; a free event is of kind zero");
      }
    }
  }

  /**
   * The event draws nothing of its own.
   *
   * @param why the reason
   */
  record Zero(String why) implements EventPrice {
    /** Refuses an empty reason. */
    public Zero {
      requireReason(why);
    }
  }

  /**
   * The device has nothing that could do this; counting one is an error.
   *
   * @param why what is missing
   */
  record Absent(String why) implements EventPrice {
    /** Refuses an empty reason. */
    public Absent {
      requireReason(why);
    }
  }

  private static void requireReason(String why) {
    if (why.isBlank()) {
      throw new IllegalArgumentException("why: says nothing");
    }
  }
}
