package org.unit430.simulator.event;

import java.util.Locale;
import java.util.Optional;

/**
 * What an instruction was for. Kernels declare it in their source (assembler directive {@code
 * .operation}), so that cycles and energy are charged to operations without probes.
 */
public enum Operation {
  /** Feeding the multiplier: the product of an activation and a weight. */
  MULTIPLY("multiply"),
  /** Adding a product into an accumulator in memory or registers. */
  ACCUMULATE("accumulate"),
  /** The pruning test: a comparison that decides whether a multiply-accumulate is done. */
  COMPARE("compare"),
  /** Making a threshold from T and an operand. */
  DIVIDE("divide"),
  /** Bringing an accumulator back to the activation's scale. */
  SHIFT("shift"),
  /** Moving operands and results between memory and registers. */
  LOAD_STORE("load/store"),
  /** Loop counters, pointers and branches. */
  LOOP("loop"),
  /** Everything else: set-up, calls, initialisation. */
  OTHER("other");

  private final String label;

  Operation(String label) {
    this.label = label;
  }

  /** The name used in reports and in the assembler directive, for example {@code load/store}. */
  public String label() {
    return label;
  }

  /** The operation with that {@link #label()} or enum name, in any case. */
  public static Optional<Operation> byLabel(String label) {
    String wanted = label.toLowerCase(Locale.ROOT);
    for (Operation operation : values()) {
      if (operation.label.equals(wanted)
          || operation.name().toLowerCase(Locale.ROOT).equals(wanted)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }
}
