package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.unit430.firmware.network.Shape;

class DatasetTest {
  private static final Shape PAIR = new Shape(1, 1, 2);

  private static Dataset three() {
    return new Dataset(
        "set", PAIR, 3, new float[][] {{0, 1}, {0.5f, 0}, {1, 1}}, new int[] {2, 0, 1});
  }

  @Test
  void aSliceKeepsOrderAndLabels() {
    Dataset slice = three().slice(1, 3);
    assertThat(slice.size()).isEqualTo(2);
    assertThat(slice.image(0)).containsExactly(0.5f, 0);
    assertThat(slice.image(1)).containsExactly(1, 1);
    assertThat(slice.label(0)).isZero();
    assertThat(slice.label(1)).isEqualTo(1);
    assertThat(slice.classes()).isEqualTo(3);
    assertThat(three().slice(1, 1).size()).isZero();
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> three().slice(2, 4));
  }

  @Test
  void anImageGivenAwayIsACopy() {
    Dataset dataset = three();
    dataset.image(0)[0] = 9;
    assertThat(dataset.image(0)).containsExactly(0, 1);
  }

  @Test
  void countsTheInputsThatAClassifierGetsRight() {
    // Says 2 when the second value is 1, else 0: right, right, wrong.
    assertThat(three().countCorrect(image -> image[1] == 1 ? 2 : 0)).isEqualTo(2);
  }

  @Test
  void theFingerprintTellsImagesLabelsAndShapesApart() {
    Dataset one = new Dataset("a", PAIR, 3, new float[][] {{0, 1}}, new int[] {1});
    assertThat(one.sha256())
        .matches("[0-9a-f]{64}")
        .isEqualTo(new Dataset("b", PAIR, 3, new float[][] {{0, 1}}, new int[] {1}).sha256())
        .isNotEqualTo(new Dataset("a", PAIR, 3, new float[][] {{0, 1}}, new int[] {2}).sha256())
        .isNotEqualTo(new Dataset("a", PAIR, 3, new float[][] {{1, 0}}, new int[] {1}).sha256())
        .isNotEqualTo(
            new Dataset("a", new Shape(1, 2, 1), 3, new float[][] {{0, 1}}, new int[] {1})
                .sha256());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dataset("set", PAIR, 2, new float[1][2], new int[2]))
        .withMessage("set: 1 images but 2 labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dataset("set", PAIR, 2, new float[1][3], new int[1]))
        .withMessage("set: image 0 has 3 values, 1x1x2 needs 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dataset("set", PAIR, 2, new float[1][2], new int[] {2}))
        .withMessage("set: label 0 is 2, the classes are 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Dataset("set", PAIR, 2, new float[][] {{0, Float.NaN}}, new int[] {0}))
        .withMessage("set: image 0 holds NaN");
  }
}
