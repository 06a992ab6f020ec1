package org.unit430.firmware.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.build.RandomNetworks;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/** No run in single precision exceeds the bound. */
class FloatWorstCaseTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  @ParameterizedTest
  @CsvSource({
    "dense, MPY32",
    "dense, SOFTWARE",
    "zero-skip, MPY32",
    "ttp-zero-test, MPY32",
    "ttp-csr, MPY32",
    "input-skip, MPY32",
    "snapea, MPY32",
    "unit:exact, MPY32",
    "unit:shift, SOFTWARE",
    "unit:mask, MPY32",
    "unit-sorted:mitchell, MPY32",
    "ttp-csr+unit:exact, MPY32",
  })
  void noRunExceedsTheBound(String name, Multiplier multiplier) {
    Method method = MethodName.parse(name).get(0);
    boolean pruned = method.weights() == Method.Weights.TRAINING_TIME_PRUNED;
    RandomNetworks random = new RandomNetworks(434, pruned ? 0.5 : 0.01);
    Network trained = random.tiny();
    List<float[]> inputs = random.signedInputs(trained, 3);
    // SnaPEA stops nowhere where inputs can be negative.
    boolean signed = method.skips() != Method.Skips.NEGATIVE_SUMS;
    if (!signed) {
      inputs.forEach(FloatWorstCaseTest::rectify);
    }
    QuantizedNetwork fixed =
        RandomNetworks.prepared(Quantizer.quantize(trained, inputs, 1, signed), method);
    FloatNetwork network = FloatNetwork.of(trained, signed).withCutoffsOf(fixed);
    List<FloatThreshold> thresholds =
        FloatThresholds.of(
            fixed,
            method,
            RandomNetworks.thresholds(fixed, RandomNetworks.fixed(fixed, inputs), 2, method));
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, 16, multiplier).build(network, method, thresholds);
    long bound = WorstCase.cycles(firmware, thresholds, DEVICE, 1);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    long longest = 0;
    for (float[] input : withExtremes(inputs)) {
      longest = Math.max(longest, runner.run(firmware.input(input)).total().cycles());
    }
    assertThat(longest).isPositive().isLessThanOrEqualTo(bound);
    // Each product is subnormal, and each sum cancels, in the bound alone; and nothing is skipped.
    assertThat((double) bound / longest).isLessThan(5);
  }

  private static void rectify(float[] input) {
    for (int i = 0; i < input.length; i++) {
      input[i] = Math.abs(input[i]);
    }
  }

  /** Inputs as they are; so small that products are subnormal, or inputs are; and very large. */
  private static List<float[]> withExtremes(List<float[]> inputs) {
    List<float[]> all = new ArrayList<>(inputs);
    for (float scale : new float[] {0x1p-124f, 0x1p-136f, 0x1p-146f, 0x1p100f}) {
      for (float[] input : inputs) {
        float[] scaled = input.clone();
        for (int i = 0; i < scaled.length; i++) {
          scaled[i] *= scale;
        }
        all.add(scaled);
      }
    }
    return all;
  }
}
