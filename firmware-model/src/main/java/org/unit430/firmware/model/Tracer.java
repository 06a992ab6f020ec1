package org.unit430.firmware.model;

import java.util.List;
import org.unit430.firmware.model.InferenceModel.Trace;

/** Runs inputs in the reference of a firmware and says what its kernels do; thread-safe. */
interface Tracer {
  /** How many counts a layer's paths have. */
  int paths();

  /** The counts of code that runs once and knows no input. */
  long[] once();

  /** Runs one input, as the program takes it. */
  Trace trace(short[] input);

  /**
   * Multiply-accumulates of each layer, and of what lies between, that a profile of the program
   * shows as calls; none if it shows them as multiplications.
   */
  default List<Long> calledProducts(Trace trace) {
    return List.of();
  }
}
