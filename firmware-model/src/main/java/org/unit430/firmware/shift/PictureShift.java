package org.unit430.firmware.shift;

import java.util.Locale;
import org.unit430.firmware.dataset.SplitMix64;
import org.unit430.firmware.network.Shape;

/**
 * What happens to a grey picture on its way to the network. The kinds are among those of MNIST-C
 * (Mu and Gilmer, "MNIST-C: A Robustness Benchmark for Computer Vision", arXiv 1906.02337);
 * strengths are in units that mean something by themselves. Everything is computed in binary64 with
 * {@link StrictMath}, so a picture becomes the same bits on every machine.
 *
 * @param kind what happens
 * @param strength how much; see {@link Kind}
 */
public record PictureShift(Kind kind, double strength) {
  /** What may happen to a picture. */
  public enum Kind {
    /**
     * Turned about its centre by so many degrees, counter-clockwise as one sees it, with bilinear
     * interpolation; what comes from outside is 0.
     */
    ROTATION,
    /**
     * A Gaussian blur of so many pixels' standard deviation, cut off at three of them and
     * normalised; what lies outside is 0.
     */
    BLUR,
    /** Normal noise of that standard deviation on each pixel, then cut off at 0 and 1. */
    NOISE,
    /**
     * Each pixel's distance from the picture's mean is multiplied by the strength, 0 to 1 (the
     * contrast of Hendrycks and Dietterich, ICLR 2019).
     */
    CONTRAST
  }

  private static final double CUT_DEVIATIONS = 3;

  /** Checks the strength. */
  public PictureShift {
    if (!(strength >= 0) || (kind == Kind.CONTRAST && strength > 1)) {
      throw new IllegalArgumentException(
          "%s of strength %s".formatted(kind.name().toLowerCase(Locale.ROOT), strength));
    }
  }

  /**
   * Changes a picture.
   *
   * @param picture one channel, row by row, 0 to 1; not changed itself
   * @param shape one channel, height and width
   * @param random decides the noise; other kinds draw nothing
   * @return the changed picture, 0 to 1
   */
  public float[] apply(float[] picture, Shape shape, SplitMix64 random) {
    if (shape.channels() != 1 || picture.length != shape.size()) {
      throw new IllegalArgumentException(
          "%d values are no grey picture of %s".formatted(picture.length, shape));
    }
    return switch (kind) {
      case ROTATION -> rotated(picture, shape);
      case BLUR -> blurred(picture, shape);
      case NOISE -> noisy(picture, random);
      case CONTRAST -> flattened(picture);
    };
  }

  private float[] rotated(float[] picture, Shape shape) {
    double angle = StrictMath.toRadians(strength);
    double cosine = StrictMath.cos(angle);
    double sine = StrictMath.sin(angle);
    double middleX = (shape.width() - 1) / 2.0;
    double middleY = (shape.height() - 1) / 2.0;
    float[] turned = new float[picture.length];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        // Rows count downwards. A pixel takes what a clockwise turn of its own place finds.
        double dx = x - middleX;
        double dy = y - middleY;
        double fromX = middleX + cosine * dx - sine * dy;
        double fromY = middleY + sine * dx + cosine * dy;
        turned[y * shape.width() + x] = (float) interpolated(picture, shape, fromX, fromY);
      }
    }
    return turned;
  }

  private static double interpolated(float[] picture, Shape shape, double x, double y) {
    int left = (int) StrictMath.floor(x);
    int top = (int) StrictMath.floor(y);
    double right = x - left;
    double below = y - top;
    return (1 - below)
            * ((1 - right) * at(picture, shape, left, top)
                + right * at(picture, shape, left + 1, top))
        + below
            * ((1 - right) * at(picture, shape, left, top + 1)
                + right * at(picture, shape, left + 1, top + 1));
  }

  private static double at(float[] picture, Shape shape, int x, int y) {
    boolean inside = x >= 0 && x < shape.width() && y >= 0 && y < shape.height();
    return inside ? picture[y * shape.width() + x] : 0;
  }

  /** The Gaussian is the product of one along rows and one along columns. */
  private float[] blurred(float[] picture, Shape shape) {
    double[] kernel = kernel();
    int reach = kernel.length / 2;
    int width = shape.width();
    double[] rows = new double[picture.length];
    float[] blurred = new float[picture.length];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int i = Math.max(-reach, -x); i <= Math.min(reach, width - 1 - x); i++) {
          rows[y * width + x] += kernel[reach + i] * picture[y * width + x + i];
        }
      }
    }
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int i = Math.max(-reach, -y); i <= Math.min(reach, shape.height() - 1 - y); i++) {
          sum += kernel[reach + i] * rows[(y + i) * width + x];
        }
        blurred[y * width + x] = unit(sum);
      }
    }
    return blurred;
  }

  private double[] kernel() {
    int reach = (int) StrictMath.ceil(CUT_DEVIATIONS * strength);
    double[] kernel = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      double deviations = strength == 0 ? 0 : i / strength;
      kernel[reach + i] = StrictMath.exp(-deviations * deviations / 2);
      sum += kernel[reach + i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  private float[] noisy(float[] picture, SplitMix64 random) {
    float[] noisy = new float[picture.length];
    for (int i = 0; i < picture.length; i++) {
      noisy[i] = unit(picture[i] + strength * random.nextGaussian());
    }
    return noisy;
  }

  private float[] flattened(float[] picture) {
    double sum = 0;
    for (float pixel : picture) {
      sum += pixel;
    }
    double mean = sum / picture.length;
    float[] flattened = new float[picture.length];
    for (int i = 0; i < picture.length; i++) {
      flattened[i] = unit(mean + strength * (picture[i] - mean));
    }
    return flattened;
  }

  private static float unit(double value) {
    return (float) Math.max(0, Math.min(1, value));
  }
}
