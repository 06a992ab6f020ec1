package org.unit430.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.DigitsGenerator;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.firmware.network.NetworkManifest.Weights;

/** Trains for real, on a slice small enough for every build. */
class TrainingTest {
  private static final Dataset TRAINING = draw(Split.TRAINING, 320);
  private static final Dataset VALIDATION = draw(Split.VALIDATION, 100);
  private static final Network START =
      Parameters.initialise(LeNet.network("net", TRAINING.shape(), TRAINING.classes()), 1);

  /** Prunes to 80 % over the first two of three epochs. */
  private static final TrainingPlan PLAN = new TrainingPlan(3, 32, 0.05, 0.9, 1e-4, 0.8, 2, 7);

  @TempDir Path directory;

  private static Dataset draw(Split split, int count) {
    return new DigitsGenerator(5).draw("d", split, IntStream.range(0, count).toArray());
  }

  /** Remembers what it hears, and can pull the plug after an epoch. */
  private static final class Recorder implements Progress {
    private final List<Training.EpochReport> reports = new ArrayList<>();
    private int resumedAfter = -1;
    private final int stopAfter;

    Recorder(int stopAfter) {
      this.stopAfter = stopAfter;
    }

    @Override
    public void begin(int epochs) {}

    @Override
    public void resume(String network, int epochs) {
      resumedAfter = epochs;
    }

    @Override
    public void epoch(String network, Training.EpochReport report) {
      // A plug pulled while epoch stopAfter + 1 runs loses that epoch.
      if (report.epoch() == stopAfter + 1) {
        throw new IllegalStateException("pulled");
      }
      reports.add(report);
    }
  }

  private Training training(TrainingPlan plan, String checkpoint, Progress progress) {
    return new Training(
        "net",
        START,
        plan,
        TRAINING,
        VALIDATION,
        new Checkpoint(directory.resolve(checkpoint)),
        progress);
  }

  @Test
  void theLossFallsAndTheValidationSplitChoosesTheEpoch() {
    TrainingPlan plan = new TrainingPlan(3, 16, 0.05, 0.9, 1e-4, 0, 1, 7);
    Recorder recorder = new Recorder(3);
    Training.Result result = training(plan, "c", recorder).run();
    assertThat(recorder.reports).hasSize(3);
    assertThat(recorder.reports.get(2).loss()).isLessThan(0.7 * recorder.reports.get(0).loss());
    int best = recorder.reports.stream().mapToInt(Training.EpochReport::correct).max().orElse(0);
    assertThat(best).isGreaterThan(30); // of 100; chance gives 10
    assertThat(result.correct()).isEqualTo(best);
    assertThat(recorder.reports.get(result.epoch() - 1).correct()).isEqualTo(best);
    assertThat(
            VALIDATION.countCorrect(
                new org.unit430.firmware.network.FloatInference(result.network())::classify))
        .isEqualTo(best);
  }

  @Test
  void theTwinHasExactlyTheSparsityAskedFor() {
    Recorder recorder = new Recorder(3);
    Training.Result result = training(PLAN, "c", recorder).run();
    // conv1 150, conv2 2,400, fc1 30,720, fc2 10,080, fc3 840: 44,190; 80 % are 35,352
    assertThat(NetworkManifest.sum(NetworkManifest.layerWeights(result.network())))
        .isEqualTo(new Weights(44_190, 35_352, 0.8));
    // 1 - (1/2)^3 = 7/8 of 80 % are 30,933 weights, and one more because the double 0.8 * 7/8 is a
    // hair above 0.7; then all.
    assertThat(recorder.reports)
        .extracting(Training.EpochReport::sparsity)
        .containsExactly(30_934 / 44_190.0, 0.8, 0.8);
    assertThat(result.epoch()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void theSamePlanGivesTheSameBytesAndAnotherSeedDoesNot() {
    byte[] first = TrainedNetwork.bytes(training(PLAN, "a", new Recorder(3)).run().network());
    byte[] second = TrainedNetwork.bytes(training(PLAN, "b", new Recorder(3)).run().network());
    assertThat(second).isEqualTo(first);
    TrainingPlan other = new TrainingPlan(3, 32, 0.05, 0.9, 1e-4, 0.8, 2, 8);
    assertThat(TrainedNetwork.bytes(training(other, "o", new Recorder(3)).run().network()))
        .isNotEqualTo(first);
  }

  @Test
  void anInterruptedRunGoesOnAndEndsAsIfItHadNotStopped() {
    Training.Result whole = training(PLAN, "whole", new Recorder(3)).run();
    assertThatThrownBy(() -> training(PLAN, "cut", new Recorder(1)).run()).hasMessage("pulled");
    Recorder recorder = new Recorder(3);
    Training.Result resumed = training(PLAN, "cut", recorder).run();
    assertThat(recorder.resumedAfter).isEqualTo(1);
    assertThat(recorder.reports).hasSize(2);
    assertThat(resumed.epoch()).isEqualTo(whole.epoch());
    assertThat(TrainedNetwork.bytes(resumed.network()))
        .isEqualTo(TrainedNetwork.bytes(whole.network()));
  }

  @Test
  void aCheckpointOfAnotherPlanIsNotUsed() {
    TrainingPlan one = new TrainingPlan(1, 32, 0.05, 0.9, 0, 0, 1, 7);
    training(one, "c", new Recorder(1)).run();
    Recorder recorder = new Recorder(1);
    training(new TrainingPlan(1, 32, 0.06, 0.9, 0, 0, 1, 7), "c", recorder).run();
    assertThat(recorder.resumedAfter).isEqualTo(-1);
    assertThat(recorder.reports).hasSize(1);
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    TrainingPlan one = new TrainingPlan(1, 32, 0.05, 0.9, 0, 0, 1, 7);
    training(one, "c", new Recorder(1)).run();
    Path file = directory.resolve("c");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> training(one, "c", new Recorder(1)).run())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file + ": not a usable checkpoint; delete it to start over");
  }
}
