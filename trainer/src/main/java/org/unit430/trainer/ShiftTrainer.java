package org.unit430.trainer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.network.BundledNetworks;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.shift.Domain;
import org.unit430.trainer.WorkloadTrainer.Splits;

/**
 * Makes what the study of domain shift needs: the twin of a workload retrained on each target, and
 * where a target's networks are not those of the workload (a user left out), these too.
 *
 * @param seed of first weights and of the order of inputs
 * @param folder where the networks and their manifest go
 * @param work where interrupted runs are remembered
 * @param progress hears of every epoch
 */
record ShiftTrainer(long seed, NetworkFolder folder, Path work, Progress progress) {
  /** The order in which the manifest's fingerprint of an evaluation part takes the inputs. */
  static final long EVALUATION_SEED = 430;

  /**
   * Trains for each target; what is done is written at once.
   *
   * @param domains of one workload
   * @param command what the manifest says trained them
   * @param done hears of every network
   * @throws IOException if the folder cannot be written
   * @throws PruningFailedException if a twin loses more than its recipe allows
   */
  void train(List<Domain> domains, String command, Consumer<TrainedNetwork> done)
      throws IOException {
    for (Domain domain : domains) {
      if (!domain.source()) {
        List<TrainedNetwork> networks = train(domain, command);
        folder.add(networks);
        WorkloadTrainer trainer = trainer(domain.workload());
        networks.forEach(trained -> trainer.deleteCheckpoint(trained.entry().name()));
        networks.forEach(done);
      }
    }
  }

  private WorkloadTrainer trainer(Workload workload) {
    return new WorkloadTrainer(Recipe.of(workload, seed), work, progress);
  }

  private List<TrainedNetwork> train(Domain domain, String command) {
    Workload workload = domain.workload();
    WorkloadTrainer trainer = trainer(workload);
    List<TrainedNetwork> networks = new ArrayList<>();
    Network twin;
    if (BundledNetworks.names().contains(workload.name())) {
      twin = workload.prunedNetwork();
    } else {
      Splits splits =
          new Splits(
              workload.training(),
              workload.validation(),
              workload.test(workload.size(Split.TEST), EVALUATION_SEED));
      networks.addAll(trainer.train(workload.name(), splits, command));
      twin = networks.get(1).network();
    }
    Splits target =
        new Splits(
            domain.retraining().all(),
            domain.selection().all(),
            domain.evaluation().chosen(domain.evaluation().size(), EVALUATION_SEED));
    networks.add(
        trainer.retrain(
            domain.retrainedName(),
            twin,
            Recipe.retraining(workload, seed),
            workload.name(),
            target,
            command));
    return networks;
  }
}
