package org.unit430.firmware.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.firmware.dataset.SplitMix64;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.shift.PictureShift.Kind;

class PictureShiftTest {
  private static final Shape SHAPE = new Shape(1, 5, 5);
  private static final Offset<Float> SINGLE = within(1e-6f);

  /** Pixel i is (7 i mod 11) / 10. */
  private static float[] picture() {
    float[] picture = new float[25];
    for (int i = 0; i < 25; i++) {
      picture[i] = (7 * i % 11) / 10f;
    }
    return picture;
  }

  private static float[] apply(Kind kind, double strength) {
    return new PictureShift(kind, strength).apply(picture(), SHAPE, new SplitMix64(7));
  }

  private static void assertClose(float[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("pixel %d", i).isCloseTo((float) expected[i], SINGLE);
    }
  }

  @Test
  void rotationGivesWhatScipyGives() {
    // scipy 1.17.1: ndimage.rotate(p, 30, reshape=False, order=1, mode="grid-constant")
    assertClose(
        apply(Kind.ROTATION, 30),
        new double[] {
          0.158846, 0.302405, 0.758846, 0.694005, 0.228719,
          0.564359, 0.573205, 0.326795, 0.483013, 0.675352,
          0.387564, 0.470096, 0.7, 0.45359, 0.20718,
          0.286603, 0.219615, 0.523205, 0.571539, 0.580385,
          0.14641, 0.59282, 0.34641, 0.041154, 0.137307
        });
  }

  @Test
  void aQuarterTurnMovesTheRightEdgeToTheTop() {
    float[] turned = apply(Kind.ROTATION, 90);
    float[] picture = picture();
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 5; column++) {
        assertThat(turned[row * 5 + column]).isCloseTo(picture[column * 5 + 4 - row], SINGLE);
      }
    }
  }

  @Test
  void blurGivesWhatScipyGives() {
    // scipy 1.17.1: ndimage.gaussian_filter(p, 1, truncate=3, mode="constant")
    assertClose(
        apply(Kind.BLUR, 1),
        new double[] {
          0.1667619, 0.310733, 0.370443, 0.3898456, 0.3189068,
          0.2439815, 0.4099682, 0.4696774, 0.4749303, 0.4065859,
          0.272865, 0.4016665, 0.475667, 0.4763209, 0.3876127,
          0.3030982, 0.3829228, 0.4375753, 0.4265634, 0.3001283,
          0.2614078, 0.2882884, 0.2923194, 0.2911851, 0.196191
        });
  }

  @Test
  void noiseIsWhatAnotherProgramDrawsFromTheSameSeed() {
    // Python: SplitMix64 from 7, Marsaglia's polar method, 0.2 of it added, numpy.clip to [0, 1].
    assertClose(
        apply(Kind.NOISE, 0.2),
        new double[] {
          0.0, 0.8752963, 0.2388018, 0.924874, 0.3921468,
          0.420317, 1.0, 0.6265534, 0.1628714, 0.4301914,
          0.2522916, 0.1735535, 0.5409218, 0.5256588, 0.9001488,
          0.6447776, 0.1690472, 0.8591071, 0.5246839, 0.2988757,
          1.0, 0.4761293, 0.0, 0.936826, 0.0099651
        });
  }

  @Test
  void contrastShrinksTheDistanceFromTheMean() {
    // The mean is 12 / 25 = 0.48: black becomes 0.5 * 0.48, 0.7 becomes 0.48 + 0.5 * 0.22.
    float[] flat = apply(Kind.CONTRAST, 0.5);
    assertThat(flat[0]).isCloseTo(0.24f, SINGLE);
    assertThat(flat[1]).isCloseTo(0.59f, SINGLE);
    assertThat(flat[3]).isCloseTo(0.74f, SINGLE);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void withoutStrengthThePictureStaysAsItIs(Kind kind) {
    // A contrast of 1 is the original's.
    assertClose(apply(kind, kind == Kind.CONTRAST ? 1 : 0), doubles(picture()));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  @Test
  void impossibleStrengthsAndPicturesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PictureShift(Kind.BLUR, -1))
        .withMessage("blur of strength -1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> new PictureShift(Kind.NOISE, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new PictureShift(Kind.CONTRAST, 1.5));
    PictureShift turn = new PictureShift(Kind.ROTATION, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> turn.apply(new float[24], SHAPE, new SplitMix64(1)))
        .withMessageStartingWith("24 values are no grey picture of ");
  }
}
