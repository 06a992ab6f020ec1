package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockTreeTest {
  private final Rig rig = new Rig();
  private final ClockTree clocks = rig.clocks;

  @Test
  void smclkFromTheSameSourceTicksOnceACycle() {
    assertThat(clocks.smclk().ticks(1000)).isEqualTo(1000);
    assertThat(clocks.smclk().cycleOf(1000)).isEqualTo(1000);
  }

  @Test
  void aWatchCrystalTicksExactlyAndDoesNotDrift() {
    // 8 MHz / 32768 Hz = 244.140625 cycles a tick; tick 1 has passed in cycle 245 (244.14 rounded
    // up), tick 64 in exactly 15625, a second later 32768 ticks, after a day 2,831,155,200.
    ClockSignal aclk = clocks.aclk();
    assertThat(aclk.cycleOf(1)).isEqualTo(245);
    assertThat(aclk.ticks(244)).isZero();
    assertThat(aclk.ticks(245)).isEqualTo(1);
    assertThat(aclk.cycleOf(64)).isEqualTo(15_625);
    assertThat(aclk.ticks(15_624)).isEqualTo(63);
    assertThat(aclk.ticks(15_625)).isEqualTo(64);
    assertThat(aclk.ticks(8_000_000)).isEqualTo(32_768);
    assertThat(aclk.ticks(8_000_000L * 86_400)).isEqualTo(2_831_155_200L);
  }

  @Test
  void firstCycleOfATickIsTheFirstThatShowsIt() {
    ClockSignal[] signals = {clocks.smclk(), clocks.aclk(), clocks.vloclk(), clocks.lfmodclk()};
    for (ClockSignal signal : signals) {
      for (long tick = 1; tick < 500; tick++) {
        long cycle = signal.cycleOf(tick);
        assertThat(signal.ticks(cycle)).isGreaterThanOrEqualTo(tick);
        assertThat(signal.ticks(cycle - 1)).isLessThan(tick);
      }
    }
  }

  @Test
  void changingMclkKeepsTheOtherClocksGoing() {
    // Half a tick of ACLK (122.07 cycles) at 8 MHz, then MCLK 16 MHz: the other half takes 244.14
    // cycles more. 122 + 244.28 = 366.28, so the tick shows in cycle 367.
    rig.advanceTo(122);
    clocks.configure(
        new ClockRate(16_000_000, 1), new ClockRate(16_000_000, 2), new ClockRate(32_768, 1));
    assertThat(clocks.aclk().ticks(366)).isZero();
    assertThat(clocks.aclk().ticks(367)).isEqualTo(1);
    assertThat(clocks.aclk().cycleOf(1)).isEqualTo(367);
    // SMCLK had 122 ticks and now ticks every second cycle.
    assertThat(clocks.smclk().ticks(122)).isEqualTo(122);
    assertThat(clocks.smclk().ticks(142)).isEqualTo(132);
  }

  @Test
  void listenersHearOfChangesAndOfNothingElse() {
    List<String> heard = new ArrayList<>();
    clocks.addListener((mclk, smclk, aclk) -> heard.add(mclk + " " + smclk + " " + aclk));
    clocks.configure(
        new ClockRate(8_000_000, 1), new ClockRate(8_000_000, 1), new ClockRate(32_768, 1));
    clocks.configure(
        new ClockRate(2_667_000, 2), new ClockRate(2_667_000, 32), new ClockRate(32_768, 1));
    // 2667000 / 32 = 83343.75
    assertThat(heard).containsExactly("8000000 8000000 32768", "1333500 83344 32768");
  }

  @Test
  void lowPowerModesStopClocksUnlessTheyAreRequested() {
    rig.advanceTo(1000);
    clocks.enter(PowerMode.LPM3);
    assertThat(clocks.effectiveMode()).isEqualTo(PowerMode.LPM3);
    assertThat(clocks.smclk().ticks(5000)).isEqualTo(1000);
    assertThat(clocks.smclk().cycleOf(1001)).isEqualTo(ScheduledEvent.NEVER);
    assertThat(clocks.aclk().isRunning()).isTrue();
    rig.advanceTo(5000);
    clocks.smclk().request();
    assertThat(clocks.effectiveMode()).isEqualTo(PowerMode.LPM1);
    assertThat(clocks.smclk().cycleOf(1001)).isEqualTo(5001);
    clocks.smclk().release();
    assertThat(clocks.smclk().isRunning()).isFalse();
    clocks.enter(PowerMode.LPM4);
    assertThat(clocks.aclk().isRunning()).isFalse();
    clocks.aclk().request();
    assertThat(clocks.effectiveMode()).isEqualTo(PowerMode.LPM3);
    clocks.setRequestable(true, false);
    assertThat(clocks.effectiveMode()).isEqualTo(PowerMode.LPM4);
    clocks.enter(PowerMode.ACTIVE);
    rig.advanceTo(6000);
    assertThat(clocks.smclk().ticks(6000)).isEqualTo(2000);
  }

  @Test
  void releasingMoreOftenThanRequestingIsAMistake() {
    assertThatThrownBy(() -> clocks.smclk().release()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void powerModesAreTheBitsOfTheStatusRegister() {
    // SLAU367 table 1-2: SCG1 SCG0 OSCOFF CPUOFF in bits 7 to 4.
    assertThat(PowerMode.of(0xE8)).isEqualTo(PowerMode.ACTIVE);
    assertThat(PowerMode.of(0x18)).isEqualTo(PowerMode.LPM0);
    assertThat(PowerMode.of(0x58)).isEqualTo(PowerMode.LPM1);
    assertThat(PowerMode.of(0x98)).isEqualTo(PowerMode.LPM2);
    assertThat(PowerMode.of(0xD8)).isEqualTo(PowerMode.LPM3);
    assertThat(PowerMode.of(0xF8)).isEqualTo(PowerMode.LPM4);
  }

  @Test
  void snapshotKeepsRatesPhasesAndRequests() {
    rig.advanceTo(100);
    clocks.aclk().request();
    long[] saved = clocks.save();
    rig.advanceTo(200);
    clocks.configure(new ClockRate(100, 1), new ClockRate(100, 1), new ClockRate(100, 1));
    clocks.aclk().release();
    clocks.restore(saved);
    assertThat(clocks.mclkHertz()).isEqualTo(8_000_000);
    assertThat(clocks.aclk().cycleOf(64)).isEqualTo(15_625);
    clocks.enter(PowerMode.LPM4);
    assertThat(clocks.effectiveMode()).isEqualTo(PowerMode.LPM3);
  }
}
