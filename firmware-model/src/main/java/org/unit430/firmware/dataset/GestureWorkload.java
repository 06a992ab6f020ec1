package org.unit430.firmware.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.network.Shape;

/**
 * The workload {@code gesture}: digits that one person drew into the air with a wand (Pete Warden,
 * magic_wand_digit_data, Apache-2.0), each as a picture of its path. Of the 100 strokes of each
 * digit, in the order of recording, the first 60 are for training, ten for calibration, ten for
 * validation and the last 20 the test split; all are of the same person, so accuracy is that for a
 * wearer the network knows.
 */
public final class GestureWorkload implements Workload {
  /** The name of this workload. */
  public static final String NAME = "gesture";

  private static final int EDGE = 28;
  private static final int CLASSES = 10;
  private static final int STROKES = 100;

  /** Of each digit. */
  private static final SplitSizes SIZES = new SplitSizes(60, 10, 10, 20);

  /** As in MNIST, the larger extent of a drawing fills 20 pixels of 28. */
  private static final double EXTENT = 20;

  private static final double PEN_RADIUS = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Archive archive;
  private final float[][][] pictures = new float[CLASSES][][];

  /**
   * Names the data; nothing is opened yet.
   *
   * @param directory with {@code magic-wand-digits.zip}, or with the ten files in it
   */
  public GestureWorkload(Path directory) {
    archive = new Archive(directory, "magic-wand-digits.zip");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Shape input() {
    return new Shape(1, EDGE, EDGE);
  }

  @Override
  public int classes() {
    return CLASSES;
  }

  @Override
  public int size(Split split) {
    return CLASSES * SIZES.of(split);
  }

  /** Digits take turns: input i of a split is of digit i % 10. */
  @Override
  public Dataset read(Split split, int[] indices) {
    int first = SIZES.first(split);
    float[][] chosen = new float[indices.length][];
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      labels[i] = indices[i] % CLASSES;
      chosen[i] = pictures(labels[i])[first + indices[i] / CLASSES];
    }
    return new Dataset(NAME, input(), CLASSES, chosen, labels);
  }

  private synchronized float[][] pictures(int digit) {
    if (pictures[digit] == null) {
      Archive.Contents file = archive.read("petewarden_" + digit + ".json");
      JsonNode strokes;
      try {
        strokes = JSON.readTree(file.bytes()).path("strokes");
      } catch (IOException e) {
        throw new DatasetException(file.path() + ": not a JSON document; fetch it again", e);
      }
      if (strokes.size() != STROKES) {
        throw new DatasetException(
            "%s: %d strokes, not %d; use the complete file"
                .formatted(file.path(), strokes.size(), STROKES));
      }
      float[][] drawn = new float[STROKES][];
      for (int i = 0; i < STROKES; i++) {
        String where = file.path() + ": stroke " + i;
        if (!strokes.get(i).path("label").asText().equals(Integer.toString(digit))) {
          throw new DatasetException(
              "%s: label '%s', not '%d'; this is another data set"
                  .formatted(where, strokes.get(i).path("label").asText(), digit));
        }
        drawn[i] = draw(points(where, strokes.get(i).path("strokePoints")));
      }
      pictures[digit] = drawn;
    }
    return pictures[digit];
  }

  private static List<Stroke.Point> points(String where, JsonNode nodes) {
    List<Stroke.Point> points = new ArrayList<>();
    for (JsonNode node : nodes) {
      JsonNode x = node.path("x");
      JsonNode y = node.path("y");
      if (!x.isNumber()
          || !y.isNumber()
          || !Double.isFinite(x.doubleValue())
          || !Double.isFinite(y.doubleValue())) {
        throw new DatasetException(
            "%s: point %d has no finite x and y; the file is damaged, fetch it again"
                .formatted(where, points.size()));
      }
      points.add(new Stroke.Point(x.doubleValue(), y.doubleValue()));
    }
    if (points.size() < 2) {
      throw new DatasetException(
          "%s: %d points make no stroke; the file is damaged, fetch it again"
              .formatted(where, points.size()));
    }
    return points;
  }

  /**
   * Draws a path, centred, with its proportions kept; y, upwards in the air, goes downwards in the
   * picture.
   *
   * @param path at least two points
   * @return 0 (nothing) to 1 (ink), row by row
   */
  static float[] draw(List<Stroke.Point> path) {
    double left = path.stream().mapToDouble(Stroke.Point::x).min().orElseThrow();
    double right = path.stream().mapToDouble(Stroke.Point::x).max().orElseThrow();
    double low = path.stream().mapToDouble(Stroke.Point::y).min().orElseThrow();
    double high = path.stream().mapToDouble(Stroke.Point::y).max().orElseThrow();
    double extent = Math.max(right - left, high - low);
    double scale = extent == 0 ? 0 : EXTENT / extent;
    double middle = (EDGE - 1) / 2.0;
    List<Stroke.Point> line =
        path.stream()
            .map(
                point ->
                    new Stroke.Point(
                        middle + scale * (point.x() - (left + right) / 2),
                        middle - scale * (point.y() - (low + high) / 2)))
            .toList();
    Canvas canvas = new Canvas(EDGE);
    canvas.draw(line, PEN_RADIUS);
    double[] ink = canvas.ink();
    float[] picture = new float[ink.length];
    for (int i = 0; i < ink.length; i++) {
      picture[i] = (float) ink[i];
    }
    return picture;
  }
}
