package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.cost.MacCosts.Extremes;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.Profile;

/**
 * The two inferences of 16-bit kernels from which {@link MacCosts} follow: weights, biases and
 * activations are not the network's own, and sums stay within a range in which outputs take one
 * path.
 */
record FixedExtremes(
    Firmware firmware, Thresholds thresholds, DeviceProfile device, int mclkMegahertz) {
  /** Runs them. */
  Extremes find() {
    return new Extremes(executing(), skipping());
  }

  private List<Profile> executing() {
    return run(
        ForcedRun.withWeights(firmware, this::kept, layer -> ForcedRun.BEGIN_OF_SUMS),
        layer -> ForcedRun.LARGEST);
  }

  private List<Optional<Profile>> skipping() {
    List<Profile> forced = run(forcedToSkip(), this::activation);
    List<Profile> half = anyLeavesOutStored() ? halfStored() : List.of();
    List<Optional<Profile>> layers = new ArrayList<>();
    for (int layer = 0; layer < forced.size(); layer++) {
      layers.add(
          switch (skips(layer)) {
            case NOTHING ->
                leavesOutStored(layer) ? Optional.of(half.get(layer)) : Optional.empty();
            case ZERO_ACTIVATIONS,
                SMALL_ACTIVATIONS,
                ZERO_WEIGHTS,
                BELOW_THRESHOLD,
                BELOW_THRESHOLD_SORTED,
                NEGATIVE_SUMS ->
                Optional.of(forced.get(layer));
            // What they skip is no matter of the data, or not the machine's doing.
            case RANDOM, BELOW_THRESHOLD_UNTESTED -> Optional.empty();
            case BY_LAYER -> throw new IllegalStateException("a layer has one method");
          });
    }
    return layers;
  }

  private Method.Skips skips(int layer) {
    return firmware.method().at(layer).skips();
  }

  private QuantizedNetwork forcedToSkip() {
    return ForcedRun.withWeights(
        firmware,
        (layer, i) ->
            switch (skips(layer)) {
              case ZERO_WEIGHTS -> 0;
              case BELOW_THRESHOLD, BELOW_THRESHOLD_SORTED -> alternating(layer, i);
              default -> kept(layer, i);
            },
        layer ->
            skips(layer) == Method.Skips.NEGATIVE_SUMS
                ? -ForcedRun.BEGIN_OF_SUMS
                : ForcedRun.BEGIN_OF_SUMS);
  }

  private int activation(int layer) {
    return switch (skips(layer)) {
      case ZERO_ACTIVATIONS, SMALL_ACTIVATIONS -> 0;
      case NEGATIVE_SUMS -> 1;
      default -> ForcedRun.LARGEST;
    };
  }

  private boolean anyLeavesOutStored() {
    return IntStream.range(0, firmware.network().layers().size()).anyMatch(this::leavesOutStored);
  }

  /** Whether a layer skips nothing but what is not stored. */
  private boolean leavesOutStored(int layer) {
    return skips(layer) == Method.Skips.NOTHING
        && firmware.method().at(layer).storage() == Method.Storage.SPARSE;
  }

  /** Every second of the stored weights: nothing is looked at that is not stored. */
  private List<Profile> halfStored() {
    QuantizedNetwork half =
        ForcedRun.withWeights(
            firmware,
            (layer, i) ->
                i % 2 == 0 || !leavesOutStored(layer) ? ForcedRun.sign(firmware, layer, i) : 0,
            layer -> ForcedRun.BEGIN_OF_SUMS);
    Firmware other =
        new FirmwareBuilder(device, mclkMegahertz, firmware.multiplier())
            .build(half, firmware.method(), thresholds);
    return ForcedRun.of(other, half, layer -> ForcedRun.LARGEST, thresholds, device, mclkMegahertz)
        .layers();
  }

  private List<Profile> run(QuantizedNetwork data, IntUnaryOperator activations) {
    return ForcedRun.of(firmware, data, activations, thresholds, device, mclkMegahertz).layers();
  }

  /**
   * A weight whose product with 32767 is executed: 4 T and more where there is a threshold, since
   * no division skips products above 2 T. Signs alternate there, so that sums stay small.
   */
  private int kept(int layer, int index) {
    if (!skips(layer).dividesThresholds()) {
      return ForcedRun.sign(firmware, layer, index);
    }
    long product = 4L * firmware.method().threshold(thresholds, layer).largest();
    return alternating(layer, index)
        * (int) Math.min(ForcedRun.LARGEST, product / ForcedRun.LARGEST + 2);
  }

  private int alternating(int layer, int index) {
    // A channel begins with a positive one, so that no sum falls below where it began.
    int within = index % firmware.network().layers().get(layer).weightsPerOutput();
    int sign = Math.abs(ForcedRun.sign(firmware, layer, index));
    return within % 2 == 0 ? sign : -sign;
  }
}
