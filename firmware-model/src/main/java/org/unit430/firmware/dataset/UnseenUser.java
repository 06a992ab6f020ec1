package org.unit430.firmware.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.unit430.firmware.dataset.WeightLiftingFile.Row;

/**
 * How the recordings of a user whom the network does not know are divided. Of each way of lifting
 * every second window in time is for evaluation; of the others every fifth chooses the epoch of a
 * retraining, which has the rest. A window is never divided.
 *
 * <p>So what adapts and what judges come from the same minutes, which is kind to retraining. A
 * division into an earlier and a later half would be another question: postures drift within a set,
 * and of the later half even the nearest neighbour among the user's own earlier rows is right for
 * 15 to 44 % only.
 *
 * @param retraining places of rows, in random order
 * @param selection places of rows
 * @param evaluation places of rows
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next
record UnseenUser(int[] retraining, int[] selection, int[] evaluation) {
  /** No recordings. */
  static final UnseenUser NONE = new UnseenUser(new int[0], new int[0], new int[0]);

  private static final int ROUND = 10;
  private static final int SELECTION_PLACE = 8;

  /**
   * Divides.
   *
   * @param rows of the file
   * @param user places of the user's rows
   */
  static UnseenUser of(List<Row> rows, int[] user) {
    IntStream.Builder retraining = IntStream.builder();
    IntStream.Builder selection = IntStream.builder();
    IntStream.Builder evaluation = IntStream.builder();
    for (Map<Integer, List<Integer>> windows : byLabelAndWindow(rows, user).values()) {
      List<List<Integer>> inTime = new ArrayList<>(windows.values());
      inTime.sort(Comparator.comparing(window -> start(rows, window)));
      for (int i = 0; i < inTime.size(); i++) {
        boolean selects = i % ROUND == SELECTION_PLACE;
        boolean judges = i % 2 == 1;
        IntStream.Builder part = judges ? evaluation : selects ? selection : retraining;
        inTime.get(i).forEach(part::add);
      }
    }
    return new UnseenUser(
        HarWorkload.shuffled(retraining.build().toArray()),
        selection.build().toArray(),
        evaluation.build().toArray());
  }

  private static Map<Integer, Map<Integer, List<Integer>>> byLabelAndWindow(
      List<Row> rows, int[] user) {
    Map<Integer, Map<Integer, List<Integer>>> windows = new TreeMap<>();
    for (int place : user) {
      Row row = rows.get(place);
      windows
          .computeIfAbsent(row.label(), label -> new TreeMap<>())
          .computeIfAbsent(row.window(), window -> new ArrayList<>())
          .add(place);
    }
    return windows;
  }

  private static long start(List<Row> rows, List<Integer> window) {
    return window.stream().mapToLong(place -> rows.get(place).microseconds()).min().orElseThrow();
  }
}
