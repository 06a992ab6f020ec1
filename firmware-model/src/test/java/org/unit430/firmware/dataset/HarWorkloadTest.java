package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.testvectors.SharedData;

class HarWorkloadTest {
  private static final Offset<Float> SINGLE = within(1e-6f);

  @TempDir Path directory;

  private static HarWorkload real() {
    return new HarWorkload(HarWorkload.NAME, SharedData.require("datasets/har-wle"));
  }

  /** A file of six users with twenty windows of two rows each; all values are the row's number. */
  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "\"\",\"user_name\",raw_timestamp_part_1,raw_timestamp_part_2,num_window,"
            + String.join(",", columns())
            + ",\"classe\"");
    for (int i = 0; i < 240; i++) {
      String values = String.join(",", Collections.nCopies(40, Integer.toString(i)));
      char way = (char) ('A' + i % 5);
      lines.add(
          "\"%d\",\"u%d\",%d,%d,%d,%s,\"%c\""
              .formatted(i, i / 40, 7, 1000 - i, i / 2, values, way));
    }
    return lines;
  }

  private static List<String> columns() {
    return WeightLiftingFile.columns();
  }

  private HarWorkload write(List<String> lines) throws IOException {
    Files.write(directory.resolve("pml-training.csv"), lines);
    return new HarWorkload(HarWorkload.NAME, directory);
  }

  private void assertRefused(List<String> lines, String message) throws IOException {
    HarWorkload workload = write(lines);
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> workload.size(Split.TEST))
        .withMessage(directory.resolve("pml-training.csv") + message);
  }

  @Test
  void preprocessingGivesWhatNumpyGives() {
    HarWorkload har = real();
    // The same standardisation in numpy: the first row of the user left out (number 166 in the
    // file).
    double[] expected = {
      0.2985872,
      0.3766908,
      0.0347759,
      0.3713239,
      -0.3811576,
      0.4479749,
      -0.3368049,
      -1,
      -0.25556,
      -0.4034263
    };
    Dataset test = har.read(Split.TEST, new int[] {0, 2609});
    for (int i = 0; i < expected.length; i++) {
      assertThat(test.image(0)[i]).isCloseTo((float) expected[i], SINGLE);
    }
    assertThat(test.label(0)).isZero();
    assertThat(test.image(1)[30]).isCloseTo(0.2822328f, SINGLE);
    assertThat(test.image(1)[39]).isCloseTo(-0.0283404f, SINGLE);
    assertThat(test.label(1)).isEqualTo(4);
    Dataset training = har.read(Split.TRAINING, new int[] {0});
    assertThat(training.image(0)[0]).isCloseTo(-0.2135473f, SINGLE);
    assertThat(training.image(0)[9]).isCloseTo(0.0579153f, SINGLE);
  }

  @Test
  void splitsHaveTheSizesThatNumpyCounts() {
    HarWorkload har = real();
    assertThat(Arrays.stream(Split.values()).mapToInt(har::size))
        .containsExactly(11_926, 1_704, 1_673, 2_610);
    assertThat(har.seenUsers().size()).isEqualTo(1_709);
    int divided =
        har.unseenUserForRetraining().size()
            + har.unseenUserForSelection().size()
            + har.unseenUserForEvaluation().size();
    assertThat(divided).isEqualTo(2_610);
  }

  @Test
  void splitsShareNoWindowAndTheTestUserIsInNoOther() throws IOException {
    HarWorkload har = write(lines());
    Set<Float> used = new HashSet<>();
    int rows = 0;
    // Values grow with the row's number, so equal inputs are equal rows; 240 rows in all.
    for (Dataset part :
        List.of(har.training(), har.validation(), har.calibration(20), har.seenUsers())) {
      for (int i = 0; i < part.size(); i++) {
        used.add(part.image(i)[0]);
      }
      rows += part.size();
    }
    // Five users with 20 windows of two rows: 14 training, 2 calibration, 2 validation, 2 seen.
    assertThat(har.size(Split.TRAINING)).isEqualTo(5 * 28);
    assertThat(har.size(Split.TEST)).isEqualTo(40);
    assertThat(rows).isEqualTo(200);
    assertThat(used).hasSizeGreaterThan(150);
    float leastOfTest = har.read(Split.TEST, new int[] {0}).image(0)[0];
    assertThat(used).allMatch(value -> value < leastOfTest);
  }

  @Test
  void theLeakySplitUsesEveryRowOnce() throws IOException {
    Files.write(directory.resolve("pml-training.csv"), lines());
    HarWorkload leaky = new HarWorkload(HarWorkload.LEAKY, directory);
    // 70, 5, 5 and 20 % of 240.
    assertThat(Arrays.stream(Split.values()).mapToInt(leaky::size))
        .containsExactly(168, 12, 12, 48);
  }

  @Test
  void damagedFilesAreRefusedWithTheirLine() throws IOException {
    List<String> cut = lines();
    cut.set(3, "\"2\",\"u0\",1,7");
    assertRefused(cut, ":4: has 4 fields, the header 46; the file is damaged, fetch it again");
    List<String> text = lines();
    text.set(5, text.get(5).replaceFirst(",4,", ",NA,"));
    assertRefused(text, ":6: roll_belt is 'NA', not a number; the file is damaged, fetch it again");
    List<String> way = lines();
    way.set(1, way.get(1).replace("\"A\"", "\"F\""));
    assertRefused(way, ":2: classe is 'F', not A to E; the file is damaged, fetch it again");
    List<String> header = lines();
    header.set(0, header.get(0).replace("yaw_arm", "yaw_leg"));
    assertRefused(header, ": no column 'yaw_arm'; this is another data set");
    assertRefused(List.of(), ": holds no rows; fetch it again");
  }

  @Test
  void missingFilesAndBrokenArchivesAreRefused() throws IOException {
    HarWorkload empty = new HarWorkload(HarWorkload.NAME, directory);
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(empty::training)
        .withMessage(
            directory.resolve("pml-training.csv")
                + ": no such file, nor pml-training.zip with it; put one of them there");
    Path zip = directory.resolve("pml-training.zip");
    Files.writeString(zip, "PK no zip");
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(empty::training)
        .withMessage(zip + ": damaged zip archive; fetch it again");
  }
}
