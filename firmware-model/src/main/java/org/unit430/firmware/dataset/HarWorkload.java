package org.unit430.firmware.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.unit430.firmware.dataset.WeightLiftingFile.Row;
import org.unit430.firmware.network.Shape;

/**
 * The workloads {@code har} and {@code har-leaky}: how a weight is lifted, from 40 sensor values of
 * one instant, standardised. They differ in who may learn from whom.
 *
 * <p>{@code har} divides by user: the last of the six in alphabetical order is the test split, and
 * appears in no other. Of every ten windows of the other five one is for calibration, one for
 * validation, one is kept aside as {@link #seenUsers()}, and seven are for training. Mean and
 * deviation are those of the training split. Validation says how well people are recognised that
 * the network knows, so its accuracy is far above that of the test split.
 *
 * <p>{@code har-leaky} divides by row at random (70, 5, 5 and 20 %), with mean and deviation over
 * all rows, as much of the literature on these data does: neighbouring rows, 20 ms apart, then lie
 * on both sides, so its accuracy is that of recognising a recording, not of unseen people. It is
 * here for comparison with that literature.
 */
public final class HarWorkload implements Workload {
  /** The workload that divides by user. */
  public static final String NAME = "har";

  /** The workload that divides by row. */
  public static final String LEAKY = "har-leaky";

  private static final Shape SHAPE = new Shape(1, 1, WeightLiftingFile.VALUES);
  private static final int WINDOW_PARTS = 10;
  private static final int CALIBRATION_PART = 0;
  private static final int VALIDATION_PART = 3;
  private static final int SEEN_PART = 6;
  private static final long ROW_ORDER = 430;

  private final String name;
  private final Path directory;
  private final Optional<String> chosenUser;
  private List<Row> rows = List.of();
  private Parts parts;

  /** What is read, once: inputs, labels, and which of them make each split. */
  @SuppressWarnings("ArrayRecordComponent") // never leaves this class
  private record Parts(
      List<float[]> inputs,
      int[] labels,
      Map<Split, int[]> splits,
      int[] seen,
      UnseenUser unseen) {}

  /**
   * Names the data; nothing is opened yet.
   *
   * @param name {@link #NAME} or {@link #LEAKY}
   * @param directory the directory with {@code pml-training.csv} or {@code pml-training.zip}
   */
  public HarWorkload(String name, Path directory) {
    this(name, directory, Optional.empty());
  }

  private HarWorkload(String name, Path directory, Optional<String> chosenUser) {
    this.name = name;
    this.directory = directory;
    this.chosenUser = chosenUser;
  }

  /**
   * Returns how many users there are. They are called by number, from 1, in alphabetical order:
   * names are nobody's business here.
   *
   * @return six in the original file
   */
  public int users() {
    return userNames().size();
  }

  private List<String> userNames() {
    return rows().stream().map(Row::user).distinct().sorted().toList();
  }

  /**
   * Returns the workload whose test split is another user; its networks never saw that one.
   *
   * @param user 1 to {@link #users()}; the last gives {@code har} itself
   * @return named {@code har-without-} and the user's number
   * @throws IllegalArgumentException if there is no such user
   */
  public HarWorkload without(int user) {
    List<String> names = userNames();
    if (user < 1 || user > names.size()) {
      throw new IllegalArgumentException(
          "there is no user %d; there are 1 to %d".formatted(user, names.size()));
    }
    HarWorkload other =
        user == names.size()
            ? new HarWorkload(NAME, directory)
            : new HarWorkload(
                NAME + "-without-" + user, directory, Optional.of(names.get(user - 1)));
    other.rows = rows();
    return other;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Shape input() {
    return SHAPE;
  }

  @Override
  public int classes() {
    return WeightLiftingFile.CLASSES;
  }

  @Override
  public boolean signedInput() {
    return true;
  }

  @Override
  public int size(Split split) {
    return parts().splits.get(split).length;
  }

  @Override
  public Dataset read(Split split, int[] indices) {
    int[] rows = parts().splits.get(split);
    return dataset(name, Arrays.stream(indices).map(index -> rows[index]).toArray());
  }

  /**
   * Windows of the training users that training did not see: what the network was made for.
   *
   * @return all of them; none for {@code har-leaky}
   */
  public Dataset seenUsers() {
    return dataset(name + " seen users", parts().seen);
  }

  /**
   * What a network may be retrained on: of each way of lifting four of ten of the unseen user's
   * windows.
   *
   * @return in random order; none for {@code har-leaky}
   */
  public Dataset unseenUserForRetraining() {
    return dataset(name + " unseen user, retraining", parts().unseen.retraining());
  }

  /**
   * What chooses the epoch of a retraining: one of ten.
   *
   * @return all of them; none for {@code har-leaky}
   */
  public Dataset unseenUserForSelection() {
    return dataset(name + " unseen user, selection", parts().unseen.selection());
  }

  /**
   * What judges a retraining: every second.
   *
   * @return all of them; none for {@code har-leaky}
   */
  public Dataset unseenUserForEvaluation() {
    return dataset(name + " unseen user, evaluation", parts().unseen.evaluation());
  }

  private Dataset dataset(String called, int[] rows) {
    float[][] inputs = new float[rows.length][];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      inputs[i] = parts().inputs.get(rows[i]);
      labels[i] = parts().labels[rows[i]];
    }
    return new Dataset(called, SHAPE, classes(), inputs, labels);
  }

