package org.unit430.firmware.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.unit430.firmware.network.Shape;

/**
 * The workload {@code cifar10}: small photographs of ten kinds of things (Krizhevsky, "Learning
 * Multiple Layers of Features from Tiny Images", 2009), from a copy that is packed as JPEG and so
 * lossy: figures are not comparable digit by digit with those on the original batches.
 *
 * <p>Input i of a split is picture {@code first + i / 10} of class {@code i % 10}, in the order of
 * the file names. Of the 5,000 training pictures of a class the first 4,400 are for training, the
 * next 100 for calibration and the last 500 for validation; the 1,000 of the test archive are the
 * test split. A channel value is {@code value / 255}; the channels are red, green, blue.
 */
public final class Cifar10Workload implements Workload {
  /** The name of this workload. */
  public static final String NAME = "cifar10";

  static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
  private static final int EDGE = 32;
  private static final Shape SHAPE = new Shape(3, EDGE, EDGE);

  /** Of each class. */
  private static final SplitSizes SIZES = new SplitSizes(4_400, 100, 500, 1_000);

  private static final float FULL_SCALE = 255;

  private final Path directory;

  /**
   * Names the data; nothing is opened yet.
   *
   * @param directory the directory with {@code cifar10-jpeg-train.tar.gz} and {@code
   *     cifar10-jpeg-test.tar.gz}
   */
  public Cifar10Workload(Path directory) {
    this.directory = directory;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Shape input() {
    return SHAPE;
  }

  @Override
  public int classes() {
    return CLASSES.size();
  }

  @Override
  public int size(Split split) {
    return CLASSES.size() * SIZES.of(split);
  }

  @Override
  public Dataset read(Split split, int[] indices) {
    String part = split == Split.TEST ? "test" : "train";
    Path archive = directory.resolve("cifar10-jpeg-" + part + ".tar.gz");
    List<String> names =
        Arrays.stream(indices).mapToObj(index -> part + "/" + fileName(split, index)).toList();
    Set<String> wanted = names.stream().collect(Collectors.toSet());
    Map<String, byte[]> files = TarFile.read(archive, wanted::contains);
    float[][] images = new float[indices.length][];
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      byte[] file = files.get(names.get(i));
      if (file == null) {
        throw new DatasetException(
            "%s: has no %s; this is another data set".formatted(archive, names.get(i)));
      }
      images[i] = pixels(archive + ": " + names.get(i), file);
      labels[i] = indices[i] % CLASSES.size();
    }
    return new Dataset(NAME, SHAPE, CLASSES.size(), images, labels);
  }

  /** Returns the class and the name of a picture's file. */
  static String fileName(Split split, int index) {
    int first = split == Split.TEST ? 0 : SIZES.first(split);
    int classes = CLASSES.size();
    return "%s/%04d.jpg".formatted(CLASSES.get(index % classes), first + index / classes);
  }

  /**
   * Decodes a picture.
   *
   * @param name of the file, for messages
   * @param file a JPEG of 32 x 32 pixels
   * @return red, green and blue planes, 0 to 1
   * @throws DatasetException if it is no such picture
   */
  static float[] pixels(String name, byte[] file) {
    BufferedImage image = decode(name, file);
    float[] values = new float[SHAPE.size()];
    int plane = EDGE * EDGE;
    for (int i = 0; i < plane; i++) {
      int rgb = image.getRGB(i % EDGE, i / EDGE);
      values[i] = (rgb >> 16 & 0xFF) / FULL_SCALE;
      values[plane + i] = (rgb >> 8 & 0xFF) / FULL_SCALE;
      values[2 * plane + i] = (rgb & 0xFF) / FULL_SCALE;
    }
    return values;
  }

  private static BufferedImage decode(String name, byte[] file) {
    // In memory: ImageIO.read would put each picture through a file of its own.
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width != EDGE || height != EDGE) {
        throw new DatasetException(
            "%s: is %d x %d pixels, CIFAR-10's are %d x %d; this is another data set"
                .formatted(name, width, height, EDGE, EDGE));
      }
      return reader.read(0);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new DatasetException(
          name + ": is no JPEG picture (" + e.getMessage() + "); fetch the archive again", e);
    } finally {
      reader.dispose();
    }
  }
}
