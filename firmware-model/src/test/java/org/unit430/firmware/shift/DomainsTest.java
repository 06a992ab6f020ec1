package org.unit430.firmware.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.network.BundledNetworks;
import org.unit430.firmware.network.FloatInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.NetworkManifest;
import org.unit430.firmware.network.NetworkManifest.Entry;
import org.unit430.firmware.shift.Domain.Inputs;
import org.unit430.testvectors.SharedData;

class DomainsTest {

  private static List<Domain> domains(String workload) {
    return Domains.of(workload, directory(workload));
  }

  private static Path directory(String workload) {
    String folder =
        switch (workload) {
          case "kws" -> "fsdd";
          case "har" -> "har-wle";
          default -> workload;
        };
    return SharedData.require("datasets/" + folder);
  }

  private static Domain domain(String workload, String name) {
    return domains(workload).stream().filter(d -> d.name().equals(name)).findFirst().orElseThrow();
  }

  private static Set<List<Float>> distinct(Inputs inputs) {
    Set<List<Float>> distinct = new HashSet<>();
    Dataset all = inputs.all();
    for (int i = 0; i < all.size(); i++) {
      List<Float> image = new ArrayList<>();
      for (float value : all.image(i)) {
        image.add(value);
      }
      distinct.add(image);
    }
    return distinct;
  }

  @ParameterizedTest
  @ValueSource(strings = {"kws", "har"})
  void whatJudgesIsInNoOtherPart(String workload) {
    for (Domain domain : domains(workload)) {
      Set<List<Float>> judges = distinct(domain.evaluation());
      Set<List<Float>> selects = distinct(domain.selection());
      for (Inputs other : List.of(domain.calibration(), domain.retraining())) {
        assertThat(distinct(other)).doesNotContainAnyElementsOf(judges);
        if (!domain.source()) {
          assertThat(distinct(other)).doesNotContainAnyElementsOf(selects);
        }
      }
      assertThat(judges).doesNotContainAnyElementsOf(selects);
    }
  }

  @Test
  void targetsOfMnistHaveTheirPartsInOtherFilesOrPlaces() {
    Domain domain = domain("mnist", "contrast-0.5");
    // Training files 0 to 9,999, 55,000 to 56,999 and 54,000 to 54,999; all of t10k.
    assertThat(Stream.of(domain.retraining(), domain.selection(), domain.calibration()))
        .extracting(Inputs::size)
        .containsExactly(10_000, 2_000, 1_000);
    assertThat(domain.evaluation().size()).isEqualTo(10_000);
    Dataset plain = domain.workload().calibration(2);
    Dataset flat = domain.calibration().first(2);
    for (int i = 0; i < 2; i++) {
      float[] expected =
          new PictureShift(PictureShift.Kind.CONTRAST, 0.5)
              .apply(plain.image(i), plain.shape(), null);
      assertThat(flat.image(i)).isEqualTo(expected).isNotEqualTo(plain.image(i));
      assertThat(flat.label(i)).isEqualTo(plain.label(i));
    }
  }

  @Test
  void anInputIsTheSameWhicheverOthersAreReadWithIt() {
    for (Domain domain : List.of(domain("mnist", "noise-0.4"), domain("kws", "noise-10db"))) {
      Dataset some = domain.evaluation().read(new int[] {5, 3});
      Dataset other = domain.evaluation().read(new int[] {3});
      assertThat(some.image(1)).isEqualTo(other.image(0)).isNotEqualTo(some.image(0));
      assertThat(domain.evaluation().chosen(2, 9).sha256())
          .isEqualTo(domain.evaluation().chosen(3, 9).slice(0, 2).sha256());
    }
  }

  @Test
  void domainsAreNamedByWhatTheyAre() {
    assertThat(domains("mnist"))
        .extracting(Domain::name)
        .contains("source", "rotation-30", "blur-1.5", "noise-0.4", "contrast-0.15")
        .hasSize(13);
    assertThat(domains("kws"))
        .extracting(Domain::name)
        .containsExactly(
            "source", "voices", "noise-20db", "noise-10db", "noise-0db", "voices-noise-10db");
    assertThat(domains("har"))
        .extracting(Domain::name)
        .containsExactly("source", "user-1", "user-2", "user-3", "user-4", "user-5", "user-6");
    for (String workload : Domains.workloads()) {
      assertThat(domains(workload)).filteredOn(Domain::source).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "kws", "har"})
  void retrainedTwinsAreAsSparseAsTheTwinsTheyStartedFrom(String workload) {
    for (Domain domain : Domains.bundled(workload, directory(workload))) {
      if (domain.source()) {
        assertThat(domain.retrained()).isEmpty();
      }
      if (domain.retrained().isPresent()) {
        Entry entry = BundledNetworks.shiftManifest().find(domain.retrainedName()).orElseThrow();
        // Exactly the twin's zeros: retraining moves none.
        Network twin = domain.workload().prunedNetwork();
        assertThat(NetworkManifest.layerWeights(domain.retrained().get()))
            .isEqualTo(NetworkManifest.layerWeights(twin))
            .isEqualTo(entry.layers());
        assertThat(entry.workload()).isEqualTo(domain.workload().name());
        assertThat(entry.test().of()).isEqualTo(domain.evaluation().size());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"mnist, noise-0.4", "kws, voices-noise-10db", "har, user-1", "har, user-6"})
  void theFloatReferenceReproducesTheAccuracyOfARetrainedTwin(String workload, String name) {
    Domain domain = domain(workload, name);
    Entry entry = BundledNetworks.shiftManifest().find(domain.retrainedName()).orElseThrow();
    Dataset evaluation = domain.evaluation().chosen(domain.evaluation().size(), 430);
    assertThat(evaluation.sha256()).isEqualTo(entry.data().test());
    FloatInference inference = new FloatInference(domain.retrained().orElseThrow());
    assertThat(evaluation.countCorrect(inference::classify)).isEqualTo(entry.test().correct());
    assertThat(domain.selection().all().sha256()).isEqualTo(entry.data().validation());
  }

  @Test
  void theManifestOfTheStudySharesNoNameWithTheUsualOne() {
    assertThat(BundledNetworks.shiftManifest().networks())
        .extracting(Entry::name)
        .doesNotContainAnyElementsOf(BundledNetworks.names())
        .allSatisfy(name -> assertThat(BundledNetworks.load(name).name()).isEqualTo(name));
  }

  @Test
  void workloadsWithoutDomainsAndTooManyInputsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Domains.of("digits", Path.of("nowhere")))
        .withMessage("no domain shift is known for workload 'digits'; there are mnist, kws, har");
    Domain domain = domain("kws", "voices");
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> domain.evaluation().chosen(501, 1))
        .withMessage("501 inputs of a domain were asked for; ask for 1 to 500");
  }
}
