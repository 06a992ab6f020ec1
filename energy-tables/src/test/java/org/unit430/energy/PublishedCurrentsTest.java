package org.unit430.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.energy.calibration.Calibration;
import org.unit430.energy.calibration.DataSheetCalibration;
import org.unit430.energy.calibration.Observation;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;

/** Tables made of data sheets give back the sheets' typical currents: hardware.md 9.6 to 9.10. */
class PublishedCurrentsTest {
  private static double microamperes(String device, Event cycle, double megahertz, double volts) {
    EnergyModel model = new EnergyModel(EnergyTableCatalog.forDevice(device));
    OperatingPoint point = new OperatingPoint(megahertz * 1e6, volts, 0);
    return model.meanAmperes(EventCounts.of(cycle, 1000), point) * 1e6;
  }

  @ParameterizedTest(name = "{0} {1} {2} MHz {3} V: {4} uA")
  @CsvSource({
    // The lowest VCORE that allows the clock.
    "F5529, FLASH_FETCH, 1, 3.0, 360, 1",
    "F5529, FLASH_FETCH, 8, 3.0, 2320, 1",
    "F5529, FLASH_FETCH, 12, 3.0, 4000, 2",
    "F5529, FLASH_FETCH, 20, 3.0, 7100, 1",
    "F5529, FLASH_FETCH, 25, 3.0, 10100, 6",
    "F5529, SRAM_FETCH, 1, 3.0, 200, 11",
    "F5529, SRAM_FETCH, 8, 3.0, 1200, 1",
    "F5529, SRAM_FETCH, 12, 3.0, 2000, 1",
    "F5529, SRAM_FETCH, 20, 3.0, 3700, 3",
    "F5529, SRAM_FETCH, 25, 3.0, 5300, 10",
    "F1611, FLASH_FETCH, 1, 3.0, 500, 0.1",
    "F1611, FLASH_FETCH, 1, 2.2, 330, 0.7",
    "F1611, FLASH_FETCH, 8, 3.0, 4000, 0.1",
    "G2553, FLASH_FETCH, 1, 3.0, 330, 0.1",
    "G2553, FLASH_FETCH, 1, 2.2, 230, 0.1"
  })
  void ofFlashDevices(
      String device,
      Event cycle,
      double megahertz,
      double volts,
      double published,
      double percent) {
    assertThat(microamperes(device, cycle, megahertz, volts))
        .isCloseTo(published, withinPercentage(percent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FR5969", "FR2433"})
  void ofFramDevices(String device) {
    DataSheetCalibration calibration = DataSheetCalibration.of(device);
    for (Observation row : calibration.observations()) {
      assertThat(calibration.fit().predict(row))
          .as(row.name())
          .isCloseTo(row.target(), withinPercentage(6.5));
    }
  }

  @Test
  void aDeviceThatWasNotMeasuredIsLessSure() {
    EventCounts counts =
        EventCounts.of(Event.FRAM_FETCH_HIT, 700)
            .plus(EventCounts.of(Event.FRAM_FETCH_MISS, 100))
            .plus(EventCounts.of(Event.SRAM_READ, 150))
            .plus(EventCounts.of(Event.MULTIPLY_16, 50));
    OperatingPoint point = new OperatingPoint(8e6, 3.0, 0);
    assertThat(relativeWidth("FR5969", counts, point))
        .isGreaterThan(relativeWidth("FR5994", counts, point));
    EventCounts flash = EventCounts.of(Event.FLASH_FETCH, 1000);
    assertThat(relativeWidth("F1611", flash, point))
        .isGreaterThan(relativeWidth("FR5994", counts, point));
  }

  private static double relativeWidth(String device, EventCounts counts, OperatingPoint point) {
    EnergyEstimate estimate =
        new EnergyModel(EnergyTableCatalog.forDevice(device)).price(counts, point);
    return (estimate.highJoules() - estimate.lowJoules()) / estimate.meanJoules();
  }

  @Test
  void eventsThatADeviceCannotDoHaveNoPrice() {
    EnergyModel model = new EnergyModel(EnergyTableCatalog.forDevice("G2553"));
    OperatingPoint point = new OperatingPoint(1e6, 3.0, 0);
    assertThatThrownBy(() -> model.price(EventCounts.of(Event.MULTIPLY_16, 1), point))
        .isInstanceOf(OutsideTableException.class)
        .hasMessageContaining("the device has no multiplier");
  }

  @Test
  void whatAnotherDeviceLendsIsSaid() {
    EnergyTable table = EnergyTableCatalog.forDevice("FR2433");
    EnergyTable measured = Calibration.ofFr5994().table();
    double ratio =
        table.coefficient("sramFetch").quantity().value()
            / measured.coefficient("sramFetch").quantity().value();
    Coefficient lent = table.coefficient("sramWrite");
    assertThat(lent.source()).startsWith("that of the FR5994 times");
    assertThat(lent.quantity().value())
        .isCloseTo(
            measured.coefficient("sramWrite").quantity().value() * ratio, withinPercentage(0.1));
    assertThat(lent.standardUncertainty()).isGreaterThan(0.25 * lent.quantity().value());
  }

  @ParameterizedTest
  @CsvSource({
    "MSP430FR2433, LPM3, 1.18",
    "MSP430F5529, LPM0, 83",
    "MSP430F1611, LPM2, 17",
    "MSP430G2553, LPM4, 0.1"
  })
  void ofSleep(String device, String mode, double microamperes) {
    assertThat(SleepCurrents.forDevice(device).orElseThrow().amperes(mode, 1_000_000) * 1e6)
        .isCloseTo(microamperes, withinPercentage(0.01));
  }
}
