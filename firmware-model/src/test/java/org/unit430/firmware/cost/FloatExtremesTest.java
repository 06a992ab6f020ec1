package org.unit430.firmware.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.build.RandomNetworks;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;

/** Costs of float kernels, whose products cost what their operands make them cost. */
class FloatExtremesTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final float T = 0.0613f;

  // The last layer gets nothing but zeros, which nothing multiplies.
  private static final int LAYERS = 4;

  /**
   * A tested and skipped product in cycles of SLAU367 tables 4-10 and 4-19, in a convolution's row:
   * two words of the activation 2 each; then
   *
   * <ul>
   *   <li>zero-skip and ttp-zero-test: two words of the weight 2 each, mov, rla, bis, tst 1 each,
   *       jz 2.
   *   <li>unit: mov 1, bic #8000h 2, cmp 2(r5),r11 3, jlo 2, adda #8,r5 3.
   * </ul>
   *
   * <p>and dec r7 1, jnz 2. Rows, windows and outputs add their share.
   */
  @ParameterizedTest
  @CsvSource({"zero-skip, 17", "ttp-zero-test, 17", "unit:shift, 18"})
  void aSkippedProductCostsLookingAtIt(String name, double looking) {
    Case given = new Case(name, 1);
    MacCosts tall = given.costs().get(1);
    assertThat(tall.skipped().orElseThrow()).isBetween(looking, looking + 20);
  }

  /**
   * What is skipped is not looked at. A stored product takes moving to its activation (9 cycles or
   * more), and two routines of more than 50 instructions each.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ttp-csr", "unit-sorted:shift", "snapea"})
  void whatIsNotLookedAtCostsNoMoreThanItsFrame(String name) {
    for (MacCosts layer : new Case(name, 1).costs().subList(1, 3)) {
      double skipped = layer.skipped().orElseThrow();
      assertThat(skipped).isBetween(0.0, 40.0);
      assertThat(layer.executed()).isGreaterThan(100 + skipped);
    }
  }

  @Test
  void whatExecutesEverythingSkipsNothing() {
    MacCosts dense = new Case("dense", 1).costs().get(0);
    assertThat(dense.skipped()).isEmpty();
    assertThat(dense.threshold()).isEmpty();
  }

  /** Executed and skipped products and thresholds are what a layer does, at these costs. */
  @ParameterizedTest
  @ValueSource(strings = {"unit-sorted:mask", "ttp-csr+unit:exact"})
  void costsAddUpToWhatTheMachineTakes(String name) {
    Case given = new Case(name, 1);
    List<MacCosts> costs = given.costs();
    FirmwareRunner runner = new FirmwareRunner(given.firmware, MachineFactory.create(DEVICE));
    double expected = 0;
    double found = 0;
    for (float[] input : given.inputs) {
      InferenceRun run = runner.run(given.firmware.input(input));
      for (int i = 0; i < LAYERS; i++) {
        long dividing = run.layers().get(i).byOperation().get(Operation.DIVIDE).events().cycles();
        expected += run.layers().get(i).cycles() - dividing;
        found +=
            costs.get(i).skipped().orElseThrow() * given.firmware.layerMacs(i)
                + costs.get(i).saving().orElseThrow() * run.macsExecuted(i);
      }
    }
    // Of all operands the mean is taken; those that are kept are not quite the mean.
    assertThat(found).isCloseTo(expected, within(0.03 * expected));
  }

  /** Why decisions can be forced by powers of two: the routines see no difference. */
  @Test
  void costsDoNotDependOnTheScaleOfWeights() {
    Case given = new Case("dense", 1);
    List<FloatLayer> layers = new ArrayList<>(given.network.layers());
    FloatLayer first = layers.get(0);
    layers.set(0, first.withValues(scaled(first.weights()), scaled(first.bias())));
    FloatFirmware scaled =
        new FloatFirmwareBuilder(DEVICE, 8, Multiplier.MPY32)
            .build(new FloatNetwork("scaled", layers), given.firmware.method(), given.thresholds);
    assertThat(MacCosts.of(scaled, given.thresholds, DEVICE, 8, given.inputs).get(0))
        .isEqualTo(given.costs().get(0));
  }

  private static float[] scaled(float[] values) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= 0x1p60f;
    }
    return scaled;
  }

  /** A network in single precision under a method. */
  private static final class Case {
    final FloatNetwork network;
    final List<float[]> inputs;
    final List<FloatThreshold> thresholds;
    final FloatFirmware firmware;

    Case(String name, int count) {
      Method method = MethodName.parse(name).get(0);
      RandomNetworks random = new RandomNetworks(430, name.startsWith("ttp") ? 0.8 : 0.01);
      Network trained = random.odd();
      inputs = random.inputs(trained, count);
      network = FloatNetwork.of(trained, false);
      thresholds = network.layers().stream().map(layer -> FloatThreshold.whole(T)).toList();
      firmware =
          new FloatFirmwareBuilder(DEVICE, 8, Multiplier.MPY32).build(network, method, thresholds);
    }

    List<MacCosts> costs() {
      return MacCosts.of(firmware, thresholds, DEVICE, 8, inputs);
    }
  }
}