  private synchronized List<Row> rows() {
    if (rows.isEmpty()) {
      rows = new WeightLiftingFile(directory).read();
    }
    return rows;
  }

  private synchronized Parts parts() {
    if (parts == null) {
      parts = name.equals(LEAKY) ? byRow(rows()) : byUser(rows());
    }
    return parts;
  }

  private static Parts byRow(List<Row> rows) {
    int[] order = new SplitMix64(ROW_ORDER).permutation(rows.size());
    int training = rows.size() * 70 / 100;
    int calibration = rows.size() * 75 / 100;
    int validation = rows.size() * 80 / 100;
    Map<Split, int[]> splits = new EnumMap<>(Split.class);
    splits.put(Split.TRAINING, Arrays.copyOfRange(order, 0, training));
    splits.put(Split.CALIBRATION, Arrays.copyOfRange(order, training, calibration));
    splits.put(Split.VALIDATION, Arrays.copyOfRange(order, calibration, validation));
    splits.put(Split.TEST, Arrays.copyOfRange(order, validation, rows.size()));
    int[] all = IntStream.range(0, rows.size()).toArray();
    return parts(rows, splits, all, new int[0], UnseenUser.NONE);
  }

  private Parts byUser(List<Row> rows) {
    List<String> users = new ArrayList<>(new TreeSet<>(rows.stream().map(Row::user).toList()));
    if (users.size() < 2) {
      throw new DatasetException(
          "%s: rows of %d user, a division by user needs 2; use the complete file"
              .formatted(directory, users.size()));
    }
    String test = chosenUser.orElse(users.get(users.size() - 1));
    Map<String, Map<Integer, Integer>> ordinals = windowOrdinals(rows);
    Map<Split, IntStream.Builder> builders = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      builders.put(split, IntStream.builder());
    }
    IntStream.Builder seen = IntStream.builder();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      int ordinal = ordinals.get(row.user()).get(row.window());
      if (row.user().equals(test)) {
        builders.get(Split.TEST).add(i);
      } else {
        switch (ordinal % WINDOW_PARTS) {
          case CALIBRATION_PART -> builders.get(Split.CALIBRATION).add(i);
          case VALIDATION_PART -> builders.get(Split.VALIDATION).add(i);
          case SEEN_PART -> seen.add(i);
          default -> builders.get(Split.TRAINING).add(i);
        }
      }
    }
    Map<Split, int[]> splits = new EnumMap<>(Split.class);
    // Rows of one recording stand together in the file: calibration takes the first few.
    builders.forEach((split, builder) -> splits.put(split, builder.build().toArray()));
    splits.put(Split.CALIBRATION, shuffled(splits.get(Split.CALIBRATION)));
    return parts(
        rows,
        splits,
        splits.get(Split.TRAINING),
        seen.build().toArray(),
        UnseenUser.of(rows, splits.get(Split.TEST)));
  }

  static int[] shuffled(int[] rows) {
    int[] order = new SplitMix64(ROW_ORDER).permutation(rows.length);
    return Arrays.stream(order).map(place -> rows[place]).toArray();
  }

  /** Numbers each user's windows from 0 by their number in the file. */
  private static Map<String, Map<Integer, Integer>> windowOrdinals(List<Row> rows) {
    Map<String, Map<Integer, Integer>> ordinals = new TreeMap<>();
    for (Row row : rows) {
      ordinals.computeIfAbsent(row.user(), user -> new TreeMap<>()).put(row.window(), 0);
    }
    for (Map<Integer, Integer> ofUser : ordinals.values()) {
      int next = 0;
      for (Map.Entry<Integer, Integer> window : ofUser.entrySet()) {
        window.setValue(next++);
      }
    }
    return ordinals;
  }

  private static Parts parts(
      List<Row> rows, Map<Split, int[]> splits, int[] reference, int[] seen, UnseenUser unseen) {
    Standardisation scale =
        new Standardisation(Arrays.stream(reference).mapToObj(i -> rows.get(i).values()).toList());
    return new Parts(
        rows.stream().map(row -> scale.apply(row.values())).toList(),
        rows.stream().mapToInt(Row::label).toArray(),
        splits,
        seen,
        unseen);
  }
}
