package org.unit430.firmware.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.unit430.firmware.network.Shape;

/**
 * The workload {@code kws}: spoken digits of six speakers (Free Spoken Digit Dataset, 3,000
 * recordings at 8 kHz), seen through {@link Mfcc}. It stands in for keyword spotting.
 *
 * <p>The split is by speaker, in alphabetical order, so that the test tells how unknown voices
 * fare: the first four (george, jackson, lucas, nicolas) train, the last two (theo, yweweler) test.
 * Of the 50 recordings of a digit by a training speaker, 0 to 4 (the test part of the data set's
 * own split) are for validation, 5 to 9 for calibration, 10 to 49 for training. Each training
 * recording counts ten times: at five speeds between 0.8 and 1.2, which moves pitch and formants
 * too, each in the middle of the second and shifted by up to 100 ms.
 *
 * <p>Input i of a split is digit {@code i % 10}, then speakers, then recordings, then variants.
 */
public final class KwsWorkload implements Workload {
  /** The name of this workload. */
  public static final String NAME = "kws";

  static final String ARCHIVE = "fsdd-recordings.zip";
  private static final String FOLDER = "recordings";
  private static final Shape SHAPE = new Shape(1, Mfcc.FRAMES, Mfcc.COEFFICIENTS);
  private static final int DIGITS = 10;
  private static final List<String> KNOWN = List.of("george", "jackson", "lucas", "nicolas");
  private static final List<String> UNKNOWN = List.of("theo", "yweweler");
  private static final int VALIDATION = 5;
  private static final int CALIBRATION = 5;
  private static final int RECORDINGS = 50;
  private static final double[] SPEEDS = {1.0, 0.9, 1.1, 0.8, 1.2};
  private static final int VARIANTS = 2 * SPEEDS.length;
  private static final double LARGEST_SHIFT = 0.1 * Mfcc.HERTZ;
  private static final long SHIFT_SEED = 430;

  private final Path directory;

  /**
   * One input.
   *
   * @param file name of the recording's file
   * @param speed 1 as recorded
   * @param shift in samples; positive is later
   */
  record Source(String file, double speed, int shift) {}

  /**
   * Names the data; nothing is opened yet.
   *
   * @param directory the directory with {@code fsdd-recordings.zip} or its {@code recordings}
   */
  public KwsWorkload(Path directory) {
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
    return DIGITS;
  }

  @Override
  public boolean signedInput() {
    return true;
  }

  @Override
  public int size(Split split) {
    int recordings = DIGITS * speakers(split).size() * perSpeaker(split);
    return split == Split.TRAINING ? VARIANTS * recordings : recordings;
  }

  private static List<String> speakers(Split split) {
    return split == Split.TEST ? UNKNOWN : KNOWN;
  }

  private static int perSpeaker(Split split) {
    return switch (split) {
      case TRAINING -> RECORDINGS - VALIDATION - CALIBRATION;
      case VALIDATION -> VALIDATION;
      case CALIBRATION -> CALIBRATION;
      case TEST -> RECORDINGS;
    };
  }

  @Override
  public Dataset read(Split split, int[] indices) {
    return read(split, indices, (second, index) -> {});
  }

  /**
   * Returns inputs with white noise over the whole second.
   *
   * @param split the split
   * @param indices which, each 0 to {@code size(split) - 1}
   * @param decibels mean power of the recording, without the silence around it, over that of the
   *     noise
   * @param seed decides the noise; an input has the same whichever others are read with it, and the
   *     same at another strength but for its scale
   * @return those inputs in that order
   * @throws DatasetException if the data are missing or damaged
   */
  public Dataset readNoisy(Split split, int[] indices, double decibels, long seed) {
    return read(
        split,
        indices,
        (second, index) -> addNoise(second, decibels, SplitMix64.of(seed, split.ordinal(), index)));
  }

  /** Changes the samples of a second in place. */
  @FunctionalInterface
  private interface Disturbance {
    void apply(double[] second, int index);
  }

  /**
   * Adds normal noise to each sample.
   *
   * @param second what is 0 at its ends is not part of the recording
   * @param decibels as above
   */
  static void addNoise(double[] second, double decibels, SplitMix64 random) {
    double energy = 0;
    int first = second.length;
    int last = -1;
    for (int i = 0; i < second.length; i++) {
      energy += second[i] * second[i];
      if (second[i] != 0) {
        first = Math.min(first, i);
        last = i;
      }
    }
    if (last < 0) {
      return; // no signal, so no noise is so much weaker
    }
    double deviation =
        StrictMath.sqrt(energy / (last - first + 1)) * StrictMath.pow(10, -decibels / 20);
    for (int i = 0; i < second.length; i++) {
      second[i] += deviation * random.nextGaussian();
    }
  }

