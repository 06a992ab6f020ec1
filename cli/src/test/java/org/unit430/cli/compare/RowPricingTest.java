package org.unit430.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.energy.EnergyEstimate;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.EnergyTableCatalog;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Formats;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;

/** Energies of parts add up to that of the whole, also where the accelerator works. */
class RowPricingTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final OperatingPoint POINT = new OperatingPoint(8e6, 3.0, 0);
  private static final EnergyModel ENERGY =
      new EnergyModel(EnergyTableCatalog.forDevice("MSP430FR5994"));
  // Joules; an inference of this network takes some microjoules.
  private static final Offset<Double> ROUNDING = within(1e-15);

  @ParameterizedTest
  @ValueSource(strings = {"dense", "lea-dense", "product-oracle", "unit:exact", "ttp-csr"})
  void operationsAndLayersAddUpToTheInference(String method) {
    Firmware firmware = firmware(method);
    InferenceRun run = run(firmware);
    RowPricing pricing = new RowPricing(ENERGY, POINT, firmware);
    double whole = pricing.total(run.total().total(), 1).meanJoules();
    assertThat(whole).isPositive();
    double operations = 0;
    for (Map.Entry<Operation, Profile.Charge> part : run.total().byOperation().entrySet()) {
      operations += pricing.operation(part.getKey(), part.getValue().events(), 1);
    }
    assertThat(operations).isCloseTo(whole, ROUNDING);
    EventCounts between = run.total().total();
    double layers = 0;
    for (int i = 0; i < run.layers().size(); i++) {
      EventCounts counts = run.layers().get(i).total();
      between = between.minus(counts);
      layers += pricing.layer(i, counts, 1);
    }
    assertThat(layers + pricing.events(between)).isCloseTo(whole, ROUNDING);
    assertThat(pricing.inference(run.total().total())).isCloseTo(whole, ROUNDING);
  }

  @Test
  void callsOfTheAcceleratorAreChargedByTheirLineAndNotAsEvents() {
    // 6 and 3 calls of 8 and 6 elements: 9 * 204 nJ + (6 * 8 + 3 * 6) * 0.527 nJ (prior-art 3.3).
    double calls = 1836e-9 + 34.782e-9;
    Firmware accelerated = firmware("lea-dense");
    EventCounts counts = run(accelerated).total().total();
    EventCounts replaced =
        accelerated.accelerator(0).plus(accelerated.accelerator(1)).callEvents(1);
    EnergyEstimate rest = ENERGY.price(counts.minus(replaced), POINT);
    EnergyEstimate total = new RowPricing(ENERGY, POINT, accelerated).total(counts, 1);
    assertThat(total.meanJoules()).isCloseTo(rest.meanJoules() + calls, ROUNDING);
    // The line's own uncertainty of 5 % is independent of the table's.
    assertThat(total.standardUncertaintyJoules())
        .isCloseTo(Math.hypot(rest.standardUncertaintyJoules(), 0.05 * calls), ROUNDING);
    assertThat(total.highJoules() - total.meanJoules())
        .isCloseTo(1.96 * total.standardUncertaintyJoules(), ROUNDING);
  }

  @Test
  void withoutTheAcceleratorTheTableAlonePrices() {
    Firmware firmware = firmware("dense");
    EventCounts counts = run(firmware).total().total();
    assertThat(new RowPricing(ENERGY, POINT, firmware).total(counts, 1))
        .isEqualTo(ENERGY.price(counts, POINT));
  }

  private static InferenceRun run(Firmware firmware) {
    short[] input = {3, 0, -7, 90, 12, 0, 55, 1};
    return new FirmwareRunner(firmware, MachineFactory.create(DEVICE)).run(input);
  }

  private static Firmware firmware(String method) {
    QuantizedNetwork network =
        new QuantizedNetwork("two", List.of(layer("hidden", 8, 6), layer("logits", 6, 3)));
    Thresholds thresholds =
        new Thresholds(List.of(LayerThreshold.whole(200), LayerThreshold.whole(100)));
    return new FirmwareBuilder(DEVICE, 8)
        .build(network, MethodName.parse(method).get(0), thresholds);
  }

  private static QuantizedLayer layer(String name, int inputs, int outputs) {
    short[] weights = new short[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (short) (i * 37 % 101 - 50);
    }
    boolean last = name.equals("logits");
    return new QuantizedLayer(
        name,
        Kind.FULLY_CONNECTED,
        new Shape(1, 1, inputs),
        outputs,
        1,
        inputs,
        1,
        weights,
        new int[outputs],
        last ? new Formats(-6, 0, -6) : new Formats(0, 0, -6),
        last ? 0 : 6,
        !last,
        32767);
  }
}
