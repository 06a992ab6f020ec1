package org.unit430.cli.compare;

import java.util.List;
import java.util.Optional;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;

/**
 * A method for each layer, and how it was found.
 *
 * @param method composed of them
 * @param thresholds of the layers that have any
 * @param layers in order
 * @param correct calibration inputs labelled right
 * @param reference the same of the network with nothing skipped
 * @param candidates methods measured, in all layers each
 * @param tried combinations whose accuracy was looked at
 * @param exhaustive whether no cheaper combination can be within the budget, costs being added
 */
record AutoChoice(
    Method method,
    Thresholds thresholds,
    List<Layer> layers,
    int correct,
    int reference,
    int candidates,
    int tried,
    boolean exhaustive) {
  AutoChoice {
    layers = List.copyOf(layers);
  }

  /**
   * What was chosen for a layer.
   *
   * @param name of the layer
   * @param chosen its method
   * @param runnerUp the cheapest other method with which the network stays within the budget
   */
  record Layer(String name, Option chosen, Optional<Option> runnerUp) {}

  /**
   * A method for a layer.
   *
   * @param method which
   * @param cost of the layer on the calibration inputs, mean per inference
   */
  record Option(Method method, double cost) {}

  /** What its layers cost together. */
  double cost() {
    return layers.stream().mapToDouble(layer -> layer.chosen.cost).sum();
  }
}
