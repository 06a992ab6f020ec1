package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.testvectors.SharedData;

class KwsWorkloadTest {
  @TempDir Path directory;

  private static Set<String> files(Split split) {
    int size = new KwsWorkload(Path.of("nowhere")).size(split);
    return IntStream.range(0, size)
        .mapToObj(i -> KwsWorkload.source(split, i).file())
        .collect(Collectors.toSet());
  }

  @Test
  void splitsShareNoRecordingAndTheTestNoSpeaker() {
    Map<Split, Set<String>> files = new EnumMap<>(Split.class);
    Set<String> all = new HashSet<>();
    for (Split split : Split.values()) {
      files.put(split, files(split));
      all.addAll(files.get(split));
    }
    // 10 digits x 4 speakers x 40, 5 and 5 recordings; 10 x 2 x 50: together all 3,000.
    assertThat(files.get(Split.TRAINING)).hasSize(1600);
    assertThat(files.get(Split.VALIDATION)).hasSize(200);
    assertThat(files.get(Split.CALIBRATION)).hasSize(200);
    assertThat(files.get(Split.TEST)).hasSize(1000).allMatch(f -> f.matches(".*_(theo|yw.*)_.*"));
    assertThat(all).hasSize(3000);
    files.remove(Split.TEST);
    files.values().forEach(set -> assertThat(set).noneMatch(f -> f.matches(".*_(theo|yw.*)_.*")));
  }

  @Test
  void onlyTrainingIsVaried() {
    for (Split split : new Split[] {Split.VALIDATION, Split.CALIBRATION, Split.TEST}) {
      assertThat(IntStream.range(0, 200).mapToObj(i -> KwsWorkload.source(split, i)))
          .allMatch(source -> source.speed() == 1 && source.shift() == 0);
    }
    assertThat(IntStream.range(0, 16_000).mapToObj(i -> KwsWorkload.source(Split.TRAINING, i)))
        .allMatch(source -> Math.abs(source.shift()) <= 800)
        .extracting(KwsWorkload.Source::speed)
        .contains(0.8, 0.9, 1.0, 1.1, 1.2);
  }

  @Test
  void aRecordingLiesInTheMiddleOfTheSecond() {
    double[] second = KwsWorkload.second(new short[] {10, 20, 30, 40}, 1, 0);
    assertThat(second).hasSize(8000);
    assertThat(second[3997]).isZero();
    assertThat(new double[] {second[3998], second[3999], second[4000], second[4001]})
        .containsExactly(10, 20, 30, 40);
    assertThat(second[4002]).isZero();
    // Half the speed: seven samples, each second one between two; a sample later by the shift.
    double[] slow = KwsWorkload.second(new short[] {10, 20, 30, 40}, 0.5, 1);
    assertThat(Arrays.copyOfRange(slow, 3996, 4005))
        .containsExactly(0, 10, 15, 20, 25, 30, 35, 40, 0);
  }

  @Test
  void whatIsLongerLosesBothEnds() {
    short[] samples = new short[8002];
    samples[0] = 1;
    samples[1] = 2;
    samples[8000] = 3;
    samples[8001] = 4;
    double[] second = KwsWorkload.second(samples, 1, 0);
    assertThat(second[0]).isEqualTo(2);
    assertThat(second[7999]).isEqualTo(3);
  }

  @Test
  void recordingsMayBeUnpackedAndAMissingOneIsNamed() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("recordings"));
    Files.write(
        folder.resolve("0_theo_0.wav"), WaveFileTest.wave(1, 8000, 16, (short) 5, (short) -5));
    KwsWorkload kws = new KwsWorkload(directory);
    assertThat(kws.read(Split.TEST, new int[] {0}).label(0)).isZero();
    assertRefused(kws, 1, folder + ": has no 1_theo_0.wav; this is another data set or part of it");
    Files.write(folder.resolve("1_theo_0.wav"), new byte[3]);
    assertRefused(kws, 1, folder + ": 1_theo_0.wav: is no WAVE recording; fetch the file again");
  }

  @Test
  void aDirectoryWithoutRecordingsSaysWhatBelongsThere() throws IOException {
    KwsWorkload kws = new KwsWorkload(directory);
    assertRefused(
        kws,
        0,
        directory
            + ": has neither fsdd-recordings.zip nor recordings; pass the directory that has one");
    Path archive = directory.resolve("fsdd-recordings.zip");
    Files.write(archive, new byte[100]);
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> kws.read(Split.TEST, new int[] {0}))
        .withMessageStartingWith(archive + ": cannot be read (");
  }

  private static void assertRefused(KwsWorkload kws, int index, String message) {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> kws.read(Split.TEST, new int[] {index}))
        .withMessage(message);
  }

  @Test
  void noiseIsSoManyDecibelsBelowTheRecordingWithoutItsSilence() {
    double[] second = new double[8000];
    Arrays.fill(second, 3000, 5000, 100);
    Arrays.fill(second, 4000, 5000, -100);
    double[] strong = second.clone();
    double[] weak = second.clone();
    KwsWorkload.addNoise(strong, 0, new SplitMix64(5));
    KwsWorkload.addNoise(weak, 20, new SplitMix64(5));
    double power = 0;
    for (int i = 0; i < second.length; i++) {
      double noise = strong[i] - second[i];
      power += noise * noise / second.length;
      // 20 dB less power is a tenth of the amplitude.
      assertThat(weak[i] - second[i]).isCloseTo(noise / 10, within(1e-9));
    }
    // 0 dB: as much power as the recording, 100^2; 8,000 draws spread by sqrt(2 / 8000) = 1.6 %.
    assertThat(power).isCloseTo(10_000, within(500.0));
    double[] silence = new double[8000];
    KwsWorkload.addNoise(silence, 0, new SplitMix64(5));
    assertThat(silence).containsOnly(0);
  }

  @Test
  void theRealRecordingsGiveFeaturesOfBothSigns() {
    KwsWorkload kws = new KwsWorkload(SharedData.require("datasets/fsdd"));
    Dataset test = kws.read(Split.TEST, new int[] {0, 11, 999});
    assertThat(test.label(0)).isZero();
    assertThat(test.label(1)).isEqualTo(1);
    assertThat(test.label(2)).isEqualTo(9);
    for (int i = 0; i < test.size(); i++) {
      float least = 0;
      float largest = 0;
      for (float value : test.image(i)) {
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
      assertThat(least).isBetween(-1f, -0.3f);
      assertThat(largest).isBetween(0.3f, 1f);
    }
  }
}
