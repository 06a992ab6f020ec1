package org.unit430.firmware.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.firmware.network.Shape;

class StepTest {
  /** By min(high, max(low, x)) at the least x: any number, or 0. */
  @ParameterizedTest
  @CsvSource({
    "-Infinity, Infinity, true, true",
    "-Infinity, Infinity, false, false",
    "0, 6, true, false",
    "-1, 6, true, true",
    "-1, 6, false, false",
    "-Infinity, -1, false, true",
    "-3, -1, true, true",
  })
  void limitsSayWhetherWhatTheyGiveCanBeNegative(
      double low, double high, boolean source, boolean expected) {
    Step.Limits limits = new Step.Limits("clip", 0, new Shape(1, 1, 1), low, high);
    assertThat(limits.canBeNegative(source)).isEqualTo(expected);
    double least = Math.min(high, Math.max(low, source ? -1e9 : 0));
    assertThat(least < 0).isEqualTo(expected);
  }
}
