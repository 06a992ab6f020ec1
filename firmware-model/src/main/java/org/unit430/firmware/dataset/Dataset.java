package org.unit430.firmware.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.unit430.firmware.network.Sha256;
import org.unit430.firmware.network.Shape;

/** Labelled inputs of one shape. Immutable. */
public final class Dataset {
  private final String name;
  private final Shape shape;
  private final int classes;
  private final float[][] images;
  private final int[] labels;

  /**
   * Checks and copies the labels; the images are taken over as they are and must not be changed
   * afterwards.
   *
   * @param name what messages and reports call it, for example {@code mnist test}
   * @param shape the shape of one input
   * @param classes number of classes, at least 1
   * @param images the inputs, {@code shape.size()} finite values each; for pictures 0 (background)
   *     to 1
   * @param labels the class of each input, 0 to {@code classes - 1}
   * @throws IllegalArgumentException if counts, lengths or labels do not fit
   */
  public Dataset(String name, Shape shape, int classes, float[][] images, int[] labels) {
    if (images.length != labels.length) {
      throw new IllegalArgumentException(
          "%s: %d images but %d labels".formatted(name, images.length, labels.length));
    }
    for (int i = 0; i < images.length; i++) {
      if (images[i].length != shape.size()) {
        throw new IllegalArgumentException(
            "%s: image %d has %d values, %s needs %d"
                .formatted(name, i, images[i].length, shape, shape.size()));
      }
      for (float value : images[i]) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("%s: image %d holds %s".formatted(name, i, value));
        }
      }
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "%s: label %d is %d, the classes are 0 to %d"
                .formatted(name, i, labels[i], classes - 1));
      }
    }
    this.name = name;
    this.shape = shape;
    this.classes = classes;
    this.images = images.clone();
    this.labels = labels.clone();
  }

  /**
   * Returns the name.
   *
   * @return what messages and reports call it
   */
  public String name() {
    return name;
  }

  /**
   * Returns the shape of one input.
   *
   * @return the shape
   */
  public Shape shape() {
    return shape;
  }

  /**
   * Returns the number of classes.
   *
   * @return at least 1
   */
  public int classes() {
    return classes;
  }

  /**
   * Returns the number of inputs.
   *
   * @return 0 or more
   */
  public int size() {
    return images.length;
  }

  /**
   * Returns a copy of one input.
   *
   * @param index 0 to {@code size() - 1}
   * @return its values in CHW order
   */
  public float[] image(int index) {
    return images[index].clone();
  }

  /**
   * Returns the class of one input.
   *
   * @param index 0 to {@code size() - 1}
   * @return 0 to {@code classes() - 1}
   */
  public int label(int index) {
    return labels[index];
  }

  /** Copies of all inputs, in order. */
  public List<float[]> images() {
    return IntStream.range(0, size()).mapToObj(this::image).toList();
  }

  /** The classes of all inputs, in order. */
  public List<Integer> labels() {
    return IntStream.range(0, size()).mapToObj(this::label).toList();
  }

  /**
   * Returns part of the inputs, in the same order.
   *
   * @param from the first index
   * @param to one past the last index
   * @return a data set of {@code to - from} inputs with the same name
   * @throws IndexOutOfBoundsException if the range is not within 0 to {@code size()}
   */
  public Dataset slice(int from, int to) {
    Objects.checkFromToIndex(from, to, images.length);
    return new Dataset(
        name,
        shape,
        classes,
        Arrays.copyOfRange(images, from, to),
        Arrays.copyOfRange(labels, from, to));
  }

  /**
   * Returns how often a classifier is right. All cores ask it at once.
   *
   * @param classifier gives an input's class; without side effects
   * @return the number of inputs whose label it gives, 0 to {@code size()}
   */
  public int countCorrect(ToIntFunction<float[]> classifier) {
    return (int)
        IntStream.range(0, images.length)
            .parallel()
            .filter(i -> classifier.applyAsInt(images[i].clone()) == labels[i])
            .count();
  }

  /**
   * Returns a fingerprint of shape, classes, images and labels, in their order; the name does not
   * count.
   *
   * @return SHA-256 in hexadecimal
   */
  public String sha256() {
    MessageDigest digest = Sha256.digest();
    digest.update((shape + " " + classes + "\n").getBytes(StandardCharsets.US_ASCII));
    ByteBuffer buffer = ByteBuffer.allocate(4 * shape.size() + 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < images.length; i++) {
      buffer.clear();
      for (float value : images[i]) {
        buffer.putFloat(value);
      }
      buffer.putInt(labels[i]);
      digest.update(buffer.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
