package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The RTC counter of the FR4xx/FR2xx. MCLK = SMCLK = 8 MHz, ACLK = 32768 Hz. */
class RtcCounterTest {
  private static final int RTCCTL = 0x300;
  private static final int RTCIV = 0x304;
  private static final int RTCMOD = 0x308;
  private static final int RTCCNT = 0x30C;
  private static final int VECTOR = 0xFFE8;

  private final Rig rig = new Rig();
  private final RtcCounter rtc =
      new RtcCounter(RTCCTL, rig.clocks, rig.queue, rig.interrupts, VECTOR);

  @BeforeEach
  void listen() {
    rig.clocks.addListener(rtc);
  }

  @Test
  void interruptsEverySecondFromTheCrystal() {
    // 32768 Hz / 1024 = 32 Hz; RTCMOD = 31 makes a period of 32.
    rtc.writeWord(RTCMOD, 31);
    rtc.writeWord(RTCCTL, 0x2742);
    assertThat(rtc.readWord(RTCCTL)).isEqualTo(0x2702);
    rig.advanceTo(7_999_999);
    assertThat(rtc.readWord(RTCCNT)).isEqualTo(31);
    assertThat(rig.interrupts.pending(true)).isFalse();
    rig.advanceTo(8_000_000);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(VECTOR);
    assertThat(rtc.readWord(RTCCNT)).isZero();
    assertThat(rtc.readWord(RTCIV)).isEqualTo(2);
    assertThat(rig.interrupts.pending(true)).isFalse();
    rig.advanceTo(15_999_999);
    assertThat(rig.interrupts.pending(true)).isFalse();
    rig.advanceTo(16_000_000);
    assertThat(rig.interrupts.pending(true)).isTrue();
  }

  @Test
  void aNewModuloWaitsForTheOverflowOrTheReset() {
    rtc.writeWord(RTCMOD, 99);
    rtc.writeWord(RTCCTL, 0x1040);
    rig.advanceTo(10);
    rtc.writeWord(RTCMOD, 9);
    rig.advanceTo(99);
    assertThat(rtc.readWord(RTCCTL) & 1).isZero();
    rig.advanceTo(100);
    assertThat(rtc.readWord(RTCCTL) & 1).isEqualTo(1);
    rtc.writeWord(RTCCTL, 0x1000);
    rig.advanceTo(110);
    assertThat(rtc.readWord(RTCCTL) & 1).isEqualTo(1);
    rtc.writeWord(RTCMOD, 1000);
    rtc.writeWord(RTCCTL, 0x1040);
    rig.advanceTo(1110);
    assertThat(rtc.readWord(RTCCTL) & 1).isZero();
    rig.advanceTo(1111);
    assertThat(rtc.readWord(RTCCTL) & 1).isEqualTo(1);
  }

  @Test
  void withoutAClockItStandsStill() {
    rtc.writeWord(RTCCTL, 0x1040);
    rig.advanceTo(10);
    rtc.writeWord(RTCCTL, 0);
    rig.advanceTo(1000);
    assertThat(rtc.readWord(RTCCNT)).isEqualTo(10);
    assertThat(rig.clocks.smclk().isRequested()).isFalse();
  }

  @Test
  void snapshotContinues() {
    rtc.writeWord(RTCMOD, 99);
    rtc.writeWord(RTCCTL, 0x1040);
    rig.advanceTo(50);
    long[] saved = rtc.save();
    long[] clocks = rig.clocks.save();
    rtc.reset();
    rig.clocks.restore(clocks);
    rtc.restore(saved);
    rig.advanceTo(99);
    assertThat(rtc.readWord(RTCCTL) & 1).isZero();
    rig.advanceTo(100);
    assertThat(rtc.readWord(RTCCTL) & 1).isEqualTo(1);
  }
}
