package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Timer_A: hardware.md 8.5. MCLK = SMCLK = 8 MHz, so an SMCLK tick is a cycle. */
class TimerTest {
  private static final int TA0CTL = 0x340;
  private static final int TA0CCTL0 = 0x342;
  private static final int TA0CCTL1 = 0x344;
  private static final int TA0CCTL2 = 0x346;
  private static final int TA0R = 0x350;
  private static final int TA0CCR0 = 0x352;
  private static final int TA0CCR1 = 0x354;
  private static final int TA0CCR2 = 0x356;
  private static final int TA0EX0 = 0x360;
  private static final int TA0IV = 0x36E;
  private static final int CCR0_VECTOR = 0xFFEA;
  private static final int REST_VECTOR = 0xFFE8;

  private static final int SMCLK = 0x200;
  private static final int ACLK = 0x100;
  private static final int UP = 0x10;
  private static final int CONTINUOUS = 0x20;
  private static final int UP_DOWN = 0x30;
  private static final int TACLR = 4;
  private static final int TAIE = 2;
  private static final int TAIFG = 1;
  private static final int CCIE = 0x10;
  private static final int CCIFG = 1;

  private final Rig rig = new Rig();
  private final Timer timer =
      new Timer(
          new TimerWiring(TimerWiring.Kind.A, TA0CTL, 3, CCR0_VECTOR, REST_VECTOR, false),
          rig.clocks,
          rig.queue,
          rig.interrupts);

  @BeforeEach
  void listen() {
    rig.clocks.addListener(timer);
  }

  private boolean flagged(int control) {
    return (timer.readWord(control) & CCIFG) != 0;
  }

  private boolean overflowed() {
    return (timer.readWord(TA0CTL) & TAIFG) != 0;
  }

