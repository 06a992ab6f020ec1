package org.unit430.firmware.cost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.cost.MacCosts.Extremes;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholdOwners;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.prune.MethodName;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;

/**
 * The two inferences of float kernels from which {@link MacCosts} follow. How long a product takes
 * depends on its operands, so these are the network's own: each layer gets the activations that it
 * has when nothing is skipped. A decision is forced by what costs the routines nothing:
 *
 * <ul>
 *   <li>A threshold: weights and biases times 2^60, or 2^-60. The routines see significands and
 *       differences of exponents, which stay as they are. A limit of activations likewise.
 *   <li>A sum that is to stop late: biases without their signs. Weights keep theirs, so that it may
 *       stop before its end all the same; {@link MacCosts} divides by the products that were made.
 *       One that is to stop before it has begun: biases and weights with a minus.
 *   <li>A test for zero: weights or activations of zero. Where nothing is skipped but what is not
 *       stored: nothing stored.
 * </ul>
 *
 * <p>What is left are the few cycles by which an output's sign, and its place among those of its
 * pool, choose a path.
 */
record FloatExtremes(
    FloatFirmware firmware,
    List<FloatThreshold> thresholds,
    DeviceProfile device,
    int mclkMegahertz) {
  private static final int FAR = 60;

  /** Makes one layer's numbers. */
  @FunctionalInterface
  private interface Values {
    float[] of(int layer, float[] own);
  }

  /** Runs both for each input; the figures are sums. */
  Extremes find(List<float[]> inputs) {
    FloatFirmware executing = firmware(this::executingWeights, this::executingBiases);
    FloatFirmware skipping = firmware(this::skippingWeights, this::skippingBiases);
    FloatReference dense =
        new FloatReference(
            firmware.network(),
            MethodName.parse("dense").get(0),
            thresholds.stream().map(t -> FloatThreshold.ZERO).toList());
    List<Profile> most = new ArrayList<>();
    List<Profile> least = new ArrayList<>();
    for (float[] input : inputs) {
      List<float[]> activations = dense.activations(input);
      add(most, run(executing, activations, this::executingActivations));
      add(least, run(skipping, activations, this::skippingActivations));
    }
    List<Optional<Profile>> optional = new ArrayList<>();
    for (int i = 0; i < least.size(); i++) {
      optional.add(isDecided(i) ? Optional.of(least.get(i)) : Optional.empty());
    }
    return new Extremes(most, optional);
  }

  private static void add(List<Profile> sums, List<Profile> more) {
    for (int i = 0; i < more.size(); i++) {
      if (i < sums.size()) {
        sums.set(i, sums.get(i).plus(more.get(i)));
      } else {
        sums.add(more.get(i));
      }
    }
  }

  private Skips skips(int layer) {
    return firmware.method().at(layer).skips();
  }

  /** Whether a layer leaves anything out by a decision, or in storage. */
  private boolean isDecided(int layer) {
    return switch (skips(layer)) {
      case NOTHING -> leavesOutStored(layer);
      // What they skip is no matter of the data, or not the machine's doing.
      case RANDOM, BELOW_THRESHOLD_UNTESTED -> false;
      default -> true;
    };
  }

  /** Whether a layer skips nothing but what is not stored. */
  private boolean leavesOutStored(int layer) {
    return skips(layer) == Skips.NOTHING
        && firmware.method().at(layer).storage() == Method.Storage.SPARSE;
  }

  private boolean stopsEarly(int layer) {
    return skips(layer) == Skips.NEGATIVE_SUMS
        && firmware.network().layers().get(layer).stopsEarly();
  }

  private float[] executingWeights(int layer, float[] own) {
    return skips(layer).dividesThresholds() ? times(own, Math.scalb(1f, FAR)) : own;
  }

  private float[] executingBiases(int layer, float[] own) {
    if (stopsEarly(layer)) {
      return magnitudes(own);
    }
    boolean scaled = skips(layer) == Skips.SMALL_ACTIVATIONS;
    return scaled ? times(own, Math.scalb(1f, FAR)) : executingWeights(layer, own);
  }

  private float[] executingActivations(int layer, float[] own) {
    return skips(layer) == Skips.SMALL_ACTIVATIONS ? times(own, Math.scalb(1f, FAR)) : own;
  }

  private float[] skippingWeights(int layer, float[] own) {
    if (skips(layer) == Skips.ZERO_WEIGHTS || leavesOutStored(layer)) {
      return new float[own.length];
    }
    if (stopsEarly(layer)) {
      return times(magnitudes(own), -1);
    }
    return skips(layer).dividesThresholds() ? times(own, Math.scalb(1f, -FAR)) : own;
  }

  private float[] skippingBiases(int layer, float[] own) {
    if (stopsEarly(layer)) {
      return times(magnitudes(own), -1);
    }
    return skips(layer).dividesThresholds() ? skippingWeights(layer, own) : own;
  }

  private float[] skippingActivations(int layer, float[] own) {
    return switch (skips(layer)) {
      case ZERO_ACTIVATIONS, SMALL_ACTIVATIONS -> new float[own.length];
      default -> own;
    };
  }

  private static float[] times(float[] values, float factor) {
    float[] products = values.clone();
    for (int i = 0; i < products.length; i++) {
      products[i] *= factor;
    }
    return products;
  }

  private static float[] magnitudes(float[] values) {
    float[] magnitudes = values.clone();
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(magnitudes[i]);
    }
    return magnitudes;
  }

  /**
   * The same code: it depends on thresholds alone, but that steps between stored weights take two
   * bytes where one exceeds 255, which other weights' steps need not do.
   */
  private FloatFirmware firmware(Values weights, Values biases) {
    List<FloatLayer> layers = new ArrayList<>();
    for (int i = 0; i < firmware.steps(); i++) {
      FloatLayer layer = firmware.network().layers().get(i);
      layers.add(layer.withValues(weights.of(i, layer.weights()), biases.of(i, layer.bias())));
    }
    return new FloatFirmwareBuilder(device, mclkMegahertz, firmware.multiplier())
        .build(new FloatNetwork(firmware.network().name(), layers), firmware.method(), thresholds);
  }

  private List<Profile> run(FloatFirmware program, List<float[]> activations, Values values) {
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < activations.size(); i++) {
      float[] input = values.of(i, activations.get(i));
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * input.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(input);
      inputs.add(bytes.array());
    }
    return new ForcedRun(program, inputs, device, Optional.empty()).layers();
  }

  /** Cycles of making a threshold in each layer, mean over inputs; empty where none is made. */
  List<OptionalDouble> thresholdCycles(List<float[]> inputs) {
    long[] cycles = new long[firmware.steps()];
    long[] made = new long[cycles.length];
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(device));
    FloatReference reference =
        new FloatReference(firmware.network(), firmware.method(), thresholds);
    for (float[] input : inputs) {
      List<Profile> run = runner.run(firmware.input(input)).layers();
      List<float[]> activations = reference.activations(input);
      for (int i = 0; i < cycles.length; i++) {
        int layer = i;
        cycles[i] += run.get(i).byOperation().get(Operation.DIVIDE).events().cycles();
        FloatThresholdOwners.visit(
            firmware.network().layers().get(i),
            firmware.method().at(i),
            thresholds.get(i),
            activations.get(i),
            (group, magnitude) -> made[layer]++);
      }
    }
    return IntStream.range(0, cycles.length)
        .mapToObj(
            i ->
                cycles[i] == 0 || made[i] == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) cycles[i] / made[i]))
        .toList();
  }
}
