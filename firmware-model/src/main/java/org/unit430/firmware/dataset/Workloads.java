package org.unit430.firmware.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The workloads there are. */
public final class Workloads {
  private static final List<String> NAMES =
      List.of(
          Cifar10Workload.NAME,
          DigitsWorkload.NAME,
          GestureWorkload.NAME,
          HarWorkload.NAME,
          HarWorkload.LEAKY,
          KwsWorkload.NAME,
          MnistWorkload.NAME);

  private Workloads() {}

  /**
   * Returns the names of all workloads.
   *
   * @return the default first
   */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Returns the workload meant when none is named: a data directory switches to the real thing.
   *
   * @param dataDirectory where the original files are, if anywhere
   * @return one of {@link #names()}
   */
  public static String defaultName(Optional<Path> dataDirectory) {
    return dataDirectory.isPresent() ? MnistWorkload.NAME : DigitsWorkload.NAME;
  }

  /**
   * Tells whether a workload reads files, and so must be given their directory.
   *
   * @param name one of {@link #names()}
   * @return false if it makes its inputs itself
   * @throws IllegalArgumentException if there is no such workload; the message lists those there
   *     are
   */
  public static boolean needsData(String name) {
    return switch (name) {
      case DigitsWorkload.NAME -> false;
      case Cifar10Workload.NAME,
          GestureWorkload.NAME,
          HarWorkload.NAME,
          HarWorkload.LEAKY,
          KwsWorkload.NAME,
          MnistWorkload.NAME ->
          true;
      default -> throw unknown(name);
    };
  }

  /**
   * Returns a workload. Nothing is read yet.
   *
   * @param name one of {@link #names()}
   * @param dataDirectory where the original files are; must be given exactly if the workload needs
   *     it
   * @return the workload
   * @throws IllegalArgumentException if there is no such workload, or the directory is missing or
   *     too much; the message says what to pass
   */
  public static Workload byName(String name, Optional<Path> dataDirectory) {
    if (!needsData(name)) {
      if (dataDirectory.isPresent()) {
        throw new IllegalArgumentException(
            "workload "
                + name
                + " makes its own inputs; leave --data away or pass --workload "
                + MnistWorkload.NAME);
      }
      return new DigitsWorkload();
    }
    Path directory =
        dataDirectory.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "workload %s needs its files; pass --data DIR, the directory with %s"
                        .formatted(name, files(name))));
    return switch (name) {
      case HarWorkload.NAME, HarWorkload.LEAKY -> new HarWorkload(name, directory);
      case GestureWorkload.NAME -> new GestureWorkload(directory);
      case Cifar10Workload.NAME -> new Cifar10Workload(directory);
      case KwsWorkload.NAME -> new KwsWorkload(directory);
      default -> new MnistWorkload(directory);
    };
  }

  /**
   * Names the original files of a workload, for messages.
   *
   * @param name of a workload that needs data
   * @return the files, as words that go on after "the directory with"
   * @throws IllegalArgumentException if there is no such workload, or it makes its own inputs
   */
  public static String files(String name) {
    return switch (name) {
      case HarWorkload.NAME, HarWorkload.LEAKY -> "pml-training.csv or pml-training.zip";
      case GestureWorkload.NAME -> "magic-wand-digits.zip or the ten files in it";
      case Cifar10Workload.NAME -> "cifar10-jpeg-train.tar.gz and cifar10-jpeg-test.tar.gz";
      case KwsWorkload.NAME -> "fsdd-recordings.zip";
      case MnistWorkload.NAME -> "train-images-idx3-ubyte and the other three (.gz or not)";
      case DigitsWorkload.NAME ->
          throw new IllegalArgumentException("workload " + name + " makes its own inputs");
      default -> throw unknown(name);
    };
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "there is no workload '" + name + "'; there are " + String.join(", ", NAMES));
  }
}
