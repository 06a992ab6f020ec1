package org.unit430.trainer;

/**
 * Everything that decides what a training run does, apart from the data and the network it starts
 * from.
 *
 * @param epochs passes over the training data, at least 1
 * @param batchSize images a step, at least 1
 * @param rate learning rate of the first epoch; it falls to 0 along half a cosine
 * @param momentum of the stochastic gradient descent, 0 to 1
 * @param weightDecay what is added to a gradient per unit of its parameter
 * @param sparsity the fraction of all weights (biases do not count) that shall be 0 in the end
 * @param pruningEpochs epochs over which the sparsity is raised, 1 to {@code epochs}; the others
 *     repair the damage
 * @param seed of the order of the images
 */
record TrainingPlan(
    int epochs,
    int batchSize,
    double rate,
    double momentum,
    double weightDecay,
    double sparsity,
    int pruningEpochs,
    long seed) {

  TrainingPlan {
    if (epochs < 1 || batchSize < 1 || pruningEpochs < 1 || pruningEpochs > epochs) {
      throw new IllegalArgumentException("a plan needs 1 <= pruningEpochs <= epochs, 1 <= batch");
    }
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new IllegalArgumentException("sparsity must be in [0, 1), not " + sparsity);
    }
  }

  /** The plan of the bundled unpruned networks. */
  static TrainingPlan dense(long seed) {
    return new TrainingPlan(8, 64, 0.05, 0.9, 1e-4, 0, 1, seed);
  }

  /** The plan of the bundled training-time-pruned networks, which start from the unpruned ones. */
  static TrainingPlan pruned(long seed) {
    return new TrainingPlan(9, 64, 0.03, 0.9, 1e-4, 0.8, 6, seed);
  }

  /** Returns the learning rate of an epoch (counted from 0). */
  double rateAt(int epoch) {
    return rate * 0.5 * (1 + StrictMath.cos(Math.PI * epoch / epochs));
  }

  /**
   * Returns the sparsity of an epoch (counted from 0). It rises as Zhu and Gupta, "To prune, or not
   * to prune" (arXiv 1710.01878), section 3, propose: fast while there is much to spare, {@code s *
   * (1 - (1 - t)^3)} with t from 0 to 1.
   */
  double sparsityAt(int epoch) {
    double left = Math.max(0, 1 - (epoch + 1) / (double) pruningEpochs);
    return sparsity * (1 - left * left * left);
  }

  /** Tells whether an epoch (counted from 0) ends with the sparsity that was asked for. */
  boolean isEligible(int epoch) {
    return epoch + 1 >= pruningEpochs;
  }
}
