package org.unit430.firmware.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import org.unit430.firmware.dataset.IdxFiles.Part;
import org.unit430.firmware.network.Shape;

/**
 * The workload {@code mnist}: the handwritten digits of LeCun, Bottou, Bengio and Haffner
 * ("Gradient-based learning applied to document recognition", 1998).
 *
 * <p>Of the 60,000 images of the training files the first 54,000 are for training, the next 1,000
 * for calibration and the last 5,000 for validation; the 10,000 images of the {@code t10k} files
 * are the test split.
 */
public final class MnistWorkload implements Workload {
  /** The name of this workload. */
  public static final String NAME = "mnist";

  private static final Shape SHAPE = new Shape(1, 28, 28);
  private static final int CLASSES = 10;
  private static final SplitSizes SIZES = new SplitSizes(54_000, 1_000, 5_000, 10_000);

  private final Path directory;

  /**
   * Names the data; nothing is opened yet.
   *
   * @param directory the directory with the four IDX files, gzipped or not
   */
  public MnistWorkload(Path directory) {
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
    return CLASSES;
  }

  @Override
  public int size(Split split) {
    return SIZES.of(split);
  }

  @Override
  public Dataset read(Split split, int[] indices) {
    Part part = split == Split.TEST ? Part.TEST : Part.TRAIN;
    int first = split == Split.TEST ? 0 : SIZES.first(split);
    int[] inFile = Arrays.stream(indices).map(index -> first + index).toArray();
    Dataset dataset = new IdxFiles(directory, part).read(NAME, CLASSES, inFile);
    if (!dataset.shape().equals(SHAPE)) {
      throw new DatasetException(
          "%s: the images are %s, those of MNIST %s; this is another data set"
              .formatted(directory, dataset.shape(), SHAPE));
    }
    return dataset;
  }
}
