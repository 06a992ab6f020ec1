package org.unit430.cli.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class McNemarTest {
  @Test
  void countsOnlyInputsThatTellTheTwoApart() {
    boolean[] first = {true, true, false, false, true};
    boolean[] second = {true, false, true, false, false};
    assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(2, 1));
  }

  @Test
  void thePValueIsThatOfFairCoins() {
    // 1 of 6: 2 * (C(6,0) + C(6,1)) / 2^6 = 2 * 7 / 64.
    assertThat(new McNemar(1, 5).pValue()).isCloseTo(14 / 64.0, within(1e-12));
    assertThat(new McNemar(5, 1).pValue()).isCloseTo(14 / 64.0, within(1e-12));
    // 0 of 6: 2 / 64 = 0.03125, the fewest discordant inputs that can be significant at 5 %.
    assertThat(new McNemar(0, 6).pValue()).isCloseTo(2 / 64.0, within(1e-12));
    assertThat(new McNemar(0, 6).withinNoise()).isFalse();
    assertThat(new McNemar(0, 5).withinNoise()).isTrue();
  }

  @Test
  void tinyPValuesAreNotZero() {
    // 1 of 100: 2 * (1 + 100) / 2^100.
    assertThat(new McNemar(1, 99).pValue())
        .isCloseTo(202 * Math.pow(2, -100), withinPercentage(1e-6));
  }

  @Test
  void evenDivisionsAndNoDivisionAtAllAreNoise() {
    assertThat(new McNemar(3, 3).pValue()).isEqualTo(1);
    assertThat(new McNemar(0, 0).pValue()).isEqualTo(1);
    assertThat(new McNemar(0, 0).withinNoise()).isTrue();
  }

  @Test
  void agreesWithAPublishedExample() {
    // Agresti, "Categorical Data Analysis", 2nd ed., table 10.1: 150 and 86 changed their minds;
    // z^2 = 64^2 / 236 = 17.36, whose tail is 3.1e-5. The exact test is close to it.
    assertThat(new McNemar(150, 86).pValue()).isBetween(2e-5, 5e-5);
  }

  @Test
  void unpairedInputsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> McNemar.of(new boolean[2], new boolean[3]))
        .withMessage("2 and 3 inputs are no pairs");
  }
}
