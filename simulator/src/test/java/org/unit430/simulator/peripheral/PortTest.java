package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Digital ports: hardware.md 8.1. */
class PortTest {
  private static final int P1IN = 0x200;
  private static final int P2IN = 0x201;
  private static final int P1OUT = 0x202;
  private static final int P2OUT = 0x203;
  private static final int P1DIR = 0x204;
  private static final int P1REN = 0x206;
  private static final int P1SEL0 = 0x20A;
  private static final int P1SEL1 = 0x20C;
  private static final int P1IV = 0x20E;
  private static final int P1SELC = 0x216;
  private static final int P1IES = 0x218;
  private static final int P1IE = 0x21A;
  private static final int P2IE = 0x21B;
  private static final int P1IFG = 0x21C;
  private static final int P2IFG = 0x21D;
  private static final int P2IV = 0x21E;

  private final Rig rig = new Rig();
  private final PortPair ports =
      new PortPair(
          0x200, rig.queue, rig.interrupts, OptionalInt.of(0xFFDE), OptionalInt.of(0xFFD8));

  @Test
  void outputsDriveTheirPinsAndInputsDoNot() {
    List<String> changes = new ArrayList<>();
    ports.odd().addListener((pin, high) -> changes.add("P1." + pin + (high ? " high" : " low")));
    ports.writeByte(P1OUT, 0x03);
    ports.writeByte(P1DIR, 0x01);
    assertThat(changes).containsExactly("P1.0 high");
    assertThat(ports.odd().isHigh(0)).isTrue();
    assertThat(ports.odd().isHigh(1)).isFalse();
    ports.writeByte(P1OUT, 0x02);
    assertThat(changes).containsExactly("P1.0 high", "P1.0 low");
    assertThat(ports.readByte(P1OUT)).isEqualTo(2);
    assertThat(ports.readByte(P1IN)).isZero();
  }

  @Test
  void inputsFollowWhatDrivesThemOrTheirResistor() {
    ports.writeByte(P1REN, 0x03);
    ports.writeByte(P1OUT, 0x01);
    assertThat(ports.readByte(P1IN)).isEqualTo(0x01);
    ports.odd().drive(0, false);
    ports.odd().drive(7, true);
    assertThat(ports.readByte(P1IN)).isEqualTo(0x80);
    ports.odd().release(0);
    assertThat(ports.readByte(P1IN)).isEqualTo(0x81);
  }

  @Test
  void wordAccessReachesBothPorts() {
    ports.writeWord(P1DIR, 0xFFFF);
    ports.writeWord(P1OUT, 0x5AA5);
    assertThat(ports.readWord(P1IN)).isEqualTo(0x5AA5);
    assertThat(ports.readByte(P2IN)).isEqualTo(0x5A);
    ports.writeByte(P2OUT, 0xFF);
    assertThat(ports.readWord(P1OUT)).isEqualTo(0xFFA5);
  }

  @Test
  void selectedEdgesSetFlags() {
    ports.writeByte(P1IES, 0x02);
    ports.odd().drive(0, true);
    ports.odd().drive(1, true);
    assertThat(ports.readByte(P1IFG)).isEqualTo(0x01);
    ports.odd().drive(0, false);
    ports.odd().drive(1, false);
    assertThat(ports.readByte(P1IFG)).isEqualTo(0x03);
    assertThat(rig.interrupts.pending(true)).isFalse();
    ports.writeByte(P1IE, 0x02);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(0xFFDE);
    assertThat(ports.readWord(P1IV)).isEqualTo(0x04);
    assertThat(ports.readByte(P1IFG)).isEqualTo(0x01);
    assertThat(rig.interrupts.pending(true)).isFalse();
  }

  @Test
  void vectorGivesTheLowestPinFirstAndSoftwareCanSetFlags() {
    ports.writeByte(P2IE, 0xFF);
    ports.writeByte(P2IFG, 0x81);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(0xFFD8);
    assertThat(ports.readWord(P2IV)).isEqualTo(0x02);
    assertThat(ports.peekWord(P2IV)).isEqualTo(0x10);
    ports.writeWord(P2IV, 0);
    assertThat(ports.readByte(P2IFG)).isZero();
    assertThat(ports.readWord(P2IV)).isZero();
  }

  @Test
  void writingOneOfTwoPortsFlagsLeavesTheOther() {
    ports.writeByte(P2IFG, 0x01);
    ports.writeByte(P1IFG, 0x01);
    ports.writeByte(P1IFG, 0x00);
    assertThat(ports.readByte(P2IFG)).isEqualTo(0x01);
  }

  @Test
  void theLockKeepsPinsAsTheyAreUntilItOpens() {
    PmmRegisters pmm = new PmmRegisters(0x120, rig.resets::add);
    pmm.watchPinLock(ports::setLocked);
    ports.writeByte(P1DIR, 0x01);
    ports.writeByte(P1OUT, 0x01);
    assertThat(ports.readByte(P1OUT)).isEqualTo(1);
    assertThat(ports.odd().isHigh(0)).isFalse();
    pmm.writeWord(0x130, 0);
    assertThat(ports.odd().isHigh(0)).isTrue();
    pmm.recordReset(ResetCause.WAKE_UP_FROM_LPMX5);
    ports.reset();
    assertThat(ports.odd().isHigh(0)).isTrue();
    pmm.writeWord(0x130, 0);
    assertThat(ports.odd().isHigh(0)).isFalse();
  }

  @Test
  void functionSelectionIsTold() {
    List<String> selected = new ArrayList<>();
    ports.setFunctionListener((s0, s1) -> selected.add(Integer.toHexString(s0 << 16 | s1)));
    ports.writeByte(P1SEL0, 0x01);
    ports.writeByte(P1SEL1 + 1, 0x10);
    ports.writeByte(P1SELC, 0x03);
    assertThat(ports.readWord(P1SELC)).isZero();
    assertThat(selected).containsExactly("0", "10000", "11000", "21003");
  }

  @Test
  void thereAreEightPins() {
    assertThatThrownBy(() -> ports.odd().drive(8, true)).hasMessageContaining("not 8");
  }

  @Test
  void snapshotBringsBackPinsAndFlags() {
    ports.writeByte(P1DIR, 0x01);
    ports.writeByte(P1OUT, 0x01);
    ports.writeByte(P1IE, 0x80);
    ports.odd().drive(7, true);
    long[] saved = ports.save();
    ports.reset();
    ports.restore(saved);
    assertThat(ports.readByte(P1IN)).isEqualTo(0x81);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(0xFFDE);
  }
}
