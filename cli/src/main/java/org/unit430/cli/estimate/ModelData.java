package org.unit430.cli.estimate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.unit430.firmware.npy.ArrayFiles;
import org.unit430.firmware.npy.NpyArray;
import org.unit430.firmware.npy.NpyException;

/**
 * Inputs of a model, in two parts that do not mix unless there is but one input.
 *
 * @param calibration inputs that set scales and thresholds
 * @param measured inputs that are run
 * @param labels of the measured inputs, if there are any
 * @param source what reports say of them
 * @param generated whether they were made up, for an estimate without data
 */
record ModelData(
    List<float[]> calibration,
    List<float[]> measured,
    Optional<int[]> labels,
    String source,
    boolean generated) {
  private static final List<String> INPUT_NAMES = List.of("x", "inputs", "data", "input");
  private static final List<String> LABEL_NAMES = List.of("y", "labels", "label");
  private static final int MOST_CALIBRATION = 64;
  private static final int GENERATED = 8;
  private static final int GENERATED_CALIBRATION = 16;

  ModelData {
    calibration = List.copyOf(calibration);
    measured = List.copyOf(measured);
  }

  /**
   * Inputs spread evenly over 0 to a limit.
   *
   * @param size values of an input
   */
  static ModelData generate(int size, double limit, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < GENERATED_CALIBRATION + GENERATED; i++) {
      float[] input = new float[size];
      for (int j = 0; j < size; j++) {
        input[j] = (float) (random.nextDouble() * limit);
      }
      inputs.add(input);
    }
    return new ModelData(
        inputs.subList(0, GENERATED_CALIBRATION),
        inputs.subList(GENERATED_CALIBRATION, inputs.size()),
        Optional.empty(),
        "none: %d generated inputs, evenly from 0 to %s, seed %d".formatted(GENERATED, limit, seed),
        true);
  }

  /**
   * Reads inputs.
   *
   * @param path NPY, NPZ or a directory of NPY files with one input each
   * @param labels file of the labels; without it the archive's own, if it holds some
   * @param shape of one input with the batch of 1 in front
   * @param wantedCalibration how many of the first calibrate; half of them, at most 64, if it is
   *     not said
   * @param wantedRuns most that are measured
   * @throws NpyException if a file is damaged or does not suit the model
   */
  static ModelData read(
      Path path,
      Optional<Path> labels,
      int[] shape,
      Optional<Integer> wantedCalibration,
      int wantedRuns) {
    List<float[]> inputs = new ArrayList<>();
    if (Files.isDirectory(path)) {
      ArrayFiles.readDirectory(path).forEach(array -> add(inputs, array, shape, path));
    } else {
      add(inputs, ArrayFiles.read(path, INPUT_NAMES), shape, path);
    }
    if (inputs.isEmpty()) {
      throw new NpyException(path.toString(), "there is no input in it");
    }
    Optional<Path> labelFile =
        labels.or(
            () ->
                Optional.of(path)
                    .filter(file -> !Files.isDirectory(file))
                    .filter(file -> ArrayFiles.holds(file, LABEL_NAMES)));
    Optional<int[]> all = labelFile.map(file -> labels(file, inputs.size()));
    int half = Math.max(1, Math.min(MOST_CALIBRATION, inputs.size() / 2));
    int calibration = wantedCalibration.orElse(half);
    if (calibration > 1 && calibration >= inputs.size()) {
      throw new NpyException(
          path.toString(),
          "%d inputs, of which %d shall calibrate and none would be left to measure; choose another"
                  .formatted(inputs.size(), calibration)
              + " --calibration");
    }
    int first = inputs.size() == 1 ? 0 : calibration;
    int last = Math.min(inputs.size(), first + wantedRuns);
    String how =
        inputs.size() == 1
            ? "%s: 1 input, which sets the scales and is measured"
            : "%s: inputs 0 to %d set scales and thresholds, %d to %d are measured";
    return new ModelData(
        inputs.subList(0, calibration),
        inputs.subList(first, last),
        all.map(values -> Arrays.copyOfRange(values, first, last)),
        how.formatted(path.getFileName(), calibration - 1, first, last - 1),
        false);
  }

  private static void add(List<float[]> inputs, NpyArray array, int[] shape, Path path) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int[] one = Arrays.copyOfRange(shape, 1, shape.length);
    int[] given = array.shape();
    boolean single = Arrays.equals(given, one);
    boolean many =
        given.length == shape.length
            && Arrays.equals(Arrays.copyOfRange(given, 1, given.length), one);
    if (!single && !many) {
      throw new NpyException(
          path.toString(),
          "an array of shape %s; the model takes %s, with any number of inputs in front"
              .formatted(Arrays.toString(given), Arrays.toString(one)));
    }
    for (int i = 0; i < (single ? 1 : given[0]); i++) {
      float[] input = new float[size];
      for (int j = 0; j < size; j++) {
        input[j] = (float) array.values()[i * size + j];
        if (!Float.isFinite(input[j])) {
          throw new NpyException(path.toString(), "a value does not fit float32");
        }
      }
      inputs.add(input);
    }
  }

  private static int[] labels(Path file, int inputs) {
    NpyArray array = ArrayFiles.read(file, LABEL_NAMES);
    if (array.shape().length != 1 || array.rows() != inputs || !array.integral()) {
      throw new NpyException(
          file.toString(),
          "labels of shape %s; %d integers are needed"
              .formatted(Arrays.toString(array.shape()), inputs));
    }
    return Arrays.stream(array.values()).mapToInt(value -> (int) value).toArray();
  }

  /** Whether an input holds a negative value. */
  boolean negative() {
    return calibration.stream().anyMatch(ModelData::negative)
        || measured.stream().anyMatch(ModelData::negative);
  }

  private static boolean negative(float[] input) {
    for (float value : input) {
      if (value < 0) {
        return true;
      }
    }
    return false;
  }

  /** The largest magnitude among the calibration inputs; 1 if all are 0. */
  double largest() {
    double largest = 0;
    for (float[] input : calibration) {
      for (float value : input) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest == 0 ? 1 : largest;
  }
}
