package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unit430.testvectors.SharedData;

class GestureWorkloadTest {
  private static final String STROKE =
      "{\"index\": 0, \"strokePoints\": [{\"x\": 0, \"y\": 0}, {\"x\": 0.1, \"y\": 0.2}],"
          + " \"label\": \"0\"}";

  @TempDir Path directory;

  private static GestureWorkload real() {
    return new GestureWorkload(SharedData.require("datasets/magic-wand"));
  }

  @Test
  void aLevelPathIsABarOfTheWidthOfTheLargerExtent() {
    float[] picture =
        GestureWorkload.draw(List.of(new Stroke.Point(-0.25, 0.3), new Stroke.Point(0.25, 0.3)));
    // Half the height is row 13.5, so rows 13 and 14 are 0.5 from the pen's middle: full ink.
    // Rows 12 and 15 are 1.5 away: none. The bar reaches from column 3.5 to 23.5.
    assertThat(picture[13 * 28 + 13]).isEqualTo(1);
    assertThat(picture[14 * 28 + 4]).isEqualTo(1);
    assertThat(picture[12 * 28 + 13]).isZero();
    assertThat(picture[15 * 28 + 13]).isZero();
    assertThat(picture[13 * 28 + 1]).isZero();
  }

  @Test
  void upInTheAirIsUpInThePicture() {
    float[] picture =
        GestureWorkload.draw(
            List.of(new Stroke.Point(-1, -1), new Stroke.Point(0, 1), new Stroke.Point(1, -1)));
    // A roof: its top is in the middle of row 3.5, its feet at the bottom corners.
    assertThat(picture[4 * 28 + 13]).isPositive();
    assertThat(picture[23 * 28 + 13]).isZero();
    assertThat(picture[23 * 28 + 4]).isPositive();
  }

  @Test
  void picturesHaveTheInkThatNumpyFinds() {
    // Numpy, distance to 401 samples of each segment: the first 7, and stroke 80 of digit 3.
    assertThat(ink(real().read(Split.TRAINING, new int[] {7}), 7)).isCloseTo(70.514, within(0.02));
    assertThat(ink(real().read(Split.TEST, new int[] {3}), 3)).isCloseTo(91.964, within(0.02));
  }

  private static double ink(Dataset one, int label) {
    assertThat(one.label(0)).isEqualTo(label);
    double sum = 0;
    for (float value : one.image(0)) {
      sum += value;
    }
    return sum;
  }

  @Test
  void splitsShareNoStroke() {
    GestureWorkload gesture = real();
    long distinct =
        Arrays.stream(Split.values())
            .flatMap(
                split -> {
                  Dataset all = gesture.read(split, indices(gesture.size(split)));
                  return IntStream.range(0, all.size())
                      .mapToObj(i -> Arrays.toString(all.image(i)));
                })
            .distinct()
            .count();
    assertThat(Arrays.stream(Split.values()).mapToInt(gesture::size))
        .containsExactly(600, 100, 100, 200);
    assertThat(distinct).isEqualTo(1_000);
  }

  private static int[] indices(int count) {
    return IntStream.range(0, count).toArray();
  }

  private void assertRefused(String contents, String message) throws IOException {
    Path file = directory.resolve("petewarden_0.json");
    Files.writeString(file, contents);
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> new GestureWorkload(directory).read(Split.TEST, new int[] {0}))
        .withMessage(file + message);
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    assertRefused("{\"strokes\": [", ": not a JSON document; fetch it again");
    assertRefused("[]", ": 0 strokes, not 100; use the complete file");
    String all = String.join(",", Collections.nCopies(99, STROKE));
    String document = "{\"strokes\": [" + all + ", %s]}";
    assertRefused(
        document.formatted(STROKE.replace("\"0\"}", "\"1\"}")),
        ": stroke 99: label '1', not '0'; this is another data set");
    assertRefused(
        document.formatted(STROKE.replace("0.2", "\"up\"")),
        ": stroke 99: point 1 has no finite x and y; the file is damaged, fetch it again");
    assertRefused(
        document.formatted("{\"strokePoints\": [{\"x\": 0, \"y\": 0}], \"label\": \"0\"}"),
        ": stroke 99: 1 points make no stroke; the file is damaged, fetch it again");
  }
}
