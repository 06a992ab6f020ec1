package org.unit430.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingPlanTest {
  private static final TrainingPlan PLAN = new TrainingPlan(6, 64, 0.4, 0.9, 0, 0.8, 4, 1);

  @Test
  void theRateFallsAlongHalfACosine() {
    assertThat(PLAN.rateAt(0)).isEqualTo(0.4);
    // cos(pi / 3) = 1/2: 0.4 * 3/4; cos(pi / 2) = 0: 0.4 / 2
    assertThat(PLAN.rateAt(2)).isCloseTo(0.3, within(1e-12));
    assertThat(PLAN.rateAt(3)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void theSparsityRisesByTheCubicScheduleAndThenStays() {
    // 1 - (3/4)^3 = 37/64; 1 - (1/2)^3 = 7/8; 1 - (1/4)^3 = 63/64
    assertThat(PLAN.sparsityAt(0)).isCloseTo(0.8 * 37 / 64, within(1e-12));
    assertThat(PLAN.sparsityAt(1)).isCloseTo(0.8 * 7 / 8, within(1e-12));
    assertThat(PLAN.sparsityAt(2)).isCloseTo(0.8 * 63 / 64, within(1e-12));
    assertThat(PLAN.sparsityAt(3)).isEqualTo(0.8);
    assertThat(PLAN.sparsityAt(5)).isEqualTo(0.8);
  }

  @Test
  void onlyEpochsOfFullSparsityMayBeKept() {
    assertThat(PLAN.isEligible(2)).isFalse();
    assertThat(PLAN.isEligible(3)).isTrue();
    assertThat(TrainingPlan.dense(1).isEligible(0)).isTrue();
  }

  @Test
  void impossiblePlansAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingPlan(2, 64, 0.1, 0.9, 0, 0.8, 3, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TrainingPlan(2, 64, 0.1, 0.9, 0, 1, 1, 1))
        .withMessage("sparsity must be in [0, 1), not 1.0");
  }
}
