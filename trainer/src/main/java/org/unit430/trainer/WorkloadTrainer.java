package org.unit430.trainer;

import java.nio.file.Path;
import java.util.List;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.firmware.network.NetworkManifest.Accuracy;
import org.unit430.firmware.network.NetworkManifest.LayerWeights;
import org.unit430.firmware.network.Sha256;

/** Trains the two networks of a workload: the unpruned one, and from it the pruned twin. */
final class WorkloadTrainer {
  private final Recipe recipe;
  private final Path work;
  private final Progress progress;

  /**
   * The data of one workload.
   *
   * @param training what the optimiser sees
   * @param validation what chooses the epoch
   * @param test what the accuracy is reported on, looked at once, when everything is decided
   */
  record Splits(Dataset training, Dataset validation, Dataset test) {}

  WorkloadTrainer(Recipe recipe, Path work, Progress progress) {
    this.recipe = recipe;
    this.work = work;
    this.progress = progress;
  }

  /**
   * Trains, or goes on where an interrupted run stopped.
   *
   * @param workload the name of the workload and of the unpruned network
   * @param splits its data
   * @param command what the manifest says trained them
   * @return the unpruned network and its twin
   * @throws PruningFailedException if the twin loses more than the recipe allows
   */
  List<TrainedNetwork> train(String workload, Splits splits, String command) {
    TrainingPlan densePlan = recipe.dense();
    TrainingPlan prunedPlan = recipe.pruned();
    progress.begin(densePlan.epochs() + prunedPlan.epochs());
    Network start = Parameters.initialise(recipe.architecture(), densePlan.seed());
    Training.Result dense = run(workload, start, densePlan, splits);
    String twin = workload + "-ttp";
    Training.Result pruned = run(twin, dense.network(), prunedPlan, splits);

    int lost = dense.correct() - pruned.correct();
    int validationSize = splits.validation().size();
    if (lost > recipe.largestLoss() * validationSize) {
      throw new PruningFailedException(
          "%s: pruning lost %d of %d validation images, at most %.0f %% may be; nothing was written"
              .formatted(twin, lost, validationSize, 100 * recipe.largestLoss()));
    }
    return List.of(
        describe(dense, densePlan, workload, command, splits),
        describe(pruned, prunedPlan, workload, command, splits));
  }

  /**
   * Retrains a pruned network on other data, or goes on where an interrupted run stopped.
   *
   * @param name what the retrained network is called
   * @param twin what it starts from
   * @param plan how; with the twin's sparsity, so that exactly its own zeros stay zero
   * @param workload the name of the workload
   * @param splits the other data
   * @param command what the manifest says retrained it
   * @return the retrained network
   */
  TrainedNetwork retrain(
      String name,
      Network twin,
      TrainingPlan plan,
      String workload,
      Splits splits,
      String command) {
    progress.begin(plan.epochs());
    return describe(run(name, twin, plan, splits), plan, workload, command, splits);
  }

  /** Forgets where interrupted runs stopped, once their networks are in safety. */
  void deleteCheckpoints(String workload) {
    deleteCheckpoint(workload);
    deleteCheckpoint(workload + "-ttp");
  }

  /** Forgets where the run for one network stopped, once it is in safety. */
  void deleteCheckpoint(String network) {
    checkpoint(network).delete();
  }

  private Checkpoint checkpoint(String name) {
    return new Checkpoint(work.resolve(name + ".checkpoint"));
  }

  private Training.Result run(String name, Network start, TrainingPlan plan, Splits splits) {
    return new Training(
            name, start, plan, splits.training(), splits.validation(), checkpoint(name), progress)
        .run();
  }

  private static TrainedNetwork describe(
      Training.Result result, TrainingPlan plan, String workload, String command, Splits splits) {
    NetworkManifest.Data data =
        new NetworkManifest.Data(
            splits.training().sha256(), splits.validation().sha256(), splits.test().sha256());
    Network network = result.network();
    FloatInference inference = new FloatInference(network);
    int correct = splits.test().countCorrect(inference::classify);
    List<LayerWeights> layers = NetworkManifest.layerWeights(network);
    return new TrainedNetwork(
        network,
        new NetworkManifest.Entry(
            network.name(),
            Sha256.hex(TrainedNetwork.bytes(network)),
            workload,
            command,
            plan.seed(),
            data,
            result.epoch(),
            plan.epochs(),
            NetworkManifest.sum(layers),
            layers,
            new Accuracy(result.correct(), splits.validation().size()),
            new Accuracy(correct, splits.test().size())));
  }
}