  private Dataset read(Split split, int[] indices, Disturbance disturbance) {
    Mfcc mfcc = new Mfcc();
    float[][] images = new float[indices.length][];
    int[] labels = new int[indices.length];
    Map<String, short[]> recordings = new HashMap<>();
    try (Recordings files = open()) {
      for (int i = 0; i < indices.length; i++) {
        Source source = source(split, indices[i]);
        short[] samples = recordings.computeIfAbsent(source.file(), files::samples);
        double[] second = second(samples, source.speed(), source.shift());
        disturbance.apply(second, indices[i]);
        images[i] = mfcc.features(second);
        labels[i] = indices[i] % DIGITS;
      }
    }
    return new Dataset(NAME, SHAPE, DIGITS, images, labels);
  }

  /** Tells what an input is made of. */
  static Source source(Split split, int index) {
    List<String> speakers = speakers(split);
    int digit = index % DIGITS;
    String speaker = speakers.get(index / DIGITS % speakers.size());
    int rest = index / DIGITS / speakers.size();
    int first =
        switch (split) {
          case VALIDATION, TEST -> 0;
          case CALIBRATION -> VALIDATION;
          case TRAINING -> VALIDATION + CALIBRATION;
        };
    int variant = rest / perSpeaker(split);
    int shift =
        variant < SPEEDS.length
            ? 0
            : (int) SplitMix64.of(SHIFT_SEED, 0, index).uniform(-LARGEST_SHIFT, LARGEST_SHIFT);
    return new Source(
        "%d_%s_%d.wav".formatted(digit, speaker, first + rest % perSpeaker(split)),
        SPEEDS[variant % SPEEDS.length],
        shift);
  }

  /**
   * Returns one second with the recording in its middle; what is longer loses both ends.
   *
   * @param samples of the recording
   * @param speed above 1 is faster, by linear interpolation
   * @param shift in samples
   * @return {@link Mfcc#HERTZ} samples, silence around the recording
   */
  static double[] second(short[] samples, double speed, int shift) {
    int length = (int) ((samples.length - 1) / speed) + 1;
    int start = (Mfcc.HERTZ - length) / 2 + shift;
    double[] second = new double[Mfcc.HERTZ];
    for (int i = Math.max(0, start); i < Math.min(Mfcc.HERTZ, start + length); i++) {
      double position = (i - start) * speed;
      int before = (int) position;
      int after = Math.min(before + 1, samples.length - 1);
      second[i] = samples[before] + (position - before) * (samples[after] - samples[before]);
    }
    return second;
  }

  private Recordings open() {
    Path archive = directory.resolve(ARCHIVE);
    if (Files.isRegularFile(archive)) {
      try {
        return new Recordings(archive, Optional.of(new ZipFile(archive.toFile())));
      } catch (IOException e) {
        throw unreadable(archive, e);
      }
    }
    Path folder = directory.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          "%s: has neither %s nor %s; pass the directory that has one"
              .formatted(directory, ARCHIVE, FOLDER));
    }
    return new Recordings(folder, Optional.empty());
  }

  private static DatasetException unreadable(Path file, IOException e) {
    return new DatasetException(
        file + ": cannot be read (" + e.getMessage() + "); fetch the file again", e);
  }

  /** The recordings, packed or not. */
  private record Recordings(Path place, Optional<ZipFile> archive) implements AutoCloseable {
    short[] samples(String name) {
      try {
        byte[] bytes =
            archive.isPresent() ? packed(archive.get(), name) : plain(place.resolve(name));
        return WaveFile.samples(place + ": " + name, bytes, Mfcc.HERTZ);
      } catch (IOException e) {
        throw unreadable(place.resolve(name), e);
      }
    }

    private byte[] packed(ZipFile zip, String name) throws IOException {
      ZipEntry entry = zip.getEntry(FOLDER + "/" + name);
      if (entry == null) {
        throw missing(name);
      }
      try (var in = zip.getInputStream(entry)) {
        return in.readAllBytes();
      }
    }

    private byte[] plain(Path file) throws IOException {
      if (!Files.isRegularFile(file)) {
        throw missing(file.getFileName().toString());
      }
      return Files.readAllBytes(file);
    }

    private DatasetException missing(String name) {
      return new DatasetException(
          "%s: has no %s; this is another data set or part of it".formatted(place, name));
    }

    @Override
    public void close() {
      try {
        if (archive.isPresent()) {
          archive.get().close();
        }
      } catch (IOException e) {
        throw unreadable(place, e);
      }
    }
  }
}
