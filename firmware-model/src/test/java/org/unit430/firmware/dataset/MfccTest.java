package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MfccTest {
  private final Mfcc mfcc = new Mfcc();

  /**
   * 440 Hz in the middle half, over a sweep: {@code x = round(8000 sin(2 pi 440 t / 8000) (2000 <=
   * t < 6000) + 3000 sin(2 pi (1000 + 0.1 t) t / 8000))}.
   */
  private static double[] toneAndSweep() {
    double[] second = new double[Mfcc.HERTZ];
    for (int t = 0; t < second.length; t++) {
      double tone = t >= 2000 && t < 6000 ? 8000 * Math.sin(2 * Math.PI * 440 * t / 8000) : 0;
      second[t] = Math.rint(tone + 3000 * Math.sin(2 * Math.PI * (1000 + 0.1 * t) * t / 8000));
    }
    return second;
  }

  @Test
  void aToneAtABinHasThePowerThatTheWindowGivesIt() {
    // cos(2 pi 16 i / 128) = cos(2 pi 32 i / 256): bin 32 of 256. Its amplitude there is half the
    // sum of the window: the cosine of a Hann window over its whole period sums to 0, so 240 / 2 /
    // 2.
    double[] second = new double[Mfcc.HERTZ];
    Arrays.setAll(second, i -> Math.cos(2 * Math.PI * 32 * i / 256));
    double[] power = mfcc.power(second, 0);
    assertThat(power).hasSize(129);
    assertThat(power[32]).isCloseTo(60.0 * 60.0, Offset.offset(10.0));
    // The main lobe of 240 samples reaches 2 x 256 / 240 = 2.1 bins; far away is next to nothing.
    assertThat(power[64]).isLessThan(1e-4);
  }

  @Test
  void anyWindowHasTheSpectrumOfTheDefinition() {
    double[] second = toneAndSweep();
    double[] power = mfcc.power(second, 3840);
    for (int bin = 0; bin <= 128; bin++) {
      double real = 0;
      double imaginary = 0;
      for (int i = 0; i < 240; i++) {
        double x = second[3840 + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / 240));
        real += x * Math.cos(2 * Math.PI * bin * i / 256);
        imaginary -= x * Math.sin(2 * Math.PI * bin * i / 256);
      }
      double expected = real * real + imaginary * imaginary;
      assertThat(power[bin]).isCloseTo(expected, Offset.offset(1e-3 + 1e-9 * expected));
    }
  }

  @Test
  void coefficientsAreThoseOfAnotherImplementation() {
    // numpy 2.4: w = 0.5 - 0.5 cos(2 pi arange(240) / 240); P = abs(rfft(x[160 i : 160 i + 240] w,
    // 256))^2; mel = 2595 log10(1 + f / 700); e = linspace(mel(20), mel(4000), 42); filter b =
    // interp(mel(arange(129) 8000 / 256), e[b : b + 3], [0, 1, 0], left 0, right 0); L =
    // log(maximum(E, 1e-5 E.max())); C = L @ D.T with D the orthonormal DCT-II of 40.
    double[][] cepstrum = mfcc.cepstrum(toneAndSweep());
    assertThat(cepstrum).hasDimensions(49, 10);
    assertThat(cepstrum[12])
        .containsExactly(
            new double[] {
              116.55463114,
              15.99759559,
              -2.93344199,
              -2.22575268,
              -2.79450722,
              -7.3282673,
              -1.23147456,
              5.26064202,
              1.40050458,
              -0.7420417
            },
            Offset.offset(1e-6));
    assertThat(cepstrum[48])
        .containsExactly(
            new double[] {
              97.65112497,
              -4.32262279,
              1.98135726,
              0.99471019,
              -3.57232691,
              4.87880835,
              -4.50863176,
              2.65341522,
              -0.01224648,
              -2.47756609
            },
            Offset.offset(1e-6));
  }

  @Test
  void featuresAreFrameByFrameAndNormalisedByCoefficient() {
    // numpy as above: clip((C - C.mean(0)) / (4 C.std(0)), -1, 1), frame 24.
    float[] features = mfcc.features(toneAndSweep());
    assertThat(features).hasSize(490);
    assertThat(Arrays.copyOfRange(features, 240, 250))
        .containsExactly(
            new float[] {
              0.13264608f,
              0.12404053f,
              -0.01346091f,
              -0.04901644f,
              -0.21690951f,
              -0.24523365f,
              0.37894303f,
              -0.00065043f,
              -0.03173925f,
              0.38148326f
            },
            Offset.offset(1e-6f));
  }

  @Test
  void loudnessDoesNotMatter() {
    double[] quiet = toneAndSweep();
    double[] loud = Arrays.stream(quiet).map(x -> 4 * x).toArray();
    assertThat(mfcc.features(loud)).containsExactly(mfcc.features(quiet), Offset.offset(1e-6f));
  }

  @Test
  void silenceIsNothingButRounding() {
    assertThat(mfcc.features(new double[Mfcc.HERTZ]))
        .containsExactly(new float[490], Offset.offset(1e-5f));
  }
}
