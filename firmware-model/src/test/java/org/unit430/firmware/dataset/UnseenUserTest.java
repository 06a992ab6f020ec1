package org.unit430.firmware.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.dataset.WeightLiftingFile.Row;

class UnseenUserTest {

  /** Twenty windows of two rows; the later in the file, the earlier in time. */
  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(new Row("u", i / 2, 1_000 - i, new double[WeightLiftingFile.VALUES], 0));
    }
    return rows;
  }

  @Test
  void everySecondWindowInTimeJudgesAndEveryFifthOfTheOthersSelects() {
    UnseenUser parts = UnseenUser.of(rows(), IntStream.range(0, 40).toArray());
    // Place p in time is window 19 - p. Odd places: windows 18, 16, ... 0. Places 8 and 18: 11, 1.
    assertThat(windows(parts.evaluation()))
        .containsExactlyInAnyOrder(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
    assertThat(windows(parts.selection())).containsExactlyInAnyOrder(1, 11);
    assertThat(windows(parts.retraining())).containsExactlyInAnyOrder(3, 5, 7, 9, 13, 15, 17, 19);
  }

  @Test
  void aWindowIsNeverDivided() {
    UnseenUser parts = UnseenUser.of(rows(), IntStream.range(0, 40).toArray());
    for (int[] part : List.of(parts.retraining(), parts.selection(), parts.evaluation())) {
      assertThat(part).hasSize(2 * windows(part).size());
    }
  }

  private static List<Integer> windows(int[] rows) {
    return Arrays.stream(rows).map(row -> row / 2).distinct().boxed().toList();
  }
}
