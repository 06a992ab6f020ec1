package org.unit430.firmware.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.RandomNetworks;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;

/** Costs found by running equal those read from the kernels' sources. */
class MacCostsTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  /**
   * What a skipped product leaves out of the kernel's source, in cycles of SLAU367 table 4-10; MOV
   * to memory takes one less (its note).
   *
   * <ul>
   *   <li>unit, convolution: mov r15,&amp;MACS 3, mov @r14,&amp;OP2 4.
   *   <li>unit, fully connected: sub r10,r14 1, mov r14,&amp;OP2 3, add &amp;RESLO,x(r6) 6, addc
   *       &amp;RESHI,x(r6) 6.
   *   <li>ttp-zero-test: mov x(r4),&amp;MACS 5, mov r14,&amp;OP2 3.
   * </ul>
   */
  @ParameterizedTest
  @CsvSource({
    "unit:exact, wide, 7",
    "unit:shift, tall, 7",
    "unit:shift, prime, 16",
    "ttp-zero-test, wide, 8",
    "ttp-zero-test, prime, 8",
  })
  void skippingSavesTheInstructionsThatItLeavesOut(String name, String layer, double cycles) {
    MacCosts costs = costs(name, layer);
    assertThat(costs.saving().orElseThrow()).isCloseTo(cycles, within(1e-9));
  }

  /**
   * The exact division: rla, rlc, cmp 1 each, jhs 2, the last rlc 1 and ret 4 are 10 cycles; each
   * of 15 rounds takes rlc, rlc, cmp 1 each, jlo 2 and perhaps sub 1, together 75 to 90. To that
   * come jge 2, perhaps inv and inc 1 each, T in two registers 1 or 2 each, and the call 4.
   */
  @Test
  void thresholdsTakeTheTimeOfTheDivision() {
    assertThat(costs("unit:exact", "prime").threshold().orElseThrow())
        .isBetween(85.0 + 8, 100.0 + 12);
    assertThat(costs("dense", "prime").threshold()).isEmpty();
  }

  @Test
  void whatExecutesEverythingSkipsNothing() {
    MacCosts dense = costs("dense", "wide");
    assertThat(dense.skipped()).isEmpty();
    assertThat(dense.executed()).isBetween(8.0, 12.0);
  }

  static Stream<Method> methodsByLayer() {
    return Stream.of(RandomNetworks.oddByLayer(), RandomNetworks.prunedOddByLayer());
  }

  /** At 8 MHz, where the cache does not matter, neighbours have no say in what a layer costs. */
  @ParameterizedTest
  @MethodSource("methodsByLayer")
  void aLayerWithAMethodOfItsOwnCostsWhatItCostsUnderThatMethodAlone(Method method) {
    double zeroWeights = method.weights() == Method.Weights.TRAINING_TIME_PRUNED ? 0.8 : 0.01;
    List<MacCosts> byLayer = costs(method, zeroWeights);
    for (int i = 0; i < byLayer.size(); i++) {
      MacCosts own = byLayer.get(i);
      MacCosts alone = costs(method.at(i), zeroWeights).get(i);
      assertThat(own.executed()).as(own.layer()).isCloseTo(alone.executed(), within(1e-9));
      assertThat(own.skipped()).as(own.layer()).isEqualTo(alone.skipped());
      // Of a threshold that depends on activations the mean does: layers before give others.
      assertThat(own.threshold().isPresent()).isEqualTo(alone.threshold().isPresent());
    }
  }

  private static MacCosts costs(String name, String layer) {
    return costs(MethodName.parse(name).get(0), 0.01).stream()
        .filter(costs -> costs.layer().equals(layer))
        .findFirst()
        .orElseThrow();
  }

  private static List<MacCosts> costs(Method method, double zeroWeights) {
    RandomNetworks random = new RandomNetworks(430, zeroWeights);
    Network network = random.odd();
    List<float[]> inputs = random.inputs(network, 2);
    QuantizedNetwork quantized = RandomNetworks.quantize(network, inputs);
    List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
    Thresholds thresholds = RandomNetworks.thresholds(quantized, fixed, 50, method);
    Firmware firmware = new FirmwareBuilder(DEVICE, 8).build(quantized, method, thresholds);
    return MacCosts.of(firmware, thresholds, DEVICE, 8, fixed);
  }
}
