package org.unit430.firmware.shift;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.HarWorkload;
import org.unit430.firmware.dataset.KwsWorkload;
import org.unit430.firmware.dataset.MnistWorkload;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.dataset.SplitMix64;
import org.unit430.firmware.network.BundledNetworks;
import org.unit430.firmware.shift.Domain.Inputs;
import org.unit430.firmware.shift.PictureShift.Kind;

/** The domains of the workloads for which a shift was made up or lies in the data. */
public final class Domains {
  private static final List<String> WORKLOADS =
      List.of(MnistWorkload.NAME, KwsWorkload.NAME, HarWorkload.NAME);

  private static final List<PictureShift> PICTURE_SHIFTS =
      List.of(
          new PictureShift(Kind.ROTATION, 15),
          new PictureShift(Kind.ROTATION, 30),
          new PictureShift(Kind.ROTATION, 45),
          new PictureShift(Kind.BLUR, 1),
          new PictureShift(Kind.BLUR, 1.5),
          new PictureShift(Kind.BLUR, 2),
          new PictureShift(Kind.NOISE, 0.2),
          new PictureShift(Kind.NOISE, 0.4),
          new PictureShift(Kind.NOISE, 0.6),
          new PictureShift(Kind.CONTRAST, 0.5),
          new PictureShift(Kind.CONTRAST, 0.3),
          new PictureShift(Kind.CONTRAST, 0.15));

  private static final int MNIST_RETRAINING = 10_000;
  private static final int MNIST_SELECTION = 2_000;
  private static final double[] SIGNAL_TO_NOISE_DECIBELS = {20, 10, 0};
  private static final double UNKNOWN_VOICES_DECIBELS = 10;

  // A variant-free recording of each digit by each of four voices: 40 of them; of two voices: 20.
  private static final int KNOWN_ROUND = 40;
  private static final int UNKNOWN_ROUND = 20;
  private static final long NOISE_SEED = 430;

  private Domains() {}

  /**
   * Returns the workloads that have domains.
   *
   * @return their names
   */
  public static List<String> workloads() {
    return WORKLOADS;
  }

  /**
   * Returns the domains of a workload whose networks are bundled.
   *
   * @param workload one of {@link #workloads()}
   * @param directory where its original files are
   * @return the source first
   * @throws IllegalArgumentException as {@link #of}
   */
  public static List<Domain> bundled(String workload, Path directory) {
    return of(workload, directory).stream()
        .filter(domain -> BundledNetworks.find(domain.workload().name()).isPresent())
        .toList();
  }

  /**
   * Returns the domains of a workload, the source first. Nothing is read yet, except where the data
   * say what domains there are.
   *
   * @param workload one of {@link #workloads()}
   * @param directory where its original files are
   * @return those of which the trainer makes networks
   * @throws IllegalArgumentException if the workload has no domains; the message lists those that
   *     have
   */
  public static List<Domain> of(String workload, Path directory) {
    return switch (workload) {
      case MnistWorkload.NAME -> pictures(new MnistWorkload(directory));
      case KwsWorkload.NAME -> voices(new KwsWorkload(directory));
      case HarWorkload.NAME -> users(directory);
      default ->
          throw new IllegalArgumentException(
              "no domain shift is known for workload '%s'; there are %s"
                  .formatted(workload, String.join(", ", WORKLOADS)));
    };
  }

  private static List<Domain> pictures(MnistWorkload mnist) {
    List<Domain> domains = new ArrayList<>();
    domains.add(
        pictures(mnist, "source", "as scanned", true, (split, all) -> mnist.read(split, all)));
    for (PictureShift shift : PICTURE_SHIFTS) {
      domains.add(
          pictures(
              mnist,
              "%s-%s"
                  .formatted(
                      shift.kind().name().toLowerCase(Locale.ROOT), number(shift.strength())),
              words(shift),
              false,
              (split, indices) -> shifted(mnist, shift, split, indices)));
    }
    return domains;
  }

  private static Domain pictures(
      MnistWorkload mnist, String name, String description, boolean source, Reader reader) {
    return new Domain(
        name,
        description,
        source,
        mnist,
        part(reader, Split.CALIBRATION, 0, mnist.size(Split.CALIBRATION)),
        part(reader, Split.TRAINING, 0, MNIST_RETRAINING),
        part(reader, Split.VALIDATION, 0, MNIST_SELECTION),
        part(reader, Split.TEST, 0, mnist.size(Split.TEST)));
  }

  private static String words(PictureShift shift) {
    String strength = number(shift.strength());
    return switch (shift.kind()) {
      case ROTATION -> "turned by %s degrees".formatted(strength);
      case BLUR -> "Gaussian blur, sigma %s pixels".formatted(strength);
      case NOISE -> "normal noise, sigma %s, cut off at 0 and 1".formatted(strength);
      case CONTRAST -> "contrast %s of the original's".formatted(strength);
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : Double.toString(value);
  }

  private static Dataset shifted(
      MnistWorkload mnist, PictureShift shift, Split split, int[] indices) {
    Dataset plain = mnist.read(split, indices);
    float[][] images = new float[indices.length][];
    int[] labels = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      // A picture has the same noise whichever others are read with it.
      SplitMix64 random = SplitMix64.of(NOISE_SEED, split.ordinal(), indices[i]);
      images[i] = shift.apply(plain.image(i), plain.shape(), random);
      labels[i] = plain.label(i);
    }
    return new Dataset(plain.name(), plain.shape(), plain.classes(), images, labels);
  }

