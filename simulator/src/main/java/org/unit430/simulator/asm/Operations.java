package org.unit430.simulator.asm;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.unit430.simulator.event.Operation;

/** Names of the operations, for messages. */
final class Operations {
  private Operations() {}

  static String labels() {
    return Arrays.stream(Operation.values())
        .map(Operation::label)
        .collect(Collectors.joining(", "));
  }
}
