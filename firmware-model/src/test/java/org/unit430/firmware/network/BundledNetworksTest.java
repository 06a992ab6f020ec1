package org.unit430.firmware.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.NetworkManifest.Accuracy;
import org.unit430.firmware.network.NetworkManifest.Entry;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.testvectors.SharedData;

class BundledNetworksTest {

  static List<String> names() {
    return BundledNetworks.names();
  }

  @Test
  void everyWorkloadHasItsNetworkAndTheTwin() {
    List<String> expected =
        Workloads.names().stream().flatMap(name -> List.of(name, name + "-ttp").stream()).toList();
    assertThat(names()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void theManifestIsTrueOfTheFile(String name) throws IOException {
    Entry entry = BundledNetworks.manifest().find(name).orElseThrow();
    Network network = BundledNetworks.load(name);
    assertThat(network.name()).isEqualTo(name);
    assertThat(entry.layers()).isEqualTo(NetworkManifest.layerWeights(network));
    assertThat(entry.weights()).isEqualTo(NetworkManifest.sum(entry.layers()));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    NetworkFile.write(network, written);
    assertThat(Sha256.hex(written.toByteArray())).isEqualTo(entry.sha256());
    try (InputStream file = BundledNetworks.class.getResourceAsStream(name + ".bin")) {
      assertThat(written.toByteArray()).isEqualTo(file.readAllBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "digits-ttp", "mnist", "mnist-ttp"})
  void theArchitectureIsTheLeNetOfThePriorArt(String name) {
    Network network = BundledNetworks.load(name);
    assertThat(network.input()).isEqualTo(new Shape(1, 28, 28));
    assertThat(network.layers())
        .extracting(Layer::name)
        .containsExactly("conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "fc3");
    assertThat(network.macs()).isEqualTo(281_640); // prior-art.md 3.1, "3-FC variant"
  }

  @ParameterizedTest
  @CsvSource({
    // prior-art.md 3.1: MNIST of UnIT-Pruner; HAR (8,920 MACs) with 5 outputs of 112 instead of 10.
    "gesture, 242560, 5110",
    "har, 8360, 1070",
    "har-leaky, 8360, 1070"
  })
  void smallNetworksAreThoseOfThePriorArt(String name, long macs, int weights) {
    for (String network : List.of(name, name + "-ttp")) {
      assertThat(BundledNetworks.load(network).macs()).isEqualTo(macs);
      Entry entry = BundledNetworks.manifest().find(network).orElseThrow();
      assertThat(entry.weights().total()).isEqualTo(weights);
      // 60 % of the twin's.
      assertThat(entry.weights().zero()).isEqualTo(network.equals(name) ? 0 : weights * 6 / 10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar10", "cifar10-ttp"})
  void theNetworksOfCifar10AreTheLeNetOfThePriorArt(String name) {
    Network network = BundledNetworks.load(name);
    assertThat(network.input()).isEqualTo(new Shape(3, 32, 32));
    assertThat(network.macs()).isEqualTo(651_720); // prior-art.md 3.1, "CIFAR-10, 3-FC"
  }

  @ParameterizedTest
  @ValueSource(strings = {"kws", "kws-ttp"})
  void theNetworksOfSpokenDigitsFitTheirSpectrum(String name) {
    Network network = BundledNetworks.load(name);
    assertThat(network.input()).isEqualTo(new Shape(1, 49, 10));
    // conv1 5x5 -> 45x6, pooling by 2 -> 22x3 (the last row is left out); conv2 5x3 -> 18x1; no
    // second pooling; fully connected 288-120-84-10.
    int behindConv1 = 16 * 18 * 6 * 15 + 288 * 120 + 120 * 84 + 84 * 10;
    assertThat(network.macsOfAllOutputs()).isEqualTo(6 * 45 * 6 * 25 + behindConv1);
    assertThat(network.macs()).isEqualTo(6 * 44 * 6 * 25 + behindConv1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "cifar10", "kws", "har", "gesture"})
  void theDenseMacsAreThoseThatAreExecutedIfNoneIsSkipped(String name) {
    Network network = BundledNetworks.load(name);
    float[] input = new float[network.input().size()];
    Arrays.fill(input, 0.5f);
    QuantizedNetwork quantized = Quantizer.quantize(network, List.of(input), 1, true);
    Method dense = Method.all().get(0);
    ReferenceInference reference =
        new ReferenceInference(quantized, dense, Thresholds.zero(quantized.layers().size()));
    List<Long> executed = reference.run(quantized.quantizeInput(input)).macsExecuted();
    assertThat(executed).isEqualTo(quantized.layers().stream().map(QuantizedLayer::macs).toList());
    assertThat(network.macs())
        .isEqualTo(quantized.macs())
        .isEqualTo(executed.stream().mapToLong(m -> m).sum());
  }

  @Test
  void theTwinsHaveFourOfFiveWeightsAtExactlyZeroAndTheOthersNone() {
    // Convolutions, then fully connected layers.
    Map<String, Integer> totals =
        Map.of(
            "digits",
            44_190,
            "mnist",
            44_190,
            "cifar10",
            6 * 75 + 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10,
            "kws",
            6 * 25 + 16 * 90 + 288 * 120 + 120 * 84 + 84 * 10);
    for (Entry entry : BundledNetworks.manifest().networks()) {
      if (!totals.containsKey(entry.workload())) {
        continue;
      }
      int total = totals.get(entry.workload());
      assertThat(entry.weights().total()).isEqualTo(total);
      // A fraction of a weight is rounded.
      double expected = entry.name().endsWith("-ttp") ? 0.8 * total : 0;
      assertThat((double) entry.weights().zero()).isCloseTo(expected, Offset.offset(1.0));
    }
  }

  @Test
  void pruningCostsLessThanAPointOfTestAccuracy() {
    NetworkManifest manifest = BundledNetworks.manifest();
    for (String workload : List.of("digits", "mnist", "cifar10")) {
      Accuracy whole = manifest.find(workload).orElseThrow().test();
      Accuracy pruned = manifest.find(workload + "-ttp").orElseThrow().test();
      assertThat(whole.of()).isEqualTo(10_000).isEqualTo(pruned.of());
      assertThat(pruned.correct()).isGreaterThan(whole.correct() - 100);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "digits-ttp"})
  void theFloatReferenceReproducesTheAccuracyOnDigits(String name) {
    assertReproduced(Workloads.byName("digits", Optional.empty()), name);
    // Hard enough that pruning shows: neither perfect nor poor.
    double accuracy = accuracy(BundledNetworks.manifest().find(name).orElseThrow().test());
    assertThat(accuracy).isBetween(0.97, 0.995);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "mnist-ttp"})
  void theFloatReferenceReproducesTheAccuracyOnMnist(String name) {
    Path directory = SharedData.require("datasets/mnist");
    assertReproduced(Workloads.byName("mnist", Optional.of(directory)), name);
    double accuracy = accuracy(BundledNetworks.manifest().find(name).orElseThrow().test());
    assertThat(accuracy).isGreaterThanOrEqualTo(name.equals("mnist") ? 0.985 : 0.975);
  }

  @ParameterizedTest
  @ValueSource(strings = {"har", "har-ttp", "har-leaky", "har-leaky-ttp"})
  void theFloatReferenceReproducesTheAccuracyOnHar(String name) {
    Optional<Path> directory = Optional.of(SharedData.require("datasets/har-wle"));
    assertReproduced(Workloads.byName(name.replace("-ttp", ""), directory), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gesture", "gesture-ttp"})
  void theFloatReferenceReproducesTheAccuracyOnGesture(String name) {
    Optional<Path> directory = Optional.of(SharedData.require("datasets/magic-wand"));
    assertReproduced(Workloads.byName("gesture", directory), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kws", "kws-ttp"})
  void theFloatReferenceReproducesTheAccuracyOnSpokenDigits(String name) {
    Path directory = SharedData.require("datasets/fsdd");
    assertReproduced(Workloads.byName("kws", Optional.of(directory)), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar10", "cifar10-ttp"})
  void theFloatReferenceReproducesTheAccuracyOnPhotographs(String name) {
    Path directory = SharedData.require("datasets/cifar10-jpeg");
    assertReproduced(Workloads.byName("cifar10", Optional.of(directory)), name);
  }

  private static double accuracy(Accuracy accuracy) {
    return accuracy.correct() / (double) accuracy.of();
  }

  private static void assertReproduced(Workload workload, String name) {
    Entry entry = BundledNetworks.manifest().find(name).orElseThrow();
    Network network = name.endsWith("-ttp") ? workload.prunedNetwork() : workload.network();
    assertThat(network.name()).isEqualTo(name);
    FloatInference inference = new FloatInference(network);
    Dataset test = workload.test(workload.size(Split.TEST), 430);
    assertThat(test.sha256()).isEqualTo(entry.data().test());
    assertThat(test.countCorrect(inference::classify)).isEqualTo(entry.test().correct());
  }

  @Test
  void anUnknownNetworkListsThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundledNetworks.load("cats"))
        .withMessage("no network 'cats' is bundled; there are " + BundledNetworks.names());
  }
}