  private static List<Domain> voices(KwsWorkload kws) {
    List<Domain> domains = new ArrayList<>();
    domains.add(
        knownVoices(kws, "source", "the four voices of the training split", true, kws::read));
    domains.add(unknownVoices(kws, "voices", "two other voices", kws::read));
    for (double decibels : SIGNAL_TO_NOISE_DECIBELS) {
      domains.add(
          knownVoices(
              kws,
              "noise-%sdb".formatted(number(decibels)),
              "the known voices with white noise, %s dB".formatted(number(decibels)),
              false,
              (split, indices) -> kws.readNoisy(split, indices, decibels, NOISE_SEED)));
    }
    domains.add(
        unknownVoices(
            kws,
            "voices-noise-%sdb".formatted(number(UNKNOWN_VOICES_DECIBELS)),
            "two other voices with white noise, %s dB".formatted(number(UNKNOWN_VOICES_DECIBELS)),
            (split, indices) ->
                kws.readNoisy(split, indices, UNKNOWN_VOICES_DECIBELS, NOISE_SEED)));
    return domains;
  }

  /** Retraining has recordings 10 to 44 of each digit, selection 45 to 49, evaluation 0 to 4. */
  private static Domain knownVoices(
      KwsWorkload kws, String name, String description, boolean source, Reader reader) {
    return new Domain(
        name,
        description,
        source,
        kws,
        part(reader, Split.CALIBRATION, 0, kws.size(Split.CALIBRATION)),
        part(reader, Split.TRAINING, 0, 35 * KNOWN_ROUND),
        part(reader, Split.TRAINING, 35 * KNOWN_ROUND, 40 * KNOWN_ROUND),
        part(reader, Split.VALIDATION, 0, kws.size(Split.VALIDATION)));
  }

  /** Retraining has recordings 0 to 19 of each digit, selection 20 to 24, evaluation 25 to 49. */
  private static Domain unknownVoices(
      KwsWorkload kws, String name, String description, Reader reader) {
    Inputs retraining = part(reader, Split.TEST, 0, 20 * UNKNOWN_ROUND);
    return new Domain(
        name,
        description,
        false,
        kws,
        retraining,
        retraining,
        part(reader, Split.TEST, 20 * UNKNOWN_ROUND, 25 * UNKNOWN_ROUND),
        part(reader, Split.TEST, 25 * UNKNOWN_ROUND, 50 * UNKNOWN_ROUND));
  }

  private static List<Domain> users(Path directory) {
    List<Domain> domains = new ArrayList<>();
    HarWorkload har = new HarWorkload(HarWorkload.NAME, directory);
    Inputs seen = whole(har.seenUsers());
    domains.add(
        new Domain(
            "source",
            "the five users of the training split, other time windows",
            true,
            har,
            part(har::read, Split.CALIBRATION, 0, har.size(Split.CALIBRATION)),
            part(har::read, Split.TRAINING, 0, har.size(Split.TRAINING)),
            part(har::read, Split.VALIDATION, 0, har.size(Split.VALIDATION)),
            seen));
    for (int user = 1; user <= har.users(); user++) {
      domains.add(user(har.without(user), user));
    }
    return domains;
  }

  private static Domain user(HarWorkload without, int user) {
    Inputs retraining = whole(without.unseenUserForRetraining());
    return new Domain(
        "user-" + user,
        "user %d, whom networks trained on the other five never saw".formatted(user),
        false,
        without,
        retraining,
        retraining,
        whole(without.unseenUserForSelection()),
        whole(without.unseenUserForEvaluation()));
  }

  /** Reads inputs of a split, changed or not. */
  @FunctionalInterface
  private interface Reader {
    Dataset read(Split split, int[] indices);
  }

  private static Inputs part(Reader reader, Split split, int from, int to) {
    return new Inputs() {
      @Override
      public int size() {
        return to - from;
      }

      @Override
      public Dataset read(int[] indices) {
        int[] ofSplit = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
          ofSplit[i] = from + indices[i];
        }
        return reader.read(split, ofSplit);
      }
    };
  }

  private static Inputs whole(Dataset dataset) {
    return new Inputs() {
      @Override
      public int size() {
        return dataset.size();
      }

      @Override
      public Dataset read(int[] indices) {
        float[][] images = new float[indices.length][];
        int[] labels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
          images[i] = dataset.image(indices[i]);
          labels[i] = dataset.label(indices[i]);
        }
        return new Dataset(dataset.name(), dataset.shape(), dataset.classes(), images, labels);
      }
    };
  }
}
