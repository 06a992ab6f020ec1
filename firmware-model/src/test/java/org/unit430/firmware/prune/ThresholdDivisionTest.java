package org.unit430.firmware.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdDivisionTest {
  @Test
  void exactDivisionDecidesAsTheProductTestDoes() {
    SplittableRandom random = new SplittableRandom(430);
    for (int i = 0; i < 1_000_000; i++) {
      int x = 1 + random.nextInt(32767);
      int w = random.nextInt(32768);
      int product =
          (int) Math.max(0, Math.min(Integer.MAX_VALUE, (long) x * w + random.nextInt(-3, 4)));
      boolean kept = w > ThresholdDivision.EXACT.threshold(product, x);
      assertThat(kept)
          .as("x = %d, w = %d, T = %d", x, w, product)
          .isEqualTo((long) x * w > product);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thresholdsKeepTheirBoundForAllMagnitudesAndFallAsTheyGrow(ThresholdDivision division) {
    int[] before = new int[32768];
    for (int product : products()) {
      int last = Integer.MAX_VALUE;
      for (int m = 1; m <= 32767; m++) {
        int t = division.threshold(product, m);
        // Skip sets are nested in T: thresholds rise with it, whatever the magnitude.
        if (t > last || t < before[m] || !bound(division, product, m, t)) {
          fail(
              "%s: t(%d, %d) = %d; %d for the magnitude before, %d for the smaller T"
                  .formatted(division, product, m, t, last, before[m]));
        }
        last = t;
        before[m] = t;
      }
    }
  }

  /** In ascending order: for each exponent its first, last and some mantissas between. */
  private static SortedSet<Integer> products() {
    SortedSet<Integer> products = new TreeSet<>(List.of(0));
    SplittableRandom random = new SplittableRandom(431);
    for (int exponent = 0; exponent <= 30; exponent++) {
      int power = 1 << exponent;
      products.addAll(List.of(power, power - 1 + power, power + power / 2, power + power / 3));
      products.add(power + random.nextInt(power));
    }
    return products;
  }

  /** The bound that the division's Javadoc proves. */
  private static boolean bound(ThresholdDivision division, long product, long m, long t) {
    long exact = product / m;
    long largest = 32767;
    boolean neverAbove = t <= Math.min(largest, exact);
    boolean neverBelow = t >= Math.min(largest, exact);
    return switch (division) {
      case EXACT, TABLE -> neverAbove && neverBelow;
      case SHIFT, TREE -> neverBelow && t <= 2 * exact + 1;
      case MASK -> t >= Math.min(largest, exact / 2) && t <= 2 * exact + 1;
      case RECIPROCAL ->
          neverAbove && (t == largest || t > (double) product / m / (1 + 1 / 128.0) - 3);
      case MITCHELL -> neverBelow && 8 * m * t <= 9 * product;
    };
  }

  @Test
  void onlyDivisionsThatSaySoSkipAboveT() {
    for (ThresholdDivision division : ThresholdDivision.values()) {
      boolean skips = false;
      for (int m = 1; m <= 32767; m++) {
        skips |= (long) m * division.threshold(1_000_000, m) > 1_000_000;
      }
      assertThat(skips).as(division.label()).isEqualTo(division.canSkipAboveThreshold());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThresholdOfZeroKeepsEverythingButZero(ThresholdDivision division) {
    for (int magnitude = 1; magnitude <= 32767; magnitude++) {
      assertThat(division.threshold(0, magnitude)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void negativeThresholdsAndImpossibleMagnitudesAreRefused(ThresholdDivision division) {
    assertThatThrownBy(() -> division.threshold(-1, 1)).hasMessageContaining("negative");
    assertThatThrownBy(() -> division.threshold(1, 0)).hasMessageContaining("1 to 32767");
    assertThatThrownBy(() -> division.threshold(1, 32768)).hasMessageContaining("1 to 32767");
  }

  @Test
  void workedExamples() {
    // 1000 / 7 = 142.86; floor(log2 7) = 2, 1000 / 4 = 250.
    assertThat(ThresholdDivision.EXACT.threshold(1000, 7)).isEqualTo(142);
    assertThat(ThresholdDivision.SHIFT.threshold(1000, 7)).isEqualTo(250);
    // 2^31-1 over 1 is far above 16 bits.
    assertThat(ThresholdDivision.EXACT.threshold(Integer.MAX_VALUE, 1)).isEqualTo(32767);
    // 65535 / 2 = 32767.5, and 65536 / 2 = 32768 is clamped.
    assertThat(ThresholdDivision.EXACT.threshold(65535, 2)).isEqualTo(32767);
    assertThat(ThresholdDivision.SHIFT.threshold(65536, 2)).isEqualTo(32767);
    // 512 / 4 = 128.
    assertThat(ThresholdDivision.MASK.threshold(1000, 7)).isEqualTo(128);
    // a = 1000/512 - 1 = 0.953, b = 7/4 - 1 = 0.75: 128 * 1.203 = 154.
    assertThat(ThresholdDivision.MITCHELL.threshold(1000, 7)).isEqualTo(154);
    // 7 << 13 = 57344 = 224 * 256; R = floor(2^31 / 57599) = 37283;
    // floor(1000 * 2^13 / 2^15) = 250, and 250 * 37283 / 65536 = 142.2.
    assertThat(ThresholdDivision.RECIPROCAL.threshold(1000, 7)).isEqualTo(142);
  }
}
