package org.unit430.firmware.dataset;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code pml-training.csv} of the Weight Lifting Exercises data (Velloso et al., "Qualitative
 * Activity Recognition of Weight Lifting Exercises", AH 2013): what four inertial sensors said at
 * one instant, who wore them, and how the exercise was being done: right (A) or in one of four
 * wrong ways (B to E).
 */
final class WeightLiftingFile {
  /** Values of one instant: ten of each of four sensors. */
  static final int VALUES = 40;

  /** Ways to do the exercise, A to E. */
  static final int CLASSES = 5;

  private static final String NAME = "pml-training.csv";
  private static final List<String> SENSORS = List.of("belt", "arm", "dumbbell", "forearm");
  private static final List<String> ANGLES = List.of("roll", "pitch", "yaw", "total_accel");
  private static final List<String> VECTORS = List.of("accel", "gyros");

  /**
   * One instant.
   *
   * @param user who wore the sensors
   * @param window number of the recording's time window that it belongs to; windows are not
   *     numbered in the order of time
   * @param microseconds when, since 1970
   * @param values in the order of {@link #columns()}, in the file's units
   * @param label 0 (A) to 4 (E)
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read by the workload only
  record Row(String user, int window, long microseconds, double[] values, int label) {}

  private final Path directory;
  private String path = "";

  WeightLiftingFile(Path directory) {
    this.directory = directory;
  }

  /**
   * The columns that make an input: of belt, arm, dumbbell and forearm in turn roll, pitch, yaw,
   * total acceleration, acceleration x y z, gyroscope x y z.
   */
  static List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (String sensor : SENSORS) {
      ANGLES.forEach(angle -> columns.add(angle + "_" + sensor));
      for (String vector : VECTORS) {
        for (String axis : new String[] {"x", "y", "z"}) {
          columns.add(vector + "_" + sensor + "_" + axis);
        }
      }
    }
    return columns;
  }

  /**
   * Reads all rows.
   *
   * @return in the file's order
   * @throws DatasetException naming file and line if the file is missing, of another kind or
   *     damaged
   */
  List<Row> read() {
    Archive.Contents contents = new Archive(directory, "pml-training.zip").read(NAME);
    path = contents.path();
    List<String> lines = new String(contents.bytes(), StandardCharsets.UTF_8).lines().toList();
    if (lines.size() < 2) {
      throw new DatasetException(path + ": holds no rows; fetch it again");
    }
    List<String> header = fields(lines.get(0));
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      places.put(header.get(i), i);
    }
    int user = place(places, "user_name");
    int window = place(places, "num_window");
    int seconds = place(places, "raw_timestamp_part_1");
    int fraction = place(places, "raw_timestamp_part_2");
    int label = place(places, "classe");
    int[] values = columns().stream().mapToInt(column -> place(places, column)).toArray();
    List<Row> rows = new ArrayList<>();
    for (int line = 1; line < lines.size(); line++) {
      List<String> fields = fields(lines.get(line));
      if (fields.size() != header.size()) {
        throw damaged(line, "has %d fields, the header %d".formatted(fields.size(), header.size()));
      }
      double[] row = new double[VALUES];
      for (int i = 0; i < VALUES; i++) {
        row[i] = number(line, header.get(values[i]), fields.get(values[i]));
      }
      String way = fields.get(label);
      if (way.length() != 1 || way.charAt(0) < 'A' || way.charAt(0) >= 'A' + CLASSES) {
        throw damaged(line, "classe is '%s', not A to E".formatted(way));
      }
      int number = (int) number(line, "num_window", fields.get(window));
      double time =
          1e6 * number(line, "raw_timestamp_part_1", fields.get(seconds))
              + number(line, "raw_timestamp_part_2", fields.get(fraction));
      rows.add(new Row(fields.get(user), number, (long) time, row, way.charAt(0) - 'A'));
    }
    return rows;
  }

  private int place(Map<String, Integer> places, String column) {
    Integer place = places.get(column);
    if (place == null) {
      throw new DatasetException(path + ": no column '" + column + "'; this is another data set");
    }
    return place;
  }

  private double number(int line, String column, String field) {
    try {
      double value = Double.parseDouble(field);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw damaged(line, "%s is '%s', not a number".formatted(column, field));
    }
    throw damaged(line, "%s is '%s', not a finite number".formatted(column, field));
  }

  private DatasetException damaged(int line, String what) {
    return new DatasetException(
        "%s:%d: %s; the file is damaged, fetch it again".formatted(path, line + 1, what));
  }

  /** The file quotes texts, but none holds a comma. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    for (String field : line.split(",", -1)) {
      boolean quoted = field.length() > 1 && field.startsWith("\"") && field.endsWith("\"");
      fields.add(quoted ? field.substring(1, field.length() - 1) : field);
    }
    return fields;
  }
}
