package org.unit430.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {
  private static Gain gain(Reading reading, double macs, double cycles, double accuracy) {
    // Against 100 kMACs, 1,000 kcycles, 1 mJ and an accuracy of 0.9.
    return new Gain(
        "digits",
        reading,
        new Side("unit:shift", "simulated", macs, cycles, cycles * 1e-9, accuracy),
        new Side("ttp", "simulated", 100e3, 1e6, 1e-3, 0.9),
        1);
  }

  @Test
  void gainsAreReductionsInPercentAndPointsOfAccuracy() {
    Gain gain = gain(Reading.TUNED_DENSE, 40e3, 700e3, 0.87);
    assertThat(gain.value(Metric.MACS)).isCloseTo(60, within(1e-9));
    assertThat(gain.value(Metric.TIME)).isCloseTo(30, within(1e-9));
    assertThat(gain.value(Metric.ENERGY)).isCloseTo(30, within(1e-9));
    assertThat(gain.value(Metric.ACCURACY)).isCloseTo(3, within(1e-9));
  }

  @Test
  void publishedRangesAreThoseOfTheAbstract() {
    // arXiv 2507.07885v1: 11.02-82.03, 27.30-84.19, 27.33-84.38 percent; 0.48-7 points.
    assertThat(Metric.MACS.agrees(11.02)).isTrue();
    assertThat(Metric.MACS.agrees(82.04)).isFalse();
    assertThat(Metric.TIME.agrees(27.29)).isFalse();
    assertThat(Metric.ENERGY.agrees(84.38)).isTrue();
    assertThat(Metric.ACCURACY.agrees(-1)).as("nothing was lost").isTrue();
    assertThat(Metric.ACCURACY.agrees(7.01)).isFalse();
  }

  @Test
  void aReadingIsConsistentOnlyIfEveryWorkloadIsInside() {
    List<Finding> findings =
        Finding.of(
            List.of(
                gain(Reading.TUNED_DENSE, 40e3, 700e3, 0.87),
                gain(Reading.TUNED_DENSE, 40e3, 500e3, 0.9),
                gain(Reading.TUNED_CSR, 40e3, 700e3, 0.9),
                gain(Reading.TUNED_CSR, 40e3, 1100e3, 0.9)));
    Finding dense = findings.get(0);
    Finding csr = findings.get(1);
    assertThat(dense.agrees()).isTrue();
    assertThat(dense.verdict(Metric.TIME)).isEqualTo("consistent");
    assertThat(csr.verdict(Metric.TIME)).isEqualTo("consistent on 1 of 2");
    assertThat(csr.least(Metric.TIME)).isCloseTo(-10, within(1e-9));
    assertThat(Verdict.of(findings))
        .last()
        .asString()
        .isEqualTo("Consistent with the paper in all 8 figures, of 2 workloads: tuned, TTP dense.");
    assertThat(Verdict.of(List.of(csr)))
        .last()
        .asString()
        .contains("No reading is consistent", "6 of 8 figures");
  }
}
