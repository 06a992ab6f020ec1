package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.inference.ThresholdOwners;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;

/**
 * What executing, skipping and deciding cost in one layer, in MCLK cycles, found by two inferences
 * of the machine that differ in nothing else: one executes all products that the method could
 * execute, the other looks at the same operands and executes none, or as few as it can ({@link
 * FixedExtremes}, {@link FloatExtremes}). Making thresholds is counted apart.
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
    Extremes extremes = new FixedExtremes(firmware, thresholds, device, mclkMegahertz).find();
    return of(firmware, 1, extremes, thresholdCycles(firmware, thresholds, device, inputs));
  }

  /**
   * The same in single precision, where a product costs what its operands make it cost: operands
   * are those of inputs under a method that skips nothing.
   *
   * @param thresholds by which the firmware was built
   * @param inputs in the network's real units; one or more
   */
  public static List<MacCosts> of(
      FloatFirmware firmware,
      List<FloatThreshold> thresholds,
      DeviceProfile device,
      int mclkMegahertz,
      List<float[]> inputs) {
    FloatExtremes finder = new FloatExtremes(firmware, thresholds, device, mclkMegahertz);
    return of(firmware, inputs.size(), finder.find(inputs), finder.thresholdCycles(inputs));
  }

  /**
   * Costs of every layer.
   *
   * @param inferences that each of the extremes stands for
   * @param made cycles of a threshold of each layer
   */
  private static List<MacCosts> of(
      NetworkProgram program, int inferences, Extremes extremes, List<OptionalDouble> made) {
    List<MacCosts> costs = new ArrayList<>();
    for (int i = 0; i < program.steps(); i++) {
      Profile most = extremes.executing().get(i);
      Profile least = extremes.skipping().get(i).orElse(most);
      double all = cycles(most);
      double macs = (double) inferences * program.layerMacs(i);
      double executed = all / macs;
      OptionalDouble skipped = OptionalDouble.empty();
      long products = InferenceRun.macsExecuted(most);
      long difference = products - InferenceRun.macsExecuted(least);
      if (difference > 0) {
        double saving = (all - cycles(least)) / difference;
        double frame = all - saving * products;
        executed = frame / macs + saving;
        skipped = OptionalDouble.of(frame / macs);
      }
      costs.add(new MacCosts(program.layerNames().get(i), executed, skipped, made.get(i)));
    }
    return costs;
  }

  /**
   * Two inferences, layer by layer.
   *
   * @param executing all products that can be
   * @param skipping all that can be, or as many as possible; empty for a layer that executes
   *     everything, whatever the data
   */
  record Extremes(List<Profile> executing, List<Optional<Profile>> skipping) {}

  private static long cycles(Profile profile) {
    return profile.cycles() - profile.byOperation().get(Operation.DIVIDE).events().cycles();
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
}
