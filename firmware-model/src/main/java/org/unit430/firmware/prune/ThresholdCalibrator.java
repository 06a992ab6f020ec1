package org.unit430.firmware.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.unit430.firmware.inference.LayerArithmetic;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;

/**
 * Sets thresholds from calibration inputs alone; test inputs never come here. A threshold is put at
 * a percentile of what its rule of skipping compares: of non-zero products, or of non-zero
 * activations for {@code SMALL_ACTIVATIONS}. T is the smallest magnitude at or above that share of
 * them (nearest rank); percentile 0 gives T = 0. For {@code RANDOM} it is the share of a layer's
 * products that are not above such a T, in 65536ths, 65535 at most, and 0 for T = 0.
 *
 * <p>Use: {@link #add} the layers in order with what they are fed, then ask for {@link
 * #thresholds}.
 */
public final class ThresholdCalibrator {
  // What the kernel's comparison has room for; only saturated activations are above.
  private static final int LARGEST_LIMIT = Short.MAX_VALUE - 1;
  private static final int WHOLE_SHARE = 1 << 16;

  private final Skips skips;
  private final ThresholdScope scope;
  private final List<Double> percents;
  // By layer and percentile; at scope NETWORK by layer, until all layers are known.
  private final List<List<LayerThreshold>> made = new ArrayList<>();
  private final List<Optional<Magnitudes>> pooled = new ArrayList<>();
  private final List<Optional<Seen>> seen = new ArrayList<>();

  /** A layer's non-zero products, and how many products there were. */
  private record Seen(Magnitudes products, long macs) {
    /** The share that T skips, in 65536ths. */
    int share(int product) {
      double skipped = 1 - (double) products.above(product) / macs;
      return product == 0 ? 0 : (int) Math.min(WHOLE_SHARE - 1, Math.round(WHOLE_SHARE * skipped));
    }
  }

  /**
   * A calibrator that knows no layer yet.
   *
   * @param percents 0 to 100, one or more
   * @throws IllegalArgumentException if one is out of range
   */
  public ThresholdCalibrator(Skips skips, ThresholdScope scope, List<Double> percents) {
    for (double percent : percents) {
      if (!(percent >= 0 && percent <= 100)) {
        throw new IllegalArgumentException("a percentile of " + percent + " is not 0 to 100");
      }
    }
    this.skips = skips;
    this.scope = scope;
    this.percents = List.copyOf(percents);
  }

  /**
   * Gives everything in a network the same percentile, layer by layer.
   *
   * @see #ladder
   */
  public static Thresholds percentile(
      QuantizedNetwork network, List<short[]> calibration, double percent, Skips skips) {
    return percentile(network, calibration, percent, skips, ThresholdScope.LAYER);
  }

  /**
   * Gives everything in a network the same percentile; 0 to rules of skipping without thresholds.
   *
   * @see #ladder
   */
  public static Thresholds percentile(
      QuantizedNetwork network,
      List<short[]> calibration,
      double percent,
      Skips skips,
      ThresholdScope scope) {
    return skips.hasThreshold()
        ? ladder(network, calibration, List.of(percent), skips, scope).get(0)
        : Thresholds.zero(network.layers().size());
  }

  /**
   * Thresholds at several percentiles.
   *
   * @param network quantised
   * @param calibration inputs at the first layer's scale
   * @param percents 0 to 100
   * @param skips whose thresholds they are
   * @param scope what shares one
   * @return for each percentile
   * @throws IllegalArgumentException if there are no inputs or a percentile is out of range
   */
  public static List<Thresholds> ladder(
      QuantizedNetwork network,
      List<short[]> calibration,
      List<Double> percents,
      Skips skips,
      ThresholdScope scope) {
    ThresholdCalibrator calibrator = new ThresholdCalibrator(skips, scope, percents);
    List<short[]> activations = new ArrayList<>(calibration);
    for (QuantizedLayer layer : network.layers()) {
      calibrator.add(layer, activations);
      if (!layer.isLast()) {
        UnaryOperator<short[]> run = input -> LayerArithmetic.dense(layer, input);
        activations.replaceAll(run);
      }
    }
    return calibrator.thresholds();
  }

