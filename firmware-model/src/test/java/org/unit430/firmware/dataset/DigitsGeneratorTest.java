package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigitsGeneratorTest {
  private static Dataset draw(long seed, Split split, int from, int to) {
    return new DigitsGenerator(seed).draw("digits", split, IntStream.range(from, to).toArray());
  }

  @Test
  void theImagesAreThoseOfThePinnedFingerprint() throws IOException {
    String pinned;
    try (InputStream in = getClass().getResourceAsStream("/pinned/digits-430-test-1000.sha256")) {
      pinned = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
    assertThat(draw(430, Split.TEST, 0, 1000).sha256()).isEqualTo(pinned);
  }

  @Test
  void anImageDependsOnItsIndexNotOnWhatIsDrawnBeforeIt() {
    Dataset dataset = draw(1, Split.TEST, 0, 10);
    assertThat(draw(1, Split.TEST, 7, 8).image(0)).isEqualTo(dataset.image(7));
  }

  @Test
  void anotherSeedGivesOtherImages() {
    assertThat(draw(1, Split.TEST, 0, 10).sha256())
        .isNotEqualTo(draw(2, Split.TEST, 0, 10).sha256());
  }

  @Test
  void noImageStandsTwiceInOrAcrossTheSplits() {
    Set<FloatBuffer> seen = new HashSet<>();
    int drawn = 0;
    for (Split split : Split.values()) {
      Dataset dataset = draw(430, split, 0, 1000);
      for (int i = 0; i < dataset.size(); i++) {
        seen.add(FloatBuffer.wrap(dataset.image(i)));
        drawn++;
      }
    }
    assertThat(seen).hasSize(drawn).hasSize(4000);
  }

  @Test
  void everyDigitIsThereEquallyOften() {
    Dataset dataset = draw(430, Split.VALIDATION, 0, 50);
    int[] counts = new int[DigitsGenerator.CLASSES];
    for (int i = 0; i < dataset.size(); i++) {
      counts[dataset.label(i)]++;
    }
    assertThat(counts).containsOnly(5);
  }

  @Test
  void pixelsAreEightBitGreyAndAsSparseAsMnist() {
    Dataset dataset = draw(430, Split.TRAINING, 0, 1000);
    int zeros = 0;
    for (int i = 0; i < dataset.size(); i++) {
      float[] image = dataset.image(i);
      int ink = 0;
      boolean grey = true;
      for (float pixel : image) {
        grey &= pixel >= 0 && pixel <= 1 && pixel == Math.round(pixel * 255) / 255f;
        ink += pixel > 0 ? 1 : 0;
      }
      assertThat(grey).as("image %d is 8-bit grey", i).isTrue();
      assertThat(ink).as("inked pixels of image %d", i).isGreaterThan(20);
      zeros += image.length - ink;
    }
    // MNIST's training images have 80.9 % zero pixels.
    assertThat(zeros / (1000.0 * 784)).isBetween(0.79, 0.83);
  }

  @Test
  void aFormIsDrawnWhereItsStrokesGo() {
    // A pen of radius 1 from (2, 3) to (6, 3): full ink up to half a pixel inside its rim.
    Canvas canvas = new Canvas(10);
    canvas.draw(Stroke.line(2, 3, 6, 3).polyline(), 1);
    double[] ink = canvas.ink();
    assertThat(ink[3 * 10 + 4]).isEqualTo(1);
    assertThat(ink[2 * 10 + 4]).isEqualTo(0.5); // one pixel off the axis: reach 1.5 - 1
    assertThat(ink[1 * 10 + 4]).isZero();
    assertThat(ink[3 * 10 + 1]).isEqualTo(0.5); // beyond the end: round cap
    assertThat(ink[3 * 10 + 0]).isZero();
    assertThat(Arrays.stream(ink).sum()).isGreaterThan(0);
  }

  @Test
  void aCurvePassesThroughItsPoints() {
    Stroke curve = Stroke.curve(0, 0, 1, 2, 3, 1);
    assertThat(curve.polyline())
        .hasSize(13)
        .contains(new Stroke.Point(0, 0), new Stroke.Point(1, 2), new Stroke.Point(3, 1));
  }
}
