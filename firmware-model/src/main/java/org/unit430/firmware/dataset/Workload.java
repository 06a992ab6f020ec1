package org.unit430.firmware.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.unit430.firmware.network.BundledNetworks;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;

/**
 * A task for a network: labelled data in four splits that never mix, and the two networks that were
 * trained for it.
 */
public sealed interface Workload
    permits Cifar10Workload,
        DigitsWorkload,
        GestureWorkload,
        HarWorkload,
        KwsWorkload,
        MnistWorkload {

  /**
   * Returns the name of the workload.
   *
   * @return for example {@code mnist}
   */
  String name();

  /**
   * Returns the shape of one input.
   *
   * @return the shape
   */
  Shape input();

  /**
   * Returns the number of classes.
   *
   * @return at least 2
   */
  int classes();

  /**
   * Tells whether inputs have negative values; their magnitude never exceeds 1.
   *
   * @return false if they are 0 to 1
   */
  default boolean signedInput() {
    return false;
  }

  /**
   * Returns how many inputs a split has.
   *
   * @param split the split
   * @return at least 1
   * @throws DatasetException if that depends on the data, and they are missing or damaged
   */
  int size(Split split);

  /**
   * Returns some inputs of a split.
   *
   * @param split the split
   * @param indices which, each 0 to {@code size(split) - 1}
   * @return those inputs in that order
   * @throws DatasetException if the data are missing or damaged
   */
  Dataset read(Split split, int[] indices);

  /**
   * Returns the whole training split.
   *
   * @return its inputs in their order
   * @throws DatasetException if the data are missing or damaged
   */
  default Dataset training() {
    return first(Split.TRAINING, size(Split.TRAINING));
  }

  /**
   * Returns the whole validation split.
   *
   * @return its inputs in their order
   * @throws DatasetException if the data are missing or damaged
   */
  default Dataset validation() {
    return first(Split.VALIDATION, size(Split.VALIDATION));
  }

  /**
   * Returns inputs to calibrate with: the first of the calibration split.
   *
   * @param n how many, 1 to {@code size(CALIBRATION)}
   * @return those inputs
   * @throws DatasetException if there are not so many, or the data are missing or damaged
   */
  default Dataset calibration(int n) {
    return first(Split.CALIBRATION, n);
  }

  /**
   * Returns test inputs chosen by a seed: the first n of a random order of the whole test split. So
   * the same seed gives the same inputs, and fewer are a beginning of more.
   *
   * @param n how many, 1 to {@code size(TEST)}
   * @param seed any value
   * @return those inputs
   * @throws DatasetException if there are not so many, or the data are missing or damaged
   */
  default Dataset test(int n, long seed) {
    checkCount(Split.TEST, n);
    int[] order = new SplitMix64(seed).permutation(size(Split.TEST));
    return read(Split.TEST, Arrays.copyOf(order, n));
  }

  /**
   * Returns the network that was trained for this workload.
   *
   * @return the unpruned network
   */
  default Network network() {
    return BundledNetworks.load(name());
  }

  /**
   * Returns the training-time-pruned twin of {@link #network()}: the same architecture, four of
   * five weights exactly 0 (three of five in the small networks of {@code gesture} and {@code
   * har}).
   *
   * @return the pruned network
   */
  default Network prunedNetwork() {
    return BundledNetworks.load(name() + "-ttp");
  }

  private Dataset first(Split split, int n) {
    checkCount(split, n);
    return read(split, IntStream.range(0, n).toArray());
  }

  private void checkCount(Split split, int n) {
    if (n < 1 || n > size(split)) {
      throw new DatasetException(
          "%s: %d %s inputs were asked for; ask for 1 to %d"
              .formatted(name(), n, split.name().toLowerCase(Locale.ROOT), size(split)));
    }
  }
}
