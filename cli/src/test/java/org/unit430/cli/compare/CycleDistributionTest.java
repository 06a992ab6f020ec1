package org.unit430.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CycleDistributionTest {
  @Test
  void percentilesAreNearestRank() {
    // 200, 199, ... 1: the mean is 201 / 2; 190 of 200 values are at most 190, 198 at most 198.
    CycleDistribution of200 =
        CycleDistribution.of(LongStream.rangeClosed(1, 200).map(i -> 201 - i).toArray());
    assertThat(of200).isEqualTo(new CycleDistribution(1, 100.5, 190, 198, 200));
  }

  @Test
  void oneInputIsItsOwnDistribution() {
    assertThat(CycleDistribution.of(new long[] {7}))
        .isEqualTo(new CycleDistribution(7, 7, 7, 7, 7));
  }
}
