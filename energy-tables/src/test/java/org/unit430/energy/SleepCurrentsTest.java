package org.unit430.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values: hardware.md 9.5 and 9.6. */
class SleepCurrentsTest {
  private final SleepCurrents fr5994 = SleepCurrents.forDevice("MSP430FR5994").orElseThrow();

  @Test
  void rowsOfTheDataSheetComeBack() {
    assertThat(fr5994.amperes("LPM0", 1_000_000)).isEqualTo(85e-6, within(1e-12));
    assertThat(fr5994.amperes("LPM1", 16_000_000)).isEqualTo(195e-6, within(1e-12));
    assertThat(fr5994.amperes("LPM3", 0)).isEqualTo(1.0e-6, within(1e-15));
    assertThat(fr5994.wakeUpCoulombs("LPM3")).isEqualTo(25e-9, within(1e-18));
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
