package org.unit430.firmware.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
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
    assertThat((double) bound / longest).isLessThan(4.5);

    long sensed = WorstCase.cycles(firmware, thresholds, DEVICE, 1, FloatInputs.SENSOR);
    longest = 0;
    for (float[] input : ofSensors(inputs)) {
      longest = Math.max(longest, runner.run(firmware.input(input)).total().cycles());
    }
    assertThat(sensed).isBetween(longest, bound);
  }

  /** Inputs of the range that sensors have: as they are, all alike, and at its two ends. */
  private static List<float[]> ofSensors(List<float[]> inputs) {
    List<float[]> all = new ArrayList<>();
    Random random = new Random(436);
    for (float[] input : inputs) {
      float[] bounded = input.clone();
      float[] alike = input.clone();
      float[] least = input.clone();
      float[] anywhere = input.clone();
      for (int i = 0; i < input.length; i++) {
        float sign = Math.copySign(1, input[i]);
        bounded[i] = Math.abs(input[i]) < 0x1p-24f ? 0 : input[i];
        alike[i] = sign * 0x1p-13f;
        least[i] = i % 2 == 0 ? 0 : sign * 0x1p-24f;
        anywhere[i] = sign * Math.scalb(1 + random.nextFloat(), random.nextInt(32) - 24);
      }
      all.addAll(List.of(bounded, alike, least, anywhere));
    }
    return all;
  }

  /**
   * One sum that an adversary makes. From 2^e a product of 2^(e-24) - 2^e leaves 2^(e-24), so that
   * 24 places cancel; where no product is small enough to go on, one of 2^(e+31), 31 places above
   * the sum and of the other sign, makes it large again. So an input takes nearly what the bound
   * says; branches without loops, and the cache, are all that the bound takes for worse.
   */
  @Test
  void anInputComesNearTheBoundIfThereIsOneSum() {
    int terms = 200;
    float[] ones = new float[terms];
    Arrays.fill(ones, 1);
    Network network =
        new Network(
            "sum",
            new Shape(1, 1, terms),
            List.of(new FullyConnected("sum", terms, 1, ones, new float[] {128}, false)));
    FloatInputs range = FloatInputs.SENSOR;
    float[] input = new float[terms];
    float sum = 128;
    for (int i = 0; i < terms; i++) {
      float magnitude =
          Math.getExponent(sum) - 1 >= range.least()
              ? Math.abs(sum) - Math.scalb(Math.abs(sum), -24)
              : Math.scalb(Math.abs(sum), 31);
      input[i] = -Math.copySign(magnitude, sum);
      assertThat(Math.getExponent(input[i])).isBetween(range.least(), range.most());
      sum += input[i];
    }
    Method dense = MethodName.parse("dense").get(0);
    List<FloatThreshold> none = List.of(FloatThreshold.ZERO);
    FloatFirmware firmware =
        new FloatFirmwareBuilder(DEVICE, 16, Multiplier.MPY32)
            .build(FloatNetwork.of(network, true), dense, none);
    long cycles =
        new FirmwareRunner(firmware, MachineFactory.create(DEVICE))
            .run(firmware.input(input))
            .total()
            .cycles();
    long bound = WorstCase.cycles(firmware, none, DEVICE, 1, range);
    assertThat(cycles).isLessThanOrEqualTo(bound);
    assertThat((double) bound / cycles).isLessThan(1.2);
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
