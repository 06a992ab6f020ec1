package org.unit430.trainer;

import org.unit430.firmware.dataset.GestureWorkload;
import org.unit430.firmware.dataset.HarWorkload;
import org.unit430.firmware.dataset.KwsWorkload;
import org.unit430.firmware.dataset.MnistWorkload;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.network.Network;

/**
 * How the networks of a workload are made.
 *
 * @param architecture with all parameters 0
 * @param dense plan of the unpruned network
 * @param pruned plan of its twin
 * @param largestLoss how much accuracy on the validation split pruning may cost
 */
record Recipe(Network architecture, TrainingPlan dense, TrainingPlan pruned, double largestLoss) {
  private static final double LARGEST_LOSS = 0.01;
  // A point of 200 recordings is two of them, which is within chance.
  private static final double SMALL_SPLIT_LOSS = 0.02;

  /**
   * Returns the recipe of a workload.
   *
   * @param workload one of the bundled ones
   * @param seed of the first weights and of the order of the inputs
   */
  static Recipe of(Workload workload, long seed) {
    if (workload instanceof HarWorkload) {
      return new Recipe(
          LeNet.signal(workload.name(), workload.input(), workload.classes()),
          new TrainingPlan(30, 64, 0.05, 0.9, 1e-4, 0, 1, seed),
          new TrainingPlan(30, 64, 0.05, 0.9, 1e-4, 0.6, 12, seed),
          0.05);
    }
    return switch (workload.name()) {
      case GestureWorkload.NAME ->
          new Recipe(
              LeNet.small(workload.name(), workload.input(), workload.classes()),
              new TrainingPlan(40, 16, 0.02, 0.9, 1e-4, 0, 1, seed),
              new TrainingPlan(60, 16, 0.02, 0.9, 1e-4, 0.6, 20, seed),
              0.05);
      case KwsWorkload.NAME ->
          new Recipe(
              LeNet.spectral(workload.name(), workload.input(), workload.classes()),
              new TrainingPlan(12, 64, 0.05, 0.9, 1e-3, 0, 1, seed),
              new TrainingPlan(12, 64, 0.03, 0.9, 1e-3, 0.8, 8, seed),
              SMALL_SPLIT_LOSS);
      default ->
          new Recipe(
              LeNet.network(workload.name(), workload.input(), workload.classes()),
              TrainingPlan.dense(seed),
              TrainingPlan.pruned(seed),
              LARGEST_LOSS);
    };
  }

  /**
   * Returns how the twin of a workload is retrained on another domain: gently, because it knows
   * most already, with more epochs where there are few inputs. What was pruned stays pruned.
   *
   * @param workload one of those with domains
   * @param seed of the order of the inputs
   */
  static TrainingPlan retraining(Workload workload, long seed) {
    double sparsity = of(workload, seed).pruned().sparsity();
    return workload instanceof MnistWorkload
        ? new TrainingPlan(5, 64, 0.02, 0.9, 1e-4, sparsity, 1, seed)
        : new TrainingPlan(30, 16, 0.01, 0.9, 1e-4, sparsity, 1, seed);
  }
}
