package org.unit430.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values: hardware.md 9.5 and 9.6. */
class SleepCurrentsTest {
  private final SleepCurrents fr5994 = SleepCurrents.forDevice("MSP430FR5994").orElseThrow();

  @Test
  void rowsOfTheDataSheetComeBack() {
    assertThat(fr5994.amperes("LPM0", 1_000_000)).isEqualTo(85e-6, within(1e-12));
    assertThat(fr5994.amperes("LPM1", 16_000_000)).isEqualTo(195e-6, within(1e-12));
    assertThat(fr5994.amperes("LPM3", 0)).isEqualTo(1.0e-6, within(1e-15));
    assertThat(fr5994.wakeUpCoulombs("LPM3")).isEqualTo(25e-9, within(1e-18));
    // LPM4.5 with SVS 0.25 uA, 123 nAs to wake from it (hardware.md 9.5).
    assertThat(fr5994.amperes("LPM4.5", 0)).isEqualTo(0.25e-6, within(1e-15));
    assertThat(fr5994.wakeUpCoulombs("LPM4.5")).isEqualTo(123e-9, within(1e-18));
  }

  /** One second in a mode and one wake-up from it, at 3 V: hardware.md 9.5 to 9.10. */
  @ParameterizedTest(name = "{0} {1}: {3} uA, {4} nAs")
  @CsvSource({
    "MSP430FR5994, LPM0, 8, 175, 3.8",
    "MSP430FR5994, LPM1, 8, 130, 21",
    "MSP430FR5994, LPM2, 0, 1.3, 22",
    "MSP430FR5994, LPM3, 0, 1.0, 25",
    "MSP430FR5994, LPM4, 0, 0.6, 25",
    "MSP430FR5969, LPM0, 8, 160, 4.4",
    "MSP430FR5969, LPM1, 8, 115, 15.1",
    "MSP430FR5969, LPM2, 0, 0.9, 15.3",
    "MSP430FR5969, LPM3, 0, 0.6, 16.5",
    "MSP430FR5969, LPM4, 0, 0.5, 16.5",
    "MSP430FR2433, LPM0, 8, 342, 0",
    "MSP430FR2433, LPM3, 0, 1.18, 0",
    "MSP430FR2433, LPM4, 0, 0.65, 0",
    "MSP430F5529, LPM0, 1, 83, 0",
    "MSP430F5529, LPM2, 0, 7.0, 0",
    "MSP430F5529, LPM3, 0, 2.1, 0",
    "MSP430F5529, LPM4, 0, 1.1, 0",
    "MSP430F1611, LPM0, 1, 75, 0",
    "MSP430F1611, LPM2, 0, 17, 0",
    "MSP430F1611, LPM3, 0, 2.6, 0",
    "MSP430F1611, LPM4, 0, 0.2, 0",
    "MSP430G2553, LPM0, 1, 56, 0",
    "MSP430G2553, LPM2, 0, 22, 0",
    "MSP430G2553, LPM3, 0, 0.7, 0",
    "MSP430G2553, LPM4, 0, 0.1, 0"
  })
  void everyModeDrawsWhatItsDataSheetSays(
      String device, String mode, int smclkMegahertz, double microamperes, double nanocoulombs) {
    SleepCurrents currents = SleepCurrents.forDevice(device).orElseThrow();

    double joules = currents.price(mode, smclkMegahertz * 1_000_000L, 1, 1, 3.0).mean();

    assertThat(joules)
        .isCloseTo(3.0 * (microamperes * 1e-6 + nanocoulombs * 1e-9), withinPercentage(1e-6));
  }

  @Test
  void betweenTwoFrequenciesTheCurrentIsInterpolated() {
    // LPM0: 85 uA at 1 MHz, 115 uA at 4 MHz; 2 MHz is a third of the way.
    assertThat(fr5994.amperes("LPM0", 2_000_000)).isEqualTo(95e-6, within(1e-12));
    assertThat(fr5994.amperes("LPM0", 32_768)).isEqualTo(85e-6, within(1e-12));
    assertThat(fr5994.amperes("LPM0", 24_000_000)).isEqualTo(240e-6, within(1e-12));
  }

  @Test
  void sleepAndWakeUpsAddUp() {
    SleepCurrents.Joules energy = fr5994.price("LPM3", 0, 2.0, 3, 3.0);

    // 3 V x (1 uA x 2 s + 3 x 25 nAs).
    assertThat(energy.mean()).isEqualTo(3.0 * (2e-6 + 75e-9), within(1e-15));
    assertThat(energy.low()).isEqualTo(energy.mean() / 1.59, within(1e-15));
    assertThat(energy.high()).isEqualTo(energy.mean() * 1.59, within(1e-15));
  }

  @Test
  void aModeWithoutCurrentIsRefused() {
    assertThatThrownBy(() -> fr5994.amperes("LPM5", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("MSP430FR5994: no current is known for LPM5");
  }

  @Test
  void devicesWithoutDataHaveNone() {
    assertThat(SleepCurrents.forDevice("MSP430FR6989")).isEmpty();
  }
}
