package org.unit430.trainer;

import java.util.List;
import org.unit430.firmware.network.Network;

/**
 * Where a training run stands between two epochs; enough to go on as if it had never stopped.
 *
 * @param epoch epochs done
 * @param parameters the parameters, in the order of {@link Parameters}
 * @param velocities their velocities
 * @param masks 1 (kept) or 0 (pruned) for each of them
 * @param best the best eligible epoch so far; its epoch is 0 if there is none yet
 */
record TrainingState(
    int epoch, List<float[]> parameters, List<float[]> velocities, List<float[]> masks, Best best) {

  /**
   * The epoch that will be kept.
   *
   * @param epoch counted from 1; 0 for none
   * @param correct validation images it got right
   * @param parameters its parameters
   */
  record Best(int epoch, int correct, List<float[]> parameters) {}

  /** Returns the state before the first epoch. */
  static TrainingState start(Network network) {
    List<float[]> parameters = Parameters.of(network);
    List<float[]> velocities = parameters.stream().map(tensor -> new float[tensor.length]).toList();
    return new TrainingState(
        0,
        parameters,
        velocities,
        MagnitudePruning.keepAll(parameters),
        new Best(0, -1, parameters));
  }
}
