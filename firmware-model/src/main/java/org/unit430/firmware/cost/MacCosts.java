package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.inference.ThresholdOwners;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;

/**
 * What executing, skipping and deciding cost in one layer, in MCLK cycles, found by two inferences
 * of the machine that differ in nothing else: one executes all products that the method could
 * execute, the other looks at the same operands and executes none, or as few as it can. Sums stay
 * within a range in which outputs take one path. Making thresholds is counted apart.
 *
 * @param layer name
 * @param executed cycles of the layer for each multiply-accumulate, all being executed
 * @param skipped the same, all being skipped; empty if the method leaves out none of the layer's
 * @param threshold cycles to make a threshold, mean over the inputs; empty if none is made
 */
public record MacCosts(
    String layer, double executed, OptionalDouble skipped, OptionalDouble threshold) {

  /** Cycles that skipping one multiply-accumulate saves; empty if none can be skipped. */
  public OptionalDouble saving() {
    return skipped.isPresent()
        ? OptionalDouble.of(executed - skipped.getAsDouble())
        : OptionalDouble.empty();
  }

  /**
   * The costs of every layer.
   *
   * @param firmware that runs
   * @param thresholds by which it was built
   * @param mclkMegahertz for which it was built: FRAM waits are part of the costs
   * @param inputs whose thresholds are made, at the first layer's scale
   */
  public static List<MacCosts> of(
      Firmware firmware,
      Thresholds thresholds,
      DeviceProfile device,
      int mclkMegahertz,
      List<short[]> inputs) {
    Forcing forcing = new Forcing(firmware, thresholds, device, mclkMegahertz);
    List<Profile> executing = forcing.executing();
    List<Optional<Profile>> skipping = forcing.skipping();
    List<OptionalDouble> made = thresholdCycles(firmware, thresholds, device, inputs);
    List<MacCosts> costs = new ArrayList<>();
    for (int i = 0; i < executing.size(); i++) {
      QuantizedLayer layer = firmware.network().layers().get(i);
      double all = cycles(executing.get(i));
      double macs = layer.macs();
      double executed = all / macs;
      OptionalDouble skipped = OptionalDouble.empty();
      Profile least = skipping.get(i).orElse(executing.get(i));
      long difference = products(executing.get(i)) - products(least);
      if (difference > 0) {
        double saving = (all - cycles(least)) / difference;
        double frame = all - saving * products(executing.get(i));
        executed = frame / macs + saving;
        skipped = OptionalDouble.of(frame / macs);
      }
      costs.add(new MacCosts(layer.name(), executed, skipped, made.get(i)));
    }
    return costs;
  }

  private static long cycles(Profile profile) {
    return profile.cycles() - profile.byOperation().get(Operation.DIVIDE).events().cycles();
  }

  private static long products(Profile profile) {
    EventCounts dividing = profile.byOperation().get(Operation.DIVIDE).events();
    return profile.total().get(Event.MULTIPLY_16) - dividing.get(Event.MULTIPLY_16);
  }

  private static List<OptionalDouble> thresholdCycles(
      Firmware firmware, Thresholds thresholds, DeviceProfile device, List<short[]> inputs) {
    Method method = firmware.method();
    List<QuantizedLayer> layers = firmware.network().layers();
    long[] cycles = new long[layers.size()];
    long[] made = new long[layers.size()];
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(device));
    ReferenceInference reference = new ReferenceInference(firmware.network(), method, thresholds);
    for (short[] input : inputs) {
      List<Profile> run = runner.run(input).layers();
      reference.run(
          input,
          (i, activations) -> {
            QuantizedLayer layer = layers.get(i);
            Method own = method.at(i);
            cycles[i] += run.get(i).byOperation().get(Operation.DIVIDE).events().cycles();
            made[i] +=
                ThresholdOwners.areActivations(layer, own)
                    ? thresholdsOf(layer, activations, own, method.threshold(thresholds, i))
                    : layer.nonZeroWeights();
            return (channel, part, accumulator, executed, saturated) -> {};
          });
    }
    List<OptionalDouble> means = new ArrayList<>();
    for (int i = 0; i < cycles.length; i++) {
      means.add(
          cycles[i] == 0 || made[i] == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of((double) cycles[i] / made[i]));
    }
    return means;
  }

  private static long thresholdsOf(
      QuantizedLayer layer, short[] activations, Method method, LayerThreshold threshold) {
    int[] owners = ThresholdOwners.activations(layer, activations, method, threshold);
    long count = 0;
    for (int owner : owners) {
      for (int group = 0; group < threshold.groups(); group++) {
        boolean made =
            method.storage() == Method.Storage.DENSE
                || ThresholdOwners.weightsOf(layer, owner, threshold, group) > 0;
        count += made ? 1 : 0;
      }
    }
    return count;
  }

  /** The two inferences. */
  private record Forcing(
      Firmware firmware, Thresholds thresholds, DeviceProfile device, int mclkMegahertz) {
    List<Profile> executing() {
      return run(
          ForcedRun.withWeights(firmware, this::kept, layer -> ForcedRun.BEGIN_OF_SUMS),
          layer -> ForcedRun.LARGEST);
    }

    /** Of each layer; empty for one that executes everything, whatever the data. */
    List<Optional<Profile>> skipping() {
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
      return ForcedRun.of(
              other, half, layer -> ForcedRun.LARGEST, thresholds, device, mclkMegahertz)
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
}
