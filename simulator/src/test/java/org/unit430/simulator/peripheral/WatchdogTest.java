package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WDT_A: hardware.md 8.2. MCLK = SMCLK = 8 MHz, so an SMCLK tick is a cycle. */
class WatchdogTest {
  private static final int WDTCTL = 0x15C;
  private static final int SFRIE1 = 0x100;
  private static final int SFRIFG1 = 0x102;

  private final Rig rig = new Rig();
  private final Watchdog watchdog =
      new Watchdog(
          Watchdog.Variant.WDT_A,
          WDTCTL,
          rig.clocks,
          rig.queue,
          () -> rig.specialFunctions.raise(SpecialFunctionRegisters.WDTIFG),
          rig.resets::add);

  @BeforeEach
  void listen() {
    rig.clocks.addListener(watchdog);
  }

  @Test
  void resetsTheDevice32768TicksAfterReset() {
    assertThat(watchdog.readWord(WDTCTL)).isEqualTo(0x6904);
    rig.advanceTo(32_767);
    assertThat(rig.resets).isEmpty();
    rig.advanceTo(32_768);
    assertThat(rig.resets).containsExactly(ResetCause.WATCHDOG_TIMEOUT);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & 1).isEqualTo(1);
    rig.specialFunctions.reset();
    assertThat(rig.specialFunctions.readWord(SFRIFG1)).isEqualTo(0x0083);
  }

  @Test
  void firmwareUsuallyStopsIt() {
    rig.advanceTo(100);
    watchdog.writeWord(WDTCTL, 0x5A80);
    assertThat(watchdog.readWord(WDTCTL)).isEqualTo(0x6980);
    rig.advanceTo(1_000_000_000);
    assertThat(rig.resets).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x6904, 0x0080, 0xA580})
  void aWordWithoutThePasswordIsAViolation(int value) {
    watchdog.writeWord(WDTCTL, value);
    assertThat(rig.resets).containsExactly(ResetCause.WATCHDOG_PASSWORD);
    assertThat(watchdog.readWord(WDTCTL)).isEqualTo(0x6904);
  }

  @Test
  void byteWritesAreViolationsAndByteReadsSeeTheLowByte() {
    watchdog.writeByte(WDTCTL + 1, 0x5A);
    assertThat(rig.resets).containsExactly(ResetCause.WATCHDOG_PASSWORD);
    assertThat(watchdog.readByte(WDTCTL)).isEqualTo(4);
    assertThat(watchdog.readByte(WDTCTL + 1)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    // WDTIS, log2 of the interval (SLAU445 table 12-2)
    "7, 6",
    "6, 9",
    "5, 13",
    "4, 15",
    "3, 19",
    "2, 23",
    "1, 27",
    "0, 31"
  })
  void intervalsPassEachTimeTheirBitsOverflow(int selection, int bits) {
    rig.advanceTo(1000);
    watchdog.writeWord(WDTCTL, 0x5A18 | selection);
    long interval = 1L << bits;
    rig.advanceTo(1000 + interval - 1);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & 1).isZero();
    rig.advanceTo(1000 + interval);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & 1).isEqualTo(1);
    rig.specialFunctions.writeWord(SFRIFG1, 0);
    rig.advanceTo(1000 + 2 * interval - 1);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & 1).isZero();
    rig.advanceTo(1000 + 2 * interval);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & 1).isEqualTo(1);
    assertThat(rig.resets).isEmpty();
  }

  @Test
  void anIntervalInterruptIsClearedByItsAcceptance() {
    watchdog.writeWord(WDTCTL, 0x5A1F);
    rig.specialFunctions.writeWord(SFRIE1, 1);
    rig.advanceTo(64);
    assertThat(rig.interrupts.pending(false)).isFalse();
    assertThat(rig.interrupts.pending(true)).isTrue();
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(0xFFF2);
    assertThat(rig.interrupts.pending(true)).isFalse();
    rig.advanceTo(128);
    assertThat(rig.interrupts.pending(true)).isTrue();
  }

  @Test
  void clearingTheCounterInTimeKeepsTheDeviceRunning() {
    for (int i = 1; i <= 10; i++) {
      rig.advanceTo(32_000L * i);
      watchdog.writeWord(WDTCTL, 0x5A0C);
    }
    rig.advanceTo(320_000 + 32_767);
    assertThat(rig.resets).isEmpty();
    rig.advance(1);
    assertThat(rig.resets).hasSize(1);
  }

  @Test
  void holdingKeepsTheCounter() {
    rig.advanceTo(30_000);
    watchdog.writeWord(WDTCTL, 0x5A84);
    rig.advanceTo(100_000);
    watchdog.writeWord(WDTCTL, 0x5A04);
    // 32768 - 30000 = 2768 ticks are left.
    rig.advanceTo(102_767);
    assertThat(rig.resets).isEmpty();
    rig.advanceTo(102_768);
    assertThat(rig.resets).hasSize(1);
  }

  @Test
  void aclkIntervalIsOneSecond() {
    // 2^15 ticks of 32768 Hz.
    watchdog.writeWord(WDTCTL, 0x5A3C);
    rig.advanceTo(7_999_999);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & 1).isZero();
    rig.advanceTo(8_000_000);
    assertThat(rig.specialFunctions.readWord(SFRIFG1) & 1).isEqualTo(1);
  }

  @Test
  void aChangeOfClocksMovesTheExpiry() {
    rig.advanceTo(10_000);
    rig.clocks.configure(
        new ClockRate(8_000_000, 1), new ClockRate(8_000_000, 2), new ClockRate(32_768, 1));
    // 22768 ticks of 2 cycles each.
    rig.advanceTo(10_000 + 45_535);
    assertThat(rig.resets).isEmpty();
    rig.advanceTo(10_000 + 45_536);
    assertThat(rig.resets).hasSize(1);
  }

  @Test
  void itRequestsItsClockWhileItCounts() {
    rig.clocks.enter(PowerMode.LPM3);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM1);
    watchdog.writeWord(WDTCTL, 0x5A24);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM3);
    watchdog.writeWord(WDTCTL, 0x5A84);
    assertThat(rig.clocks.smclk().isRequested()).isFalse();
    assertThat(rig.clocks.aclk().isRequested()).isFalse();
  }

  @Test
  void snapshotContinues() {
    rig.advanceTo(1000);
    long[] saved = watchdog.save();
    watchdog.writeWord(WDTCTL, 0x5A80);
    watchdog.restore(saved);
    rig.advanceTo(32_767);
    assertThat(rig.resets).isEmpty();
    rig.advanceTo(32_768);
    assertThat(rig.resets).hasSize(1);
  }
}