  @Test
  void continuousModeMeasuresCycles() {
    rig.accessAt(1000);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS | TACLR);
    rig.accessAt(1234);
    assertThat(timer.readWord(TA0R)).isEqualTo(234);
    rig.advanceTo(1000 + 65_536 + 7);
    assertThat(timer.readWord(TA0R)).isEqualTo(7);
    assertThat(timer.peekWord(TA0R)).isEqualTo(7);
  }

  @Test
  void continuousModeFlagsTheWrap() {
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.advanceTo(65_535);
    assertThat(overflowed()).isFalse();
    rig.advanceTo(65_536);
    assertThat(overflowed()).isTrue();
  }

  @Test
  void upModeHasAPeriodOfCcr0PlusOne() {
    timer.writeWord(TA0CCR0, 99);
    timer.writeWord(TA0CTL, SMCLK | UP);
    rig.advanceTo(98);
    assertThat(flagged(TA0CCTL0)).isFalse();
    rig.advanceTo(99);
    assertThat(flagged(TA0CCTL0)).isTrue();
    assertThat(overflowed()).isFalse();
    rig.advanceTo(100);
    assertThat(overflowed()).isTrue();
    assertThat(timer.readWord(TA0R)).isZero();
    timer.writeWord(TA0CCTL0, 0);
    rig.advanceTo(198);
    assertThat(flagged(TA0CCTL0)).isFalse();
    rig.advanceTo(199);
    assertThat(flagged(TA0CCTL0)).isTrue();
  }

  @Test
  void upDownModeTurnsAtCcr0AndFlagsZero() {
    timer.writeWord(TA0CCR0, 10);
    timer.writeWord(TA0CCR1, 4);
    timer.writeWord(TA0CTL, SMCLK | UP_DOWN);
    rig.advanceTo(4);
    assertThat(flagged(TA0CCTL1)).isTrue();
    timer.writeWord(TA0CCTL1, 0);
    rig.advanceTo(10);
    assertThat(flagged(TA0CCTL0)).isTrue();
    rig.advanceTo(15);
    assertThat(timer.readWord(TA0R)).isEqualTo(5);
    assertThat(flagged(TA0CCTL1)).isFalse();
    rig.advanceTo(16);
    assertThat(flagged(TA0CCTL1)).isTrue();
    rig.advanceTo(19);
    assertThat(overflowed()).isFalse();
    rig.advanceTo(20);
    assertThat(overflowed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // ID field, EX0, cycles a tick
    "0, 0, 1",
    "1, 0, 2",
    "2, 0, 4",
    "3, 0, 8",
    "0, 4, 5",
    "3, 4, 40",
    "3, 7, 64"
  })
  void dividersMultiply(int id, int expansion, int cyclesPerTick) {
    timer.writeWord(TA0EX0, expansion);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS | (id << 6) | TACLR);
    rig.accessAt(10L * cyclesPerTick - 1);
    assertThat(timer.readWord(TA0R)).isEqualTo(9);
    rig.accessAt(10L * cyclesPerTick);
    assertThat(timer.readWord(TA0R)).isEqualTo(10);
  }

  @Test
  void clearRestartsCounterAndDivider() {
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS | 0xC0);
    rig.accessAt(804);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS | 0xC0 | TACLR);
    assertThat(timer.readWord(TA0CTL) & TACLR).isZero();
    rig.accessAt(811);
    assertThat(timer.readWord(TA0R)).isZero();
    rig.accessAt(812);
    assertThat(timer.readWord(TA0R)).isEqualTo(1);
  }

  @Test
  void aclkIntervalInterruptsEverySecond() {
    timer.writeWord(TA0CCR0, 32_767);
    timer.writeWord(TA0CCTL0, CCIE);
    timer.writeWord(TA0CTL, ACLK | UP);
    // CCR0 is reached a tick before the second: 32767 x 8 MHz / 32768 Hz = 7999755.86.
    rig.advanceTo(7_999_755);
    assertThat(rig.interrupts.pending(true)).isFalse();
    rig.advanceTo(7_999_756);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(CCR0_VECTOR);
    assertThat(rig.interrupts.pending(true)).isFalse();
    rig.advanceTo(15_999_755);
    assertThat(rig.interrupts.pending(true)).isFalse();
    rig.advanceTo(15_999_756);
    assertThat(rig.interrupts.pending(true)).isTrue();
  }

  @Test
  void vectorRegisterShowsEnabledFlagsByPriority() {
    timer.writeWord(TA0CCR1, 100);
    timer.writeWord(TA0CCR2, 50);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS | TAIE);
    rig.advanceTo(70_000);
    // All flags are set, only the overflow is enabled.
    assertThat(flagged(TA0CCTL1)).isTrue();
    assertThat(timer.peekWord(TA0IV)).isEqualTo(0x0E);
    timer.writeWord(TA0CCTL1, CCIE | CCIFG);
    timer.writeWord(TA0CCTL2, CCIE | CCIFG);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(REST_VECTOR);
    assertThat(timer.readWord(TA0IV)).isEqualTo(0x02);
    assertThat(timer.readWord(TA0IV)).isEqualTo(0x04);
    assertThat(rig.interrupts.pending(true)).isTrue();
    timer.writeWord(TA0IV, 0);
    assertThat(overflowed()).isFalse();
    assertThat(timer.readWord(TA0IV)).isZero();
    assertThat(rig.interrupts.pending(true)).isFalse();
  }

  @Test
  void aShorterPeriodThanTheCountRollsToZero() {
    timer.writeWord(TA0CCR0, 1000);
    timer.writeWord(TA0CTL, SMCLK | UP);
    rig.advanceTo(500);
    timer.writeWord(TA0CCR0, 100);
    assertThat(timer.readWord(TA0R)).isEqualTo(500);
    rig.advanceTo(501);
    assertThat(timer.readWord(TA0R)).isZero();
    assertThat(overflowed()).isTrue();
  }

  @Test
  void stoppedAndExternalClocksDoNotCount() {
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.advanceTo(50);
    timer.writeWord(TA0CTL, SMCLK);
    rig.advanceTo(500);
    assertThat(timer.readWord(TA0R)).isEqualTo(50);
    timer.writeWord(TA0CTL, CONTINUOUS);
    rig.advanceTo(600);
    assertThat(timer.readWord(TA0R)).isEqualTo(50);
    timer.writeWord(TA0R, 7);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.advanceTo(610);
    assertThat(timer.readWord(TA0R)).isEqualTo(17);
  }

  @Test
  void anUpdatedMclkKeepsTheTimersTime() {
    timer.writeWord(TA0CCR0, 1000);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.advanceTo(400);
    // SMCLK stays 8 MHz, MCLK doubles: the other 600 ticks take 1200 cycles.
    rig.clocks.configure(
        new ClockRate(16_000_000, 1), new ClockRate(16_000_000, 2), new ClockRate(32_768, 1));
    rig.advanceTo(1599);
    assertThat(flagged(TA0CCTL0)).isFalse();
    rig.advanceTo(1600);
    assertThat(flagged(TA0CCTL0)).isTrue();
  }

  @Test
  void aRunningTimerKeepsItsClockInLowPowerModes() {
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.clocks.enter(PowerMode.LPM3);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM1);
    timer.writeWord(TA0CTL, ACLK | CONTINUOUS);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM3);
    rig.clocks.enter(PowerMode.LPM4);
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM3);
    timer.reset();
    assertThat(rig.clocks.effectiveMode()).isEqualTo(PowerMode.LPM4);
  }

  @Test
  void nothingIsScheduledWhenEveryFlagIsSet() {
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.advanceTo(65_536);
    assertThat(rig.queue.horizon()).isEqualTo(ScheduledEvent.NEVER);
    rig.advanceTo(1_000_000);
    assertThat(timer.readWord(TA0R)).isEqualTo(1_000_000 % 65_536);
    timer.writeWord(TA0CCTL1, 0);
    assertThat(rig.queue.horizon()).isEqualTo(16 * 65_536);
  }

  @ParameterizedTest
  @CsvSource({
    // OUTMOD, then the output in each of the counts 0 to 9 of the second period in up mode with
    // CCR0 = 9 and CCR1 = 6, as in SLAU445 figure 13-12
    "1, 1111111111",
    "3, 0000001111",
    "7, 1111110000",
    "5, 0000000000",
    "4, 1111110000"
  })
  void outputModesInUpMode(int mode, String expected) {
    List<Boolean> output = new ArrayList<>(List.of(false));
    timer.watchOutput(1, high -> output.set(0, high));
    timer.writeWord(TA0CCR0, 9);
    timer.writeWord(TA0CCR1, 6);
    timer.writeWord(TA0CCTL1, mode << 5);
    timer.writeWord(TA0CTL, SMCLK | UP);
    StringBuilder levels = new StringBuilder();
    for (int i = 10; i < 20; i++) {
      rig.advanceTo(i);
      levels.append(output.get(0) ? '1' : '0');
    }
    assertThat(levels.toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // The same in continuous mode (counts 0 to 11; CCR1 = 4, CCR0 = 8)
    "1, 000011111111",
    "2, 000011110000",
    "3, 000011110000",
    "4, 000011111111",
    "6, 000011111111",
    "7, 000000001111"
  })
  void outputModesInContinuousMode(int mode, String expected) {
    List<Boolean> output = new ArrayList<>(List.of(false));
    timer.watchOutput(1, high -> output.set(0, high));
    timer.writeWord(TA0CCR0, 8);
    timer.writeWord(TA0CCR1, 4);
    timer.writeWord(TA0CCTL1, mode << 5);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    StringBuilder levels = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      rig.advanceTo(i);
      levels.append(output.get(0) ? '1' : '0');
    }
    assertThat(levels.toString()).isEqualTo(expected);
  }

  @Test
  void outputModeZeroFollowsTheOutBit() {
    List<Boolean> changes = new ArrayList<>();
    timer.watchOutput(2, changes::add);
    timer.writeWord(TA0CCTL2, 4);
    timer.writeWord(TA0CCTL2, 4);
    timer.writeWord(TA0CCTL2, 0);
    assertThat(changes).containsExactly(false, true, false);
  }

  @Test
  void capturesEdgesOfItsInput() {
    timer.writeWord(TA0CCTL1, 0x4100 | CCIE);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.advanceTo(321);
    timer.setInput(1, false, true);
    assertThat(timer.peekWord(TA0CCR1)).isEqualTo(321);
    assertThat(timer.readWord(TA0CCTL1) & 0xB).isEqualTo(0x9);
    assertThat(timer.readWord(TA0IV)).isEqualTo(2);
    rig.advanceTo(400);
    timer.setInput(1, false, false);
    assertThat(flagged(TA0CCTL1)).isFalse();
    rig.advanceTo(500);
    timer.setInput(1, false, true);
    // 321 was never read, so this capture overflows.
    assertThat(timer.readWord(TA0CCTL1) & 2).isEqualTo(2);
    assertThat(timer.readWord(TA0CCR1)).isEqualTo(500);
    timer.writeWord(TA0CCTL1, 0x4100);
    timer.setInput(1, false, false);
    timer.setInput(1, false, true);
    assertThat(timer.readWord(TA0CCTL1) & 2).isZero();
  }

  @Test
  void softwareCapturesBySwitchingTheInputFromGroundToSupply() {
    timer.writeWord(TA0CCTL2, 0xE100);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.advanceTo(77);
    timer.writeWord(TA0CCTL2, 0xF100);
    assertThat(timer.readWord(TA0CCR2)).isEqualTo(77);
    rig.advanceTo(88);
    timer.writeWord(TA0CCTL2, 0xE100);
    assertThat(timer.readWord(TA0CCR2)).isEqualTo(88);
  }

  @Test
  void captureUnitsDoNotCompare() {
    timer.writeWord(TA0CCR1, 10);
    timer.writeWord(TA0CCTL1, 0x0100);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    rig.advanceTo(70_000);
    assertThat(flagged(TA0CCTL1)).isFalse();
  }

  @Test
  void aMatchLatchesTheInput() {
    timer.writeWord(TA0CCR1, 10);
    timer.setInput(1, false, true);
    timer.writeWord(TA0CTL, SMCLK | CONTINUOUS);
    assertThat(timer.readWord(TA0CCTL1) & 0x408).isEqualTo(0x008);
    rig.advanceTo(10);
    timer.setInput(1, false, false);
    assertThat(timer.readWord(TA0CCTL1) & 0x408).isEqualTo(0x400);
  }

  @Test
  void flagsTriggerDmaUnlessTheyInterrupt() {
    List<Boolean> trigger = new ArrayList<>();
    timer.connectDma(0, trigger::add);
    timer.writeWord(TA0CCR0, 5);
    timer.writeWord(TA0CTL, SMCLK | UP);
    rig.advanceTo(5);
    assertThat(trigger.get(trigger.size() - 1)).isTrue();
    timer.clearFlag(0);
    assertThat(trigger.get(trigger.size() - 1)).isFalse();
    timer.writeWord(TA0CCTL0, CCIE);
    rig.advanceTo(11);
    assertThat(flagged(TA0CCTL0)).isTrue();
    assertThat(trigger.get(trigger.size() - 1)).isFalse();
  }

  @Test
  void snapshotContinuesToTheSameFlags() {
    timer.writeWord(TA0CCR0, 1000);
    timer.writeWord(TA0CTL, SMCLK | UP_DOWN);
    rig.advanceTo(1500);
    long[] saved = timer.save();
    long[] clocks = rig.clocks.save();
    timer.reset();
    rig.advanceTo(1600);
    rig.clocks.restore(clocks);
    timer.restore(saved);
    assertThat(timer.readWord(TA0R)).isEqualTo(400);
    rig.advanceTo(1999);
    assertThat(overflowed()).isFalse();
    rig.advanceTo(2000);
    assertThat(overflowed()).isTrue();
  }
}
