package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitMix64Test {

  @Test
  void drawsTheSequenceOfThePublishedReference() {
    // Output of Vigna's splitmix64.c for seed 1234567, as listed on Rosetta Code,
    // "Pseudo-random numbers/Splitmix64".
    SplitMix64 random = new SplitMix64(1_234_567);
    for (String expected :
        new String[] {
          "6457827717110365317",
          "3203168211198807973",
          "9817491932198370423",
          "4593380528125082431",
          "16408922859458223821"
        }) {
      assertThat(Long.toUnsignedString(random.nextLong())).isEqualTo(expected);
    }
  }

  @Test
  void integersAreBelowTheBoundAndEquallyLikely() {
    SplitMix64 random = new SplitMix64(1);
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[random.nextInt(7)]++;
    }
    // 10,000 each; standard deviation sqrt(70,000 * 1/7 * 6/7) = 93, five of them = 465
    for (int count : counts) {
      assertThat(count).isBetween(10_000 - 465, 10_000 + 465);
    }
    assertThat(random.nextInt(1)).isZero();
  }

  @Test
  void gaussiansHaveMeanZeroAndDeviationOne() {
    SplitMix64 random = new SplitMix64(2);
    int n = 100_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double value = random.nextGaussian();
      sum += value;
      squares += value * value;
    }
    // standard errors: 1 / sqrt(n) = 0.0032 and sqrt(2 / n) = 0.0045; five of each
    assertThat(sum / n).isCloseTo(0, within(0.016));
    assertThat(squares / n).isCloseTo(1, within(0.023));
  }

  @Test
  void uniformsStayInTheirRange() {
    SplitMix64 random = new SplitMix64(3);
    for (int i = 0; i < 1000; i++) {
      assertThat(random.uniform(-2, 5)).isGreaterThanOrEqualTo(-2).isLessThan(5);
    }
  }

  @Test
  void aPermutationHoldsEveryNumberOnceAndIsShuffled() {
    int[] order = new SplitMix64(4).permutation(1000);
    int[] sorted = order.clone();
    Arrays.sort(sorted);
    assertThat(sorted).containsExactly(IntStream.range(0, 1000).toArray());
    assertThat(order).isNotEqualTo(sorted);
    assertThat(new SplitMix64(4).permutation(0)).isEmpty();
  }

  @Test
  void streamsAndIndicesHaveSequencesOfTheirOwn() {
    long[] first = {
      SplitMix64.of(1, 0, 0).nextLong(),
      SplitMix64.of(1, 0, 1).nextLong(),
      SplitMix64.of(1, 1, 0).nextLong(),
      SplitMix64.of(2, 0, 0).nextLong(),
      SplitMix64.of(1, 1, 1).nextLong()
    };
    assertThat(first).doesNotHaveDuplicates();
    assertThat(SplitMix64.of(1, 1, 1).nextLong()).isEqualTo(first[4]);
  }
}