  /**
   * Adds a layer.
   *
   * @param inputs its own, on the calibration split, nothing skipped before it
   * @throws IllegalArgumentException if there are none
   */
  public void add(QuantizedLayer layer, List<short[]> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("no calibration inputs");
    }
    int channels = scope.channelsOf(layer, skips);
    List<Magnitudes> groups = magnitudes(layer, inputs, channels);
    seen.add(Optional.of(new Seen(groups.get(0), layer.macs() * inputs.size())));
    if (scope.of() == ThresholdScope.Of.NETWORK) {
      pooled.add(Optional.of(groups.get(0)));
      return;
    }
    made.add(
        percents.stream()
            .map(
                percent ->
                    new LayerThreshold(
                        channels, groups.stream().map(group -> group.percentile(percent)).toList()))
            .toList());
  }

  /** Adds a step that has no weights; its threshold is 0. */
  public void addWithoutWeights() {
    pooled.add(Optional.empty());
    seen.add(Optional.empty());
    made.add(percents.stream().map(percent -> LayerThreshold.whole(0)).toList());
  }

  /** The thresholds of the layers added, for each percentile. */
  public List<Thresholds> thresholds() {
    List<Thresholds> all = new ArrayList<>();
    for (int i = 0; i < percents.size(); i++) {
      int index = i;
      all.add(
          scope.of() == ThresholdScope.Of.NETWORK
              ? pooled(percents.get(i))
              : new Thresholds(made.stream().map(layer -> layer.get(index)).toList()));
    }
    if (skips == Skips.RANDOM) {
      all.replaceAll(this::shares);
    }
    return all;
  }

  private Thresholds shares(Thresholds thresholds) {
    return Thresholds.of(
        IntStream.range(0, seen.size())
            .map(i -> seen.get(i).map(layer -> layer.share(thresholds.of(i).product())).orElse(0))
            .toArray());
  }

  /** One real T; magnitudes being integers, |xw| &gt; T iff it exceeds the next integer below. */
  private Thresholds pooled(double percent) {
    double shared =
        Magnitudes.percentile(pooled.stream().flatMap(Optional::stream).toList(), percent);
    return Thresholds.of(
        pooled.stream()
            .mapToInt(layer -> layer.map(own -> atScale(shared, own.fractionBits())).orElse(0))
            .toArray());
  }

  private int atScale(double real, int fractionBits) {
    int largest = skips == Skips.SMALL_ACTIVATIONS ? LARGEST_LIMIT : Integer.MAX_VALUE;
    return (int) Math.min(largest, Math.floor(Math.scalb(real, fractionBits)));
  }

  private List<Magnitudes> magnitudes(QuantizedLayer layer, List<short[]> inputs, int channels) {
    if (skips == Skips.SMALL_ACTIVATIONS) {
      Magnitudes activations = new Magnitudes(layer.formats().input());
      for (short[] input : inputs) {
        for (short x : input) {
          activations.add(Math.abs(x));
        }
      }
      return List.of(activations);
    }
    List<Magnitudes> groups = new ArrayList<>();
    int count = (layer.outputChannels() - 1) / channels + 1;
    for (int group = 0; group < count; group++) {
      groups.add(new Magnitudes(layer.formats().accumulator()));
    }
    Magnitudes[] ofWeight = new Magnitudes[layer.weights().length];
    for (int w = 0; w < ofWeight.length; w++) {
      ofWeight[w] = groups.get(w / layer.weightsPerOutput() / channels);
    }
    short[] weights = layer.weights();
    for (short[] input : inputs) {
      LayerArithmetic.run(
          layer,
          input,
          (x, w) -> {
            ofWeight[w].add(Math.abs(input[x] * weights[w]));
            return false;
          });
    }
    return groups;
  }
}
