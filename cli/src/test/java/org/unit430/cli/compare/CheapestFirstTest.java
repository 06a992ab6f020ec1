package org.unit430.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheapestFirstTest {
  @Test
  void combinationsComeFromTheCheapestOnAndEachOnce() {
    // Sums: 0,0 11; 0,1 13; 1,0 12; 1,1 14; 2,0 15; 2,1 17.
    CheapestFirst combinations =
        new CheapestFirst(List.of(new double[] {1, 2, 5}, new double[] {10, 12}));
    List<List<Integer>> order = new ArrayList<>();
    while (combinations.hasNext()) {
      int[] next = combinations.next();
      order.add(List.of(next[0], next[1]));
    }
    assertThat(order)
        .containsExactly(
            List.of(0, 0),
            List.of(1, 0),
            List.of(0, 1),
            List.of(1, 1),
            List.of(2, 0),
            List.of(2, 1));
  }
}
