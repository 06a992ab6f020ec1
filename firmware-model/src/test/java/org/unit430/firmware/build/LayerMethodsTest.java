package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Weights;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;

/** Methods that execute each layer by one of its own. */
class LayerMethodsTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  @Test
  void layersOfOneFirmwareUseDifferentMethodsAndDivisions() {
    // All three routines that are called, one that a layer has of its own, and loops without any.
    Method method = RandomNetworks.oddByLayer();
    RandomNetworks random = new RandomNetworks(6, 0.01);
    Network network = random.odd();
    List<float[]> inputs = random.inputs(network, 3);
    QuantizedNetwork quantized = RandomNetworks.quantize(network, inputs);
    List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
    Thresholds thresholds = RandomNetworks.thresholds(quantized, fixed, 40, method);
    ReferenceInference reference = new ReferenceInference(quantized, method, thresholds);
    Firmware firmware = new FirmwareBuilder(DEVICE, 16).build(quantized, method, thresholds);
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    for (short[] input : fixed) {
      InferenceRun run = runner.run(input);
      ReferenceInference.Result expected = reference.run(input);
      assertThat(run.logits()).isEqualTo(expected.logits());
      for (int layer = 0; layer < quantized.layers().size(); layer++) {
        assertThat(run.macsExecuted(layer)).isEqualTo(expected.macsExecuted().get(layer));
      }
    }
    // snapea's layer is exact, unit's is not: each did what its own method says.
    assertThat(method.threshold(thresholds, 1)).isEqualTo(LayerThreshold.whole(0));
    assertThat(method.threshold(thresholds, 0).product()).isPositive();
  }

  @Test
  void layersCannotRunDifferentNetworks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Method.composed("auto", List.of(named("dense"), named("ttp-csr"))))
        .withMessageContaining("different networks");
    assertThatIllegalStateException()
        .isThrownBy(() -> Method.undecided("auto", Weights.UNPRUNED).at(0))
        .withMessageContaining("nothing was chosen");
  }

  private static Method named(String name) {
    return MethodName.parse(name).get(0);
  }
}
