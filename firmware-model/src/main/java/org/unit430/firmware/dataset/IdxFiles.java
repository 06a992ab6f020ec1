package org.unit430.firmware.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.unit430.firmware.network.Shape;

/**
 * Reads labelled pictures from the IDX files of MNIST and its relatives (format: <a
 * href="https://yann.lecun.com/exdb/mnist/">yann.lecun.com/exdb/mnist</a>, "The IDX file format"):
 * two zero bytes, the element type (8 = unsigned byte), the number of extents, the extents as
 * 32-bit big-endian integers, the elements. Whether a file is packed with gzip is seen from its
 * contents, not from its name.
 *
 * <p>A pixel becomes {@code value / 255}: 0 stays exactly 0, which the skipping of zeros lives on.
 */
public final class IdxFiles {
  /** The two pairs of files of a data set, by the names MNIST gave them. */
  public enum Part {
    /** {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}. */
    TRAIN("train"),
    /** {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}. */
    TEST("t10k");

    private final String prefix;

    Part(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final int UNSIGNED_BYTE = 8;
  private static final int LONGEST_EDGE = 1024;
  private static final int MOST_ITEMS = 10_000_000;
  private static final int GZIP_MAGIC = 0x1F8B;

  private final Path directory;
  private final String imagesName;
  private final String labelsName;

  /**
   * Names the files of one part; nothing is opened yet.
   *
   * @param directory where the files are, with or without the ending {@code .gz}
   * @param part which of them
   */
  public IdxFiles(Path directory, Part part) {
    this.directory = directory;
    imagesName = part.prefix + "-images-idx3-ubyte";
    labelsName = part.prefix + "-labels-idx1-ubyte";
  }

  /**
   * Reads some of the pictures and their labels. Both files are read to their ends, so that damage
   * anywhere is noticed.
   *
   * @param name what the data set shall be called
   * @param classes the number of classes
   * @param indices the pictures wanted, each 0 or more
   * @return those pictures in that order, shape 1 x rows x columns
   * @throws DatasetException if a file is missing, damaged, or of another kind, if their counts
   *     differ, or if there is no picture of that index
   */
  public Dataset read(String name, int classes, int[] indices) {
    Path imagesFile = find(imagesName);
    Path labelsFile = find(labelsName);
    byte[] labels;
    try (Idx idx = new Idx(labelsFile, 1)) {
      labels = idx.bytes(idx.count);
      idx.requireEnd();
    } catch (IOException e) {
      throw unreadable(labelsFile, e);
    }
    int[] chosen = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] >= labels.length) {
        throw new DatasetException(
            "%s: holds %d labels, %s needs number %d; use the complete file"
                .formatted(labelsFile, labels.length, name, indices[i] + 1));
      }
      chosen[i] = labels[indices[i]] & 0xFF;
      if (chosen[i] >= classes) {
        throw new DatasetException(
            "%s: label %d is %d, the classes are 0 to %d; this is another data set"
                .formatted(labelsFile, indices[i], chosen[i], classes - 1));
      }
    }
    try (Idx idx = new Idx(imagesFile, 3)) {
      if (idx.count != labels.length) {
        throw new DatasetException(
            "%s: %d images, but %s holds %d labels; the two files must belong together"
                .formatted(imagesFile, idx.count, labelsFile, labels.length));
      }
      float[][] images = pick(idx, indices);
      idx.requireEnd();
      return new Dataset(name, new Shape(1, idx.rows, idx.columns), classes, images, chosen);
    } catch (IOException e) {
      throw unreadable(imagesFile, e);
    }
  }

  /** Reads every picture and keeps those wanted, so memory grows only with what is asked for. */
  private static float[][] pick(Idx idx, int[] indices) throws IOException {
    BitSet wanted = new BitSet(idx.count);
    for (int index : indices) {
      wanted.set(index);
    }
    float[][] kept = new float[idx.count][];
    for (int i = 0; i < idx.count; i++) {
      byte[] pixels = idx.bytes(idx.rows * idx.columns);
      if (wanted.get(i)) {
        kept[i] = new float[pixels.length];
        for (int p = 0; p < pixels.length; p++) {
          kept[i][p] = (pixels[p] & 0xFF) / 255f;
        }
      }
    }
    float[][] images = new float[indices.length][];
    for (int i = 0; i < indices.length; i++) {
      images[i] = kept[indices[i]];
    }
    return images;
  }

  private Path find(String name) {
    if (!Files.isDirectory(directory)) {
      throw new DatasetException(
          directory + ": no such directory; --data names the directory with the IDX files");
    }
    for (String candidate : new String[] {name, name + ".gz"}) {
      Path file = directory.resolve(candidate);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new DatasetException(
        directory.resolve(name) + ": no such file, with or without .gz; put the MNIST files there");
  }

  private static DatasetException unreadable(Path file, IOException e) {
    if (e instanceof EOFException) {
      return new DatasetException(file + ": the file is cut short; fetch it again", e);
    }
    if (e instanceof ZipException) {
      return new DatasetException(file + ": damaged gzip data; fetch it again", e);
    }
    return new DatasetException(file + ": cannot be read (" + e.getMessage() + ")", e);
  }

  /** An open IDX file whose header has been checked. */
  private static final class Idx implements AutoCloseable {
    private final Path file;
    private final InputStream in;
    private final int count;
    private int rows = 1;
    private int columns = 1;

    Idx(Path file, int extents) throws IOException {
      this.file = file;
      InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
      try {
        raw.mark(2);
        boolean packed = (raw.read() << 8 | raw.read()) == GZIP_MAGIC;
        raw.reset();
        in = packed ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16) : raw;
        int magic = integer();
        int expected = UNSIGNED_BYTE << 8 | extents;
        if (magic != expected) {
          throw new DatasetException(
              "%s: starts with 0x%08X, an IDX file of %s starts with 0x%08X; check --data"
                  .formatted(file, magic, extents == 1 ? "labels" : "images", expected));
        }
        count = extent("items", MOST_ITEMS);
        if (extents == 3) {
          rows = extent("rows", LONGEST_EDGE);
          columns = extent("columns", LONGEST_EDGE);
        }
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    }

    private int extent(String what, int most) throws IOException {
      int extent = integer();
      if (extent < 1 || extent > most) {
        throw new DatasetException(
            "%s: claims %s %s, 1 to %d are possible; the file is damaged"
                .formatted(file, Integer.toUnsignedString(extent), what, most));
      }
      return extent;
    }

    private int integer() throws IOException {
      byte[] bytes = bytes(4);
      return ByteBuffer.wrap(bytes).getInt();
    }

    byte[] bytes(int length) throws IOException {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException();
      }
      return bytes;
    }

    void requireEnd() throws IOException {
      if (in.read() >= 0) {
        throw new DatasetException(
            file + ": goes on after the " + count + " items it claims; fetch it again");
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
