package org.unit430.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.unit430.firmware.dataset.SplitMix64;

class PairedBootstrapTest {
  @Test
  void aConstantDifferenceHasNoSpreadHoweverMuchInputsDiffer() {
    double[] first = {11, 101, 1001};
    double[] second = {10, 100, 1000};
    PairedBootstrap difference = PairedBootstrap.of(first, second, 1);
    assertThat(difference.difference()).isCloseTo(1, within(1e-12));
    assertThat(difference.low()).isCloseTo(1, within(1e-12));
    assertThat(difference.high()).isCloseTo(1, within(1e-12));
    assertThat(difference.ratio()).isCloseTo(1113 / 1110.0, within(1e-12));
    assertThat(difference.withinNoise()).isFalse();
  }

  @Test
  void theIntervalIsThatOfTheNormalDistributionWhereThatHolds() {
    // 400 differences of deviation 1 around 0.5: mean 0.5, standard error 1/20, interval +-0.098.
    SplitMix64 random = new SplitMix64(7);
    double[] first = new double[400];
    double[] second = new double[400];
    double mean = 0;
    double square = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = 0.5 + random.nextGaussian();
      second[i] = 100 + 10 * random.nextDouble();
      first[i] = second[i] + difference;
      mean += difference / first.length;
      square += difference * difference / first.length;
    }
    double error = Math.sqrt((square - mean * mean) / first.length);
    PairedBootstrap difference = PairedBootstrap.of(first, second, 1);
    assertThat(difference.low()).isCloseTo(mean - 1.96 * error, within(0.01));
    assertThat(difference.high()).isCloseTo(mean + 1.96 * error, within(0.01));
    assertThat(difference.lowRatio()).isBetween(1.0, difference.ratio());
  }

  @Test
  void differencesOfBothSignsAreNoise() {
    PairedBootstrap difference =
        PairedBootstrap.of(new double[] {1, 3, 1, 3}, new double[] {2, 2, 2, 2}, 1);
    assertThat(difference.difference()).isZero();
    assertThat(difference.withinNoise()).isTrue();
  }

  @Test
  void theSeedDecidesTheInterval() {
    double[] first = {1, 2, 4, 8, 16};
    double[] second = {3, 1, 4, 1, 5};
    assertThat(PairedBootstrap.of(first, second, 5))
        .isEqualTo(PairedBootstrap.of(first, second, 5));
  }

  @Test
  void nothingToDrawFromIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.of(new double[0], new double[0], 1))
        .withMessage("0 and 0 inputs are no pairs");
  }
}
