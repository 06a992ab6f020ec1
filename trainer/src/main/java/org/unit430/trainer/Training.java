package org.unit430.trainer;

import java.util.List;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.SplitMix64;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.Network;

/**
 * Trains a network by a plan, pruning it on the way if the plan says so, and keeps the epoch that
 * is best on the validation split (the first of equal ones) among those of full sparsity.
 */
final class Training {
  private final String name;
  private final Network start;
  private final TrainingPlan plan;
  private final Dataset training;
  private final Dataset validation;
  private final Checkpoint checkpoint;
  private final Progress progress;

  /**
   * What one epoch came to.
   *
   * @param epoch counted from 1
   * @param epochs how many there will be
   * @param loss mean cross-entropy over the epoch, in nats
   * @param correct validation images it gets right
   * @param of validation images
   * @param sparsity fraction of the weights that are pruned
   */
  record EpochReport(int epoch, int epochs, double loss, int correct, int of, double sparsity) {}

  /**
   * The network that was kept.
   *
   * @param network the trained network
   * @param epoch the epoch it comes from, counted from 1
   * @param correct validation images it gets right
   */
  record Result(Network network, int epoch, int correct) {}

  /**
   * Prepares.
   *
   * @param name what the trained network will be called
   * @param start the network to start from
   * @param plan how to train
   * @param training what to learn
   * @param validation what chooses the epoch
   * @param checkpoint where to remember how far it came
   * @param progress hears of every epoch
   */
  Training(
      String name,
      Network start,
      TrainingPlan plan,
      Dataset training,
      Dataset validation,
      Checkpoint checkpoint,
      Progress progress) {
    this.name = name;
    this.start = start;
    this.plan = plan;
    this.training = training;
    this.validation = validation;
    this.checkpoint = checkpoint;
    this.progress = progress;
  }

  /** Trains, or goes on where an interrupted run of the same plan, data and start stopped. */
  Result run() {
    String identity = Checkpoint.identity(start, plan, training, validation);
    TrainingState state = checkpoint.load(identity, TrainingState.start(start));
    if (state.epoch() > 0) {
      progress.resume(name, state.epoch());
    }
    while (state.epoch() < plan.epochs()) {
      state = epoch(state);
      checkpoint.save(identity, state);
    }
    TrainingState.Best best = state.best();
    Network network = Parameters.into(start, name, best.parameters());
    return new Result(network, best.epoch(), best.correct());
  }

  private TrainingState epoch(TrainingState before) {
    int epoch = before.epoch();
    List<float[]> masks =
        MagnitudePruning.prune(before.parameters(), before.masks(), plan.sparsityAt(epoch));
    TrainingState pruned =
        new TrainingState(epoch, before.parameters(), before.velocities(), masks, before.best());
    List<float[]> parameters;
    List<float[]> velocities;
    double loss;
    try (TorchModel model = new TorchModel(start, pruned)) {
      loss = learn(model, epoch);
      parameters = model.parameters();
      velocities = model.velocities();
    }
    FloatInference inference = new FloatInference(Parameters.into(start, start.name(), parameters));
    int correct = validation.countCorrect(inference::classify);
    TrainingState.Best best = before.best();
    if (plan.isEligible(epoch) && correct > best.correct()) {
      best = new TrainingState.Best(epoch + 1, correct, parameters);
    }
    progress.epoch(
        name,
        new EpochReport(
            epoch + 1, plan.epochs(), loss, correct, validation.size(), sparsity(masks)));
    return new TrainingState(epoch + 1, parameters, velocities, masks, best);
  }

  private double learn(TorchModel model, int epoch) {
    int[] order =
        SplitMix64.of(plan.seed(), RandomStream.ORDER.ordinal(), epoch)
            .permutation(training.size());
    int imageSize = start.input().size();
    double losses = 0;
    for (int from = 0; from < order.length; from += plan.batchSize()) {
      int count = Math.min(plan.batchSize(), order.length - from);
      float[] images = new float[count * imageSize];
      long[] labels = new long[count];
      for (int i = 0; i < count; i++) {
        int index = order[from + i];
        System.arraycopy(training.image(index), 0, images, i * imageSize, imageSize);
        labels[i] = training.label(index);
      }
      losses += count * (double) model.step(images, labels, plan, plan.rateAt(epoch));
    }
    return losses / order.length;
  }

  private static double sparsity(List<float[]> masks) {
    int weights = 0;
    int pruned = 0;
    for (int tensor = 0; tensor < masks.size(); tensor++) {
      if (Parameters.isWeights(tensor)) {
        for (float mask : masks.get(tensor)) {
          weights++;
          pruned += mask == 0 ? 1 : 0;
        }
      }
    }
    return pruned / (double) weights;
  }
}
