package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Timer_B has that Timer_A has not: SLAU445 chapter 14. */
class TimerBTest {
  private static final int TB0CTL = 0x3C0;
  private static final int TB0CCTL0 = 0x3C2;
  private static final int TB0CCTL1 = 0x3C4;
  private static final int TB0CCTL2 = 0x3C6;
  private static final int TB0R = 0x3D0;
  private static final int TB0CCR0 = 0x3D2;
  private static final int TB0CCR1 = 0x3D4;
  private static final int TB0CCR2 = 0x3D6;
  private static final int SMCLK_UP = 0x210;
  private static final int SMCLK_CONTINUOUS = 0x220;
  private static final int SMCLK_UP_DOWN = 0x230;

  private final Rig rig = new Rig();
  private final Timer timer =
      new Timer(
          new TimerWiring(TimerWiring.Kind.B, TB0CTL, 7, 0xFFF6, 0xFFF4, false),
          rig.clocks,
          rig.queue,
          rig.interrupts);

  private boolean flagged(int control) {
    return (timer.readWord(control) & 1) != 0;
  }

  @ParameterizedTest
  @CsvSource({"0, 65536", "1, 4096", "2, 1024", "3, 256"})
  void theCounterHasSelectableLength(int length, int period) {
    timer.writeWord(TB0CTL, SMCLK_CONTINUOUS | (length << 11));
    rig.advanceTo(period - 1);
    assertThat(timer.readWord(TB0CTL) & 1).isZero();
    assertThat(timer.readWord(TB0R)).isEqualTo(period - 1);
    rig.advanceTo(period);
    assertThat(timer.readWord(TB0CTL) & 1).isEqualTo(1);
    assertThat(timer.readWord(TB0R)).isZero();
  }

  @Test
  void compareValuesWorkAtOnceByDefault() {
    timer.writeWord(TB0CTL, SMCLK_CONTINUOUS);
    timer.writeWord(TB0CCR1, 100);
    rig.advanceTo(100);
    assertThat(flagged(TB0CCTL1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aNewPeriodWaitsForTheTurnOfTheCounter(int load) {
    timer.writeWord(TB0CCR0, 99);
    timer.writeWord(TB0CCTL0, load << 9);
    timer.writeWord(TB0CTL, SMCLK_UP);
    rig.advanceTo(20);
    timer.writeWord(TB0CCR0, 49);
    rig.advanceTo(60);
    assertThat(timer.readWord(TB0R)).isEqualTo(60);
    // Loaded at 0, or at 99, which is then beyond the period and rolls to 0 as well: either way the
    // old period ends in cycle 100 and the new one 50 cycles later.
    rig.advanceTo(149);
    assertThat(timer.readWord(TB0R)).isEqualTo(49);
    rig.advanceTo(150);
    assertThat(timer.readWord(TB0R)).isZero();
  }

  @Test
  void upDownModeLoadsAtBothTurnsIfAsked() {
    timer.writeWord(TB0CCR0, 100);
    timer.writeWord(TB0CTL, SMCLK_UP_DOWN);
    timer.writeWord(TB0CCTL1, 2 << 9);
    rig.advanceTo(50);
    timer.writeWord(TB0CCR1, 80);
    // Not loaded before the counter reaches 100 in cycle 100; on the way down it meets 80 in 120.
    rig.advanceTo(119);
    assertThat(flagged(TB0CCTL1)).isFalse();
    rig.advanceTo(120);
    assertThat(flagged(TB0CCTL1)).isTrue();
  }

  @Test
  void aGroupIsLoadedTogetherWhenAllOfItWasWritten() {
    // TBCLGRP = 1: CL1 and CL2 together, when CCTL1 says.
    timer.writeWord(TB0CCR0, 99);
    timer.writeWord(TB0CTL, SMCLK_UP | 0x2000);
    timer.writeWord(TB0CCTL1, 1 << 9);
    timer.writeWord(TB0CCR1, 30);
    rig.advanceTo(250);
    assertThat(flagged(TB0CCTL1)).isTrue();
    timer.writeWord(TB0CCTL1, 1 << 9);
    timer.writeWord(TB0CCTL2, 0);
    // Until now both compare values are 0; CCR1 alone did not load.
    rig.advanceTo(299);
    assertThat(flagged(TB0CCTL1)).isFalse();
    timer.writeWord(TB0CCR2, 40);
    rig.advanceTo(300);
    timer.writeWord(TB0CCTL1, 1 << 9);
    timer.writeWord(TB0CCTL2, 0);
    rig.advanceTo(329);
    assertThat(flagged(TB0CCTL1)).isFalse();
    rig.advanceTo(330);
    assertThat(flagged(TB0CCTL1)).isTrue();
    rig.advanceTo(339);
    assertThat(flagged(TB0CCTL2)).isFalse();
    rig.advanceTo(340);
    assertThat(flagged(TB0CCTL2)).isTrue();
  }
}
