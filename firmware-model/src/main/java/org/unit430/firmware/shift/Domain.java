package org.unit430.firmware.shift;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.SplitMix64;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.network.BundledNetworks;
import org.unit430.firmware.network.Network;

/**
 * Inputs of a workload as they come from one place: the one its networks were made for (the
 * source), or another (a target). No input of {@code evaluation} is in another part, nor is any of
 * {@code selection}.
 *
 * @param name for example {@code rotation-30}; unique in the workload
 * @param description what is different, for reports
 * @param source whether the networks were made for it
 * @param workload has the networks that were made for the source, and the source's calibration
 *     split
 * @param calibration inputs to calibrate with; whoever claims to need no labels must not look at
 *     them
 * @param retraining labelled inputs to retrain on
 * @param selection labelled inputs that choose the epoch of a retraining
 * @param evaluation inputs to judge by
 */
public record Domain(
    String name,
    String description,
    boolean source,
    Workload workload,
    Inputs calibration,
    Inputs retraining,
    Inputs selection,
    Inputs evaluation) {

  /** A part of a domain. */
  public interface Inputs {
    /**
     * Returns how many there are.
     *
     * @return 1 or more
     * @throws DatasetException if that depends on the data, and they are missing or damaged
     */
    int size();

    /**
     * Returns some of them.
     *
     * @param indices each 0 to {@code size() - 1}
     * @return those inputs in that order
     * @throws DatasetException if the data are missing or damaged
     */
    Dataset read(int[] indices);

    /**
     * Returns the first of them.
     *
     * @param n how many
     * @return those inputs
     * @throws DatasetException if there are not so many, or the data are missing or damaged
     */
    default Dataset first(int n) {
      check(n);
      return read(IntStream.range(0, n).toArray());
    }

    /**
     * Returns all of them.
     *
     * @return {@code size()} inputs
     * @throws DatasetException if the data are missing or damaged
     */
    default Dataset all() {
      return first(size());
    }

    /**
     * Returns some chosen by a seed: the first n of a random order of all. So fewer are a beginning
     * of more.
     *
     * @param n how many
     * @param seed any value
     * @return those inputs
     * @throws DatasetException if there are not so many, or the data are missing or damaged
     */
    default Dataset chosen(int n, long seed) {
      check(n);
      return read(Arrays.copyOf(new SplitMix64(seed).permutation(size()), n));
    }

    private void check(int n) {
      if (n < 1 || n > size()) {
        throw new DatasetException(
            "%d inputs of a domain were asked for; ask for 1 to %d".formatted(n, size()));
      }
    }
  }

  /**
   * Returns the name of the twin that was retrained on this domain.
   *
   * @return for example {@code mnist-ttp-rotation-30}
   */
  public String retrainedName() {
    return workload.name() + "-ttp-" + name;
  }

  /**
   * Reads the twin that was retrained on this domain.
   *
   * @return as sparse as the twin that it started from; empty for a source, and where none is
   *     bundled
   */
  public Optional<Network> retrained() {
    String retrained = retrainedName();
    return BundledNetworks.shiftManifest().find(retrained).isPresent()
        ? Optional.of(BundledNetworks.load(retrained))
        : Optional.empty();
  }
}
