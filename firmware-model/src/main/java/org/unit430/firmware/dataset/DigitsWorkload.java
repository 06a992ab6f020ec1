package org.unit430.firmware.dataset;

import org.unit430.firmware.network.Shape;

/** The workload {@code digits}: drawn by {@link DigitsGenerator}, so it needs no data at hand. */
public final class DigitsWorkload implements Workload {
  /** The name of this workload. */
  public static final String NAME = "digits";

  private static final long SEED = 430;
  private static final SplitSizes SIZES = new SplitSizes(30_000, 1_000, 5_000, 10_000);

  private final DigitsGenerator generator = new DigitsGenerator(SEED);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Shape input() {
    return DigitsGenerator.SHAPE;
  }

  @Override
  public int classes() {
    return DigitsGenerator.CLASSES;
  }

  @Override
  public int size(Split split) {
    return SIZES.of(split);
  }

  @Override
  public Dataset read(Split split, int[] indices) {
    return generator.draw(NAME, split, indices);
  }
}
