package org.unit430.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MagnitudePruningTest {
  /** Two layers: weights, biases, weights, biases; six weights in all. */
  private static final List<float[]> TENSORS =
      List.of(
          new float[] {0.5f, -0.1f, 0.3f},
          new float[] {0.01f},
          new float[] {-0.2f, 0.9f, 0.1f},
          new float[] {0});

  private static final List<float[]> ALL = MagnitudePruning.keepAll(TENSORS);

  @Test
  void theSmallestWeightsOfAllLayersTogetherGoAndBiasesStay() {
    List<float[]> masks = MagnitudePruning.prune(TENSORS, ALL, 0.5);
    assertThat(masks.get(0)).containsExactly(1, 0, 1);
    assertThat(masks.get(1)).containsExactly(1);
    assertThat(masks.get(2)).containsExactly(0, 1, 0);
    assertThat(masks.get(3)).containsExactly(1);
  }

  @Test
  void theFirstOfEqualMagnitudesGoes() {
    // 1/6 of 6 weights is 1; -0.1 and 0.1 are equal.
    List<float[]> masks = MagnitudePruning.prune(TENSORS, ALL, 1.0 / 6);
    assertThat(masks.get(0)).containsExactly(1, 0, 1);
    assertThat(masks.get(2)).containsExactly(1, 1, 1);
  }

  @Test
  void aFractionIsRoundedUpSoThatTheSparsityIsReached() {
    // 0.2 * 6 = 1.2: two weights
    List<float[]> masks = MagnitudePruning.prune(TENSORS, ALL, 0.2);
    assertThat(masks.get(0)).containsExactly(1, 0, 1);
    assertThat(masks.get(2)).containsExactly(1, 1, 0);
  }

  @Test
  void whatWasPrunedStaysPrunedWhateverItsValue() {
    List<float[]> before =
        List.of(new float[] {0, 1, 1}, new float[] {1}, new float[] {1, 1, 1}, new float[] {1});
    List<float[]> masks = MagnitudePruning.prune(TENSORS, before, 1.0 / 3);
    assertThat(masks.get(0)).containsExactly(0, 0, 1);
    assertThat(masks.get(2)).containsExactly(1, 1, 1);
    assertThat(before.get(0)).containsExactly(0, 1, 1);
  }

  @Test
  void aLowerSparsityRestoresNothing() {
    List<float[]> half = MagnitudePruning.prune(TENSORS, ALL, 0.5);
    List<float[]> masks = MagnitudePruning.prune(TENSORS, half, 0);
    assertThat(masks.get(0)).isEqualTo(half.get(0));
    assertThat(masks.get(2)).isEqualTo(half.get(2));
  }
}
