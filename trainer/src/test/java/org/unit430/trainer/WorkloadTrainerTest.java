package org.unit430.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.DigitsGenerator;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.NetworkFile;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.firmware.network.NetworkManifest.Accuracy;
import org.unit430.firmware.network.NetworkManifest.Data;
import org.unit430.firmware.network.Sha256;

class WorkloadTrainerTest {
  private static final WorkloadTrainer.Splits SPLITS =
      new WorkloadTrainer.Splits(
          draw(Split.TRAINING, 320), draw(Split.VALIDATION, 200), draw(Split.TEST, 50));
  private static final TrainingPlan DENSE = new TrainingPlan(2, 32, 0.05, 0.9, 0, 0, 1, 7);

  /** Takes so little that no accuracy is lost. */
  private static final TrainingPlan GENTLE = new TrainingPlan(1, 32, 1e-4, 0.9, 0, 0.01, 1, 7);

  @TempDir Path directory;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  private static Dataset draw(Split split, int count) {
    return new DigitsGenerator(5).draw("d", split, IntStream.range(0, count).toArray());
  }

  private WorkloadTrainer trainer(TrainingPlan pruned) {
    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    Network architecture = LeNet.network("d", DigitsGenerator.SHAPE, DigitsGenerator.CLASSES);
    return new WorkloadTrainer(
        new Recipe(architecture, DENSE, pruned, 0.01),
        directory.resolve("work"),
        new ConsoleProgress(out, () -> 0));
  }

  @Test
  void bothNetworksAreWrittenWithAManifestThatIsTrueOfThem() throws IOException {
    WorkloadTrainer trainer = trainer(GENTLE);
    List<TrainedNetwork> networks = trainer.train("d", SPLITS, "the command");
    new NetworkFolder(directory).add(networks);
    trainer.deleteCheckpoints("d");

    Path manifestFile = directory.resolve("manifest.json");
    NetworkManifest manifest = NetworkManifest.read(Files.readAllBytes(manifestFile), "m");
    assertThat(manifest.networks())
        .extracting(NetworkManifest.Entry::name)
        .containsExactly("d", "d-ttp");
    for (NetworkManifest.Entry entry : manifest.networks()) {
      byte[] bytes = Files.readAllBytes(directory.resolve(entry.name() + ".bin"));
      assertThat(entry.sha256()).isEqualTo(Sha256.hex(bytes));
      var network = NetworkFile.read(new ByteArrayInputStream(bytes), entry.name());
      var inference = new FloatInference(network);
      assertThat(network.name()).isEqualTo(entry.name());
      assertThat(entry.layers()).isEqualTo(NetworkManifest.layerWeights(network));
      assertThat(entry.weights()).isEqualTo(NetworkManifest.sum(entry.layers()));
      assertThat(entry.test())
          .isEqualTo(new Accuracy(SPLITS.test().countCorrect(inference::classify), 50));
      assertThat(entry.validation())
          .isEqualTo(new Accuracy(SPLITS.validation().countCorrect(inference::classify), 200));
      assertThat(entry.workload()).isEqualTo("d");
      assertThat(entry.command()).isEqualTo("the command");
      assertThat(entry.seed()).isEqualTo(7);
      assertThat(entry.data())
          .isEqualTo(
              new Data(
                  SPLITS.training().sha256(),
                  SPLITS.validation().sha256(),
                  SPLITS.test().sha256()));
    }
    assertThat(manifest.networks().get(0).weights().zero()).isZero();
    assertThat(manifest.networks().get(1).weights().zero()).isEqualTo(442); // 1 % of 44,190, up
    try (Stream<Path> left = Files.list(directory.resolve("work"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void networksOfOtherWorkloadsStayInTheManifest() throws IOException {
    List<TrainedNetwork> networks = trainer(GENTLE).train("d", SPLITS, "c");
    NetworkFolder folder = new NetworkFolder(directory);
    folder.add(networks.subList(1, 2));
    folder.add(networks.subList(0, 1));
    folder.add(networks.subList(0, 1));
    byte[] json = Files.readAllBytes(directory.resolve("manifest.json"));
    assertThat(NetworkManifest.read(json, "m").networks())
        .containsExactly(networks.get(0).entry(), networks.get(1).entry());
  }

  @Test
  void retrainingLearnsAndMovesNoZeroOfTheTwin() {
    TrainingPlan pruning = new TrainingPlan(1, 32, 1e-4, 0.9, 0, 0.05, 1, 7);
    WorkloadTrainer trainer = trainer(pruning);
    Network twin = trainer.train("d", SPLITS, "c").get(1).network();
    TrainingPlan plan = new TrainingPlan(1, 32, 0.01, 0.9, 0, 0.05, 1, 7);
    TrainedNetwork retrained = trainer.retrain("d-ttp-x", twin, plan, "d", SPLITS, "c");
    assertThat(retrained.network().name()).isEqualTo("d-ttp-x");
    List<float[]> before = Parameters.of(twin);
    List<float[]> after = Parameters.of(retrained.network());
    int moved = 0;
    int zeros = 0;
    for (int tensor = 0; tensor < before.size(); tensor += 2) { // weights; biases lie between
      for (int i = 0; i < before.get(tensor).length; i++) {
        assertThat(after.get(tensor)[i] == 0).isEqualTo(before.get(tensor)[i] == 0);
        moved += after.get(tensor)[i] == before.get(tensor)[i] ? 0 : 1;
        zeros += after.get(tensor)[i] == 0 ? 1 : 0;
      }
    }
    assertThat(zeros).isEqualTo(2_210); // 5 % of 44,190, up
    assertThat(moved).isGreaterThan(30_000);
  }

  @Test
  void aTwinThatLostMoreThanAPointIsRefused() {
    // Without learning (rate 0) 99.9 % of the weights cannot be missed.
    TrainingPlan ruin = new TrainingPlan(1, 32, 0, 0.9, 0, 0.999, 1, 7);
    assertThatThrownBy(() -> trainer(ruin).train("d", SPLITS, "c"))
        .isInstanceOf(PruningFailedException.class)
        .hasMessageMatching(
            "d-ttp: pruning lost \\d+ of 200 validation images, at most 1 % may be; nothing was"
                + " written");
  }

  @Test
  void progressTellsTheTimeThatIsLeftAndCountsWhatWasDoneBefore() {
    long[] clock = {0};
    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    ConsoleProgress progress = new ConsoleProgress(out, () -> clock[0]);
    progress.begin(10);
    progress.resume("net", 4);
    clock[0] = 30_000_000_000L;
    progress.epoch("net", new Training.EpochReport(5, 8, 0.12345, 983, 1000, 0.8));
    clock[0] = 50_000_000_000L;
    progress.epoch("net", new Training.EpochReport(6, 8, 0.1, 990, 1000, 0.8));
    // 10 - 4 - 1 = 5 epochs of 30 s; then 4 of (50 / 2) s
    assertThat(console.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "net: going on after epoch 4",
            "net: epoch 5 of 8, loss 0.1235, validation 98.30 %, sparsity 80.0 %; 2 min 30 s to go",
            "net: epoch 6 of 8, loss 0.1000, validation 99.00 %, sparsity 80.0 %; 1 min 40 s to"
                + " go");
  }
}
