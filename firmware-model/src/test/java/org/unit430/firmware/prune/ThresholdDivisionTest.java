package org.unit430.firmware.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdDivisionTest {
  private static final int[] PRODUCTS = {
    0, 1, 2, 999, 32767, 32768, 1_000_000, 123_456_789, 1 << 30, Integer.MAX_VALUE
  };

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

  @Test
  void shiftStaysBetweenTheExactThresholdAndTwiceItPlusOne() {
    for (int product : PRODUCTS) {
      for (int magnitude = 1; magnitude <= 32767; magnitude++) {
        int exact = ThresholdDivision.EXACT.threshold(product, magnitude);
        int shift = ThresholdDivision.SHIFT.threshold(product, magnitude);
        assertThat(shift).isBetween(exact, Math.min(32767, 2 * exact + 1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void thresholdsFallAsMagnitudesGrowAndRiseWithT(ThresholdDivision division) {
    for (int i = 0; i < PRODUCTS.length; i++) {
      int last = Integer.MAX_VALUE;
      for (int magnitude = 1; magnitude <= 32767; magnitude++) {
        int threshold = division.threshold(PRODUCTS[i], magnitude);
        assertThat(threshold).isBetween(0, last);
        if (i > 0) {
          assertThat(threshold)
              .isGreaterThanOrEqualTo(division.threshold(PRODUCTS[i - 1], magnitude));
        }
        last = threshold;
      }
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
  }
}
