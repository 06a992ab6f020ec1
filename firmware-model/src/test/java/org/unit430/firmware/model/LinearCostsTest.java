package org.unit430.firmware.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinearCostsTest {
  @Test
  void predictsExactlyWithinWhatItLearnt() {
    LinearCosts costs = new LinearCosts(3);
    // figures = (7a + 5b, 1_000_000_000a + b); c was always 0.
    costs.learn(new long[] {1, 2, 0}, new long[] {17, 1_000_000_002});
    costs.learn(new long[] {1, 5, 0}, new long[] {32, 1_000_000_005});
    assertThat(costs.predict(new long[] {2, 3, 0}))
        .hasValueSatisfying(f -> assertThat(f).containsExactly(29, 2_000_000_003));
    assertThat(costs.predict(new long[] {0, 0, 0}))
        .hasValueSatisfying(f -> assertThat(f).containsExactly(0, 0));
  }

  @Test
  void predictsNothingBeyondWhatItLearnt() {
    LinearCosts costs = new LinearCosts(3);
    costs.learn(new long[] {1, 2, 0}, new long[] {17});
    assertThat(costs.predict(new long[] {1, 3, 0})).isEmpty();
    assertThat(costs.predict(new long[] {1, 2, 1})).isEmpty();
    assertThat(costs.spans(new long[] {3, 6, 0})).isTrue();
  }

  @Test
  void learnsNothingFromWhatItSpans() {
    LinearCosts costs = new LinearCosts(2);
    costs.learn(new long[] {1, 2}, new long[] {9});
    costs.learn(new long[] {2, 4}, new long[] {99});
    assertThat(costs.rank()).isEqualTo(1);
    assertThat(costs.predict(new long[] {2, 4}))
        .hasValueSatisfying(f -> assertThat(f).containsExactly(18));
  }
}
