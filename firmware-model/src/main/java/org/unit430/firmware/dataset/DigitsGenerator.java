package org.unit430.firmware.dataset;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.network.Shape;

/**
 * Draws the data set {@code digits}: handwritten-looking digits, 1x28x28 like MNIST's, with no data
 * at hand. A digit is written in one of its usual {@linkplain Glyphs forms} with an unsteady hand,
 * stretched, sheared, turned and moved, with a pen of some width, and scanned with grain, gaps and
 * stray marks. It is made to be about as hard as MNIST and as sparse (four pixels of five are 0),
 * because the figures of pruning live on both.
 *
 * <p>Image i of a split depends on the seed, the split and i alone, and is the same on every Java
 * platform: IEEE-754 arithmetic, square roots, {@code StrictMath} and {@link SplitMix64} only.
 */
public final class DigitsGenerator {
  /** The shape of every image. */
  public static final Shape SHAPE = new Shape(1, 28, 28);

  /** The digits 0 to 9. */
  public static final int CLASSES = 10;

  private static final int EDGE = 28;
  private final long seed;

  /**
   * Makes a generator.
   *
   * @param seed any value; another seed gives another, equally good data set
   */
  public DigitsGenerator(long seed) {
    this.seed = seed;
  }

  /**
   * Draws images.
   *
   * @param name what the data set shall be called
   * @param split the part; each has random numbers of its own, so they share no image
   * @param indices the images wanted, each 0 or more; image i shows the digit i mod 10
   * @return those images in that order
   */
  public Dataset draw(String name, Split split, int[] indices) {
    float[][] images = new float[indices.length][];
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      labels[i] = indices[i] % CLASSES;
      images[i] = draw(labels[i], SplitMix64.of(seed, split.ordinal(), indices[i]));
    }
    return new Dataset(name, SHAPE, CLASSES, images, labels);
  }

  private static float[] draw(int digit, SplitMix64 random) {
    List<List<Stroke>> forms = Glyphs.of(digit);
    List<Stroke> strokes = new ArrayList<>(forms.get(random.nextInt(forms.size())));
    Placement placement = Placement.random(random);
    double unsteadiness = random.uniform(0.02, 0.075);
    strokes.replaceAll(
        stroke -> stroke.map(point -> placement.apply(unsteady(point, unsteadiness, random))));

    Canvas canvas = new Canvas(EDGE);
    double radius = random.uniform(0.7, 1.9);
    for (Stroke stroke : strokes) {
      canvas.draw(stroke.polyline(), radius);
    }
    if (random.nextDouble() < 0.2) {
      canvas.draw(strayMark(random), 0.6);
    }
    double[] ink = canvas.ink();
    if (random.nextDouble() < 0.25) {
      erase(ink, random);
    }
    return scan(ink, random);
  }

  private static Stroke.Point unsteady(Stroke.Point point, double unsteadiness, SplitMix64 random) {
    return new Stroke.Point(
        point.x() + unsteadiness * random.nextGaussian(),
        point.y() + unsteadiness * random.nextGaussian());
  }

  private static List<Stroke.Point> strayMark(SplitMix64 random) {
    double x = random.uniform(2, EDGE - 3);
    double y = random.uniform(2, EDGE - 3);
    double toX = x + random.uniform(-5, 5);
    double toY = y + random.uniform(-5, 5);
    return List.of(new Stroke.Point(x, y), new Stroke.Point(toX, toY));
  }

  /** Rubs out a spot of the ink, as a pen that failed for a moment. */
  private static void erase(double[] ink, SplitMix64 random) {
    double x = random.uniform(6, EDGE - 7);
    double y = random.uniform(6, EDGE - 7);
    double radius = random.uniform(1, 2.5);
    for (int i = 0; i < ink.length; i++) {
      double dx = i % EDGE - x;
      int row = i / EDGE;
      double dy = row - y;
      if (dx * dx + dy * dy < radius * radius) {
        ink[i] = 0;
      }
    }
  }

  /** Turns ink into 8-bit grey with grain; paper stays exactly 0. */
  private static float[] scan(double[] ink, SplitMix64 random) {
    double contrast = random.uniform(0.7, 1);
    double grain = random.uniform(0, 0.15);
    float[] image = new float[ink.length];
    for (int i = 0; i < ink.length; i++) {
      if (ink[i] > 0) {
        double grey = contrast * ink[i] * (1 + grain * random.nextGaussian());
        image[i] = (int) Math.round(255 * Math.max(0, Math.min(1, grey))) / 255f;
      }
    }
    return image;
  }

  /** Where and how the unit box of a glyph lies on the image: an affine map. */
  private record Placement(
      double xx, double xy, double yx, double yy, double centreX, double centreY) {

    static Placement random(SplitMix64 random) {
      double height = random.uniform(14, 21);
      double width = height * random.uniform(0.45, 0.9);
      double angle = 0.17 * random.nextGaussian();
      double shear = 0.22 * random.nextGaussian();
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      double centre = (EDGE - 1) / 2.0;
      return new Placement(
          width * cos,
          height * (-shear * cos - sin),
          width * sin,
          height * (cos - shear * sin),
          centre + 1.2 * random.nextGaussian(),
          centre + 1.2 * random.nextGaussian());
    }

    Stroke.Point apply(Stroke.Point point) {
      double x = point.x() - 0.5;
      double y = point.y() - 0.5;
      return new Stroke.Point(centreX + xx * x + xy * y, centreY + yx * x + yy * y);
    }
  }
}
