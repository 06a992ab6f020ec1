package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CS of the FR59xx: hardware.md 8.3. */
class ClockSystemTest {
  private static final int CSCTL0 = 0x160;
  private static final int CSCTL1 = 0x162;
  private static final int CSCTL2 = 0x164;
  private static final int CSCTL3 = 0x166;
  private static final int CSCTL4 = 0x168;
  private static final int CSCTL5 = 0x16A;
  private static final int CSCTL6 = 0x16C;
  private static final int SFRIFG1 = 0x102;
  private static final int OFIFG = 2;

  private final Rig rig = new Rig();
  private final ClockSystem clockSystem =
      new ClockSystem(
          CSCTL0, Oscillators.fr59xx(), rig.clocks, rig.specialFunctions, rig.resets::add);

  private void unlock() {
    clockSystem.writeByte(CSCTL0 + 1, 0xA5);
  }

  @Test
  void afterResetMclkAndSmclkRunAtOneMegahertz() {
    assertThat(rig.clocks.mclkHertz()).isEqualTo(1_000_000);
    assertThat(rig.clocks.smclkHertz()).isEqualTo(1_000_000);
    // No crystal on the pins yet, so VLO stands in for LFXT.
    assertThat(rig.clocks.aclkHertz()).isEqualTo(9_400);
    int[] reset = {0x9600, 0x000C, 0x0033, 0x0033, 0xCDC9, 0x00C5, 0x0007};
    for (int i = 0; i < reset.length; i++) {
      assertThat(clockSystem.readWord(CSCTL0 + 2 * i)).isEqualTo(reset[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1000000, 1000000",
    "1, 2667000, 5333000",
    "2, 3500000, 7000000",
    "3, 4000000, 8000000",
    "4, 5333000, 16000000",
    "5, 7000000, 21000000",
    "6, 8000000, 24000000"
  })
  void dcoSettingsGiveTheDataSheetsFrequencies(int setting, long low, long high) {
    unlock();
    clockSystem.writeWord(CSCTL3, 0);
    clockSystem.writeWord(CSCTL1, setting << 1);
    assertThat(rig.clocks.mclkHertz()).isEqualTo(low);
    clockSystem.writeWord(CSCTL1, (setting << 1) | 0x40);
    assertThat(rig.clocks.mclkHertz()).isEqualTo(high);
  }

  @Test
  void theRecipeFor16MegahertzWorks() {
    clockSystem.writeByte(CSCTL0 + 1, 0xA5);
    clockSystem.writeWord(CSCTL1, 0x0048);
    clockSystem.writeWord(CSCTL2, 0x0133);
    clockSystem.writeWord(CSCTL3, 0);
    clockSystem.writeByte(CSCTL0 + 1, 0);
    assertThat(rig.clocks.mclkHertz()).isEqualTo(16_000_000);
    assertThat(rig.clocks.smclkHertz()).isEqualTo(16_000_000);
    clockSystem.writeWord(CSCTL1, 0x000C);
    assertThat(rig.clocks.mclkHertz()).isEqualTo(16_000_000);
    assertThat(rig.resets).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // Source code, divider code, frequency of MCLK with LFXT fitted and HFXT not
    "0, 0, 32768",
    "1, 0, 9400",
    "2, 0, 37500",
    "3, 2, 2000000",
    "4, 1, 2400000",
    "5, 0, 8000000",
    "3, 3, 1000000",
    "3, 4, 500000",
    "3, 5, 250000",
    "1, 5, 294"
  })
  void sourcesAndDividersMakeTheFrequency(int source, int divider, long hertz) {
    clockSystem.selectLfxtPins(true);
    unlock();
    clockSystem.writeWord(CSCTL2, 0x0330 | source);
    clockSystem.writeWord(CSCTL3, divider);
    assertThat(rig.clocks.mclkHertz()).isEqualTo(hertz);
  }

  @Test
  void aWordWithoutThePasswordResetsTheDevice() {
    clockSystem.writeWord(CSCTL0, 0x1234);
    assertThat(rig.resets).containsExactly(ResetCause.CLOCK_PASSWORD);
    assertThat(ResetCause.CLOCK_PASSWORD.code()).isEqualTo(0x24);
  }

  @Test
  void registersAreClosedUntilThePasswordComes() {
    clockSystem.writeWord(CSCTL3, 0);
    assertThat(clockSystem.readWord(CSCTL3)).isEqualTo(0x0033);
    clockSystem.writeWord(CSCTL0, 0xA500);
    clockSystem.writeWord(CSCTL3, 0);
    assertThat(clockSystem.readWord(CSCTL3)).isZero();
    assertThat(clockSystem.readByte(CSCTL0 + 1)).isEqualTo(0x96);
  }

  @Test
  void theUsualLoopClearsTheFaultOfAStartedCrystal() {
    unlock();
    clearFaults();
    // Still no crystal on the pins: the flags come back.
    assertThat(clockSystem.readWord(CSCTL5) & 1).isEqualTo(1);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & OFIFG).isEqualTo(OFIFG);
    clockSystem.selectLfxtPins(true);
    assertThat(rig.clocks.aclkHertz()).isEqualTo(32_768);
    // Clearing OFIFG alone does not help while CSCTL5 shows the fault.
    rig.specialFunctions.writeWord(SFRIFG1, 0);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & OFIFG).isEqualTo(OFIFG);
    clearFaults();
    assertThat(clockSystem.readWord(CSCTL5) & 3).isZero();
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & OFIFG).isZero();
  }

  private void clearFaults() {
    clockSystem.writeWord(CSCTL5, clockSystem.readWord(CSCTL5) & ~3);
    rig.specialFunctions.writeWord(SFRIFG1, 0);
  }

  @Test
  void requestEnablesLetModulesKeepClocksAlive() {
    rig.clocks.smclk().request();
    rig.clocks.enter(PowerMode.LPM3);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM1);
    unlock();
    clockSystem.writeWord(CSCTL6, 0);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM3);
  }

  @Test
  void resetAndSnapshot() {
    unlock();
    clockSystem.writeWord(CSCTL3, 0);
    clockSystem.writeWord(CSCTL4, 0xC1C8);
    long[] saved = clockSystem.save();
    long[] savedClocks = rig.clocks.save();
    clockSystem.reset();
    assertThat(rig.clocks.mclkHertz()).isEqualTo(1_000_000);
    clockSystem.writeWord(CSCTL3, 0);
    assertThat(clockSystem.readWord(CSCTL3)).isEqualTo(0x33);
    rig.clocks.restore(savedClocks);
    clockSystem.restore(saved);
    assertThat(rig.clocks.mclkHertz()).isEqualTo(8_000_000);
    assertThat(clockSystem.readWord(CSCTL4)).isEqualTo(0xC1C8);
    clockSystem.writeWord(CSCTL3, 1);
    assertThat(rig.clocks.mclkHertz()).isEqualTo(4_000_000);
  }
}
