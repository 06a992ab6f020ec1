package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.firmware.network.Shape;

class WorkloadsTest {
  @TempDir Path directory;

  private static Workload digits() {
    return Workloads.byName("digits", Optional.empty());
  }

  /** Writes MNIST-shaped files whose image i starts with the pixels i / 256 and i % 256. */
  private Workload numberedMnist(int edge) throws IOException {
    for (String part : new String[] {"train", "t10k"}) {
      int count = part.equals("train") ? 60_000 : 10_000;
      Path images = directory.resolve(part + "-images-idx3-ubyte");
      Path labels = directory.resolve(part + "-labels-idx1-ubyte");
      try (var out = new DataOutputStream(Files.newOutputStream(labels))) {
        out.writeInt(0x801);
        out.writeInt(count);
        out.write(new byte[count]);
      }
      try (var out = new DataOutputStream(Files.newOutputStream(images))) {
        for (int header : new int[] {0x803, count, edge, edge}) {
          out.writeInt(header);
        }
        byte[] image = new byte[edge * edge];
        for (int i = 0; i < count; i++) {
          image[0] = (byte) (i / 256);
          image[1] = (byte) i;
          out.write(image);
        }
      }
    }
    return Workloads.byName("mnist", Optional.of(directory));
  }

  private static int number(Dataset dataset, int index) {
    float[] image = dataset.image(index);
    return 256 * Math.round(image[0] * 255) + Math.round(image[1] * 255);
  }

  @Test
  void testInputsAreADeterministicChoiceAndFewerAreABeginningOfMore() {
    Dataset ten = digits().test(10, 7);
    assertThat(ten.size()).isEqualTo(10);
    assertThat(digits().test(10, 7).sha256()).isEqualTo(ten.sha256());
    assertThat(digits().test(20, 7).slice(0, 10).sha256()).isEqualTo(ten.sha256());
    assertThat(digits().test(10, 8).sha256()).isNotEqualTo(ten.sha256());
  }

  @Test
  void calibrationIsTheBeginningOfItsSplit() {
    assertThat(digits().calibration(5).sha256())
        .isEqualTo(digits().read(Split.CALIBRATION, new int[] {0, 1, 2, 3, 4}).sha256());
  }

  @Test
  void mnistSplitsAreTheDocumentedRangesAndDoNotMix() throws IOException {
    Workload mnist = numberedMnist(28);
    Dataset training = mnist.training();
    assertThat(training.size()).isEqualTo(54_000);
    assertThat(number(training, 0)).isZero();
    assertThat(number(training, 53_999)).isEqualTo(53_999);
    Dataset calibration = mnist.calibration(1_000);
    assertThat(number(calibration, 0)).isEqualTo(54_000);
    assertThat(number(calibration, 999)).isEqualTo(54_999);
    Dataset validation = mnist.validation();
    assertThat(validation.size()).isEqualTo(5_000);
    assertThat(number(validation, 0)).isEqualTo(55_000);
    assertThat(number(validation, 4_999)).isEqualTo(59_999);
    assertThat(mnist.size(Split.TEST)).isEqualTo(10_000);
    assertThat(number(mnist.read(Split.TEST, new int[] {9_999}), 0)).isEqualTo(9_999);
    assertThat(mnist.input()).isEqualTo(new Shape(1, 28, 28));
  }

  @Test
  void imagesOfAnotherSizeAreNotMnist() throws IOException {
    Workload mnist = numberedMnist(3);
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> mnist.calibration(1))
        .withMessage(
            directory + ": the images are 1x3x3, those of MNIST 1x28x28; this is another data set");
  }

  @Test
  void askingForTooManyOrNoneSaysHowManyThereAre() {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> digits().test(10_001, 1))
        .withMessage("digits: 10001 test inputs were asked for; ask for 1 to 10000");
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> digits().test(0, 1))
        .withMessage("digits: 0 test inputs were asked for; ask for 1 to 10000");
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> digits().calibration(1_001))
        .withMessage("digits: 1001 calibration inputs were asked for; ask for 1 to 1000");
  }

  @Test
  void anUnknownNameListsTheWorkloads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workloads.byName("mnits", Optional.empty()))
        .withMessage(
            "there is no workload 'mnits'; there are cifar10, digits, gesture, har, har-leaky, kws,"
                + " mnist");
  }

  @Test
  void dataMustBeGivenExactlyWhereNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workloads.byName("mnist", Optional.empty()))
        .withMessageStartingWith("workload mnist needs its files; pass --data DIR");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workloads.byName("digits", Optional.of(directory)))
        .withMessage(
            "workload digits makes its own inputs; leave --data away or pass --workload mnist");
  }

  @Test
  void aDataDirectorySwitchesTheDefaultToTheRealThing() {
    assertThat(Workloads.defaultName(Optional.empty())).isEqualTo("digits");
    assertThat(Workloads.defaultName(Optional.of(directory))).isEqualTo("mnist");
    for (String name : Workloads.names()) {
      Optional<Path> data = Workloads.needsData(name) ? Optional.of(directory) : Optional.empty();
      assertThat(Workloads.byName(name, data).name()).isEqualTo(name);
    }
  }
}
