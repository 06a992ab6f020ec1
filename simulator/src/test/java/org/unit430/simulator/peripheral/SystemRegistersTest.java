package org.unit430.simulator.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SYS, PMM, SFR and the interrupt controller: hardware.md 4.2, 8.1. */
class SystemRegistersTest {
  private static final int SYSCTL = 0x180;
  private static final int SYSUNIV = 0x19A;
  private static final int SYSSNIV = 0x19C;
  private static final int SYSRSTIV = 0x19E;
  private static final int SFRIE1 = 0x100;
  private static final int SFRIFG1 = 0x102;
  private static final int PMMCTL0 = 0x120;
  private static final int PMMIFG = 0x12A;
  private static final int PM5CTL0 = 0x130;

  private final Rig rig = new Rig();
  private final PmmRegisters pmm = new PmmRegisters(PMMCTL0, rig.resets::add);

  @Test
  void powerUpShowsABrownoutOnce() {
    assertThat(rig.system.peekWord(SYSRSTIV)).isEqualTo(2);
    assertThat(rig.system.readWord(SYSRSTIV)).isEqualTo(2);
    assertThat(rig.system.readWord(SYSRSTIV)).isZero();
  }

  @Test
  void resetCausesAreReadByPriority() {
    rig.system.recordReset(ResetCause.CLOCK_PASSWORD);
    rig.system.recordReset(ResetCause.WATCHDOG_TIMEOUT);
    rig.system.reset();
    assertThat(rig.system.readWord(SYSRSTIV)).isEqualTo(0x02);
    assertThat(rig.system.readWord(SYSRSTIV)).isEqualTo(0x16);
    assertThat(rig.system.readWord(SYSRSTIV)).isEqualTo(0x24);
    assertThat(rig.system.readWord(SYSRSTIV)).isZero();
    rig.system.recordReset(ResetCause.RESET_PIN);
    rig.system.recordReset(ResetCause.PMM_PASSWORD);
    rig.system.writeWord(SYSRSTIV, 0);
    assertThat(rig.system.readWord(SYSRSTIV)).isZero();
  }

  @Test
  void resetCodesAreEvenUniqueAndInTheOrderOfPriority() {
    Set<Integer> seen = new HashSet<>();
    int last = 0;
    for (ResetCause cause : ResetCause.values()) {
      assertThat(cause.code() % 2).isZero();
      assertThat(seen.add(cause.code())).isTrue();
      assertThat(cause.code()).isGreaterThan(last);
      last = cause.code();
    }
  }

  @Test
  void enabledFaultsAreNmisInSpiteOfGie() {
    rig.specialFunctions.writeWord(SFRIFG1, 0);
    rig.specialFunctions.writeWord(SFRIE1, 0x000A);
    assertThat(rig.interrupts.pending(false)).isFalse();
    rig.specialFunctions.setOscillatorFault(true);
    rig.specialFunctions.raise(SpecialFunctionRegisters.VMAIFG);
    assertThat(rig.interrupts.acknowledge(false)).isEqualTo(0xFFFC);
    assertThat(rig.interrupts.acknowledge(false)).isEqualTo(0xFFFA);
    // Both handlers run now; nothing new has happened.
    assertThat(rig.interrupts.pending(true)).isFalse();
    assertThat(rig.system.readWord(SYSSNIV)).isEqualTo(0x12);
    assertThat(rig.specialFunctions.readWord(SFRIFG1)).isEqualTo(0x0002);
    assertThat(rig.system.peekWord(SYSUNIV)).isEqualTo(0x04);
    rig.specialFunctions.setOscillatorFault(false);
    rig.system.writeWord(SYSUNIV, 0);
    assertThat(rig.specialFunctions.readWord(SFRIFG1)).isZero();
    assertThat(rig.system.readWord(SYSUNIV)).isZero();
  }

  @Test
  void vectorsMoveToTheTopOfRam() {
    rig.specialFunctions.writeWord(SFRIE1, 1);
    rig.system.writeWord(SYSCTL, 1);
    rig.specialFunctions.raise(SpecialFunctionRegisters.WDTIFG);
    // FFF2 lies 12 below FFFE; 3BFE - 12 = 3BF2.
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(0x3BF2);
    rig.system.reset();
    rig.specialFunctions.raise(SpecialFunctionRegisters.WDTIFG);
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(0xFFF2);
  }

  @Test
  void higherVectorsGoFirst() {
    InterruptController controller = new InterruptController(Set.of(0xFFFC));
    InterruptLine low = controller.line(0xFFB4);
    InterruptLine high = controller.line(0xFFEA);
    InterruptLine nmi = controller.line(0xFFFC);
    low.set(true);
    high.set(true);
    assertThat(controller.pending(false)).isFalse();
    assertThat(controller.acknowledge(true)).isEqualTo(0xFFEA);
    // Several sources share it, so it stands until software clears the flag.
    assertThat(controller.acknowledge(true)).isEqualTo(0xFFEA);
    nmi.set(true);
    assertThat(controller.acknowledge(true)).isEqualTo(0xFFFC);
    high.set(false);
    assertThat(controller.acknowledge(true)).isEqualTo(0xFFB4);
    low.set(false);
    assertThatThrownBy(() -> controller.acknowledge(true))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aVectorBelongsToOneModule() {
    InterruptController controller = new InterruptController(Set.of());
    controller.line(0xFFF2);
    assertThatThrownBy(() -> controller.line(0xFFF2)).hasMessageContaining("FFF2h");
    assertThatThrownBy(() -> controller.line(0xFFFE)).hasMessageContaining("FFFEh");
    assertThatThrownBy(() -> controller.line(0xFF7E)).hasMessageContaining("FF7Eh");
  }

  @Test
  void pmmUnlocksPinsAndKeepsThemUnlockedThroughAPuc() {
    assertThat(pmm.readWord(PM5CTL0)).isEqualTo(1);
    assertThat(pmm.pinsLocked()).isTrue();
    pmm.writeWord(PM5CTL0, 0);
    assertThat(pmm.pinsLocked()).isFalse();
    pmm.reset();
    pmm.recordReset(ResetCause.WATCHDOG_TIMEOUT);
    assertThat(pmm.pinsLocked()).isFalse();
    pmm.writeWord(PM5CTL0, 1);
    assertThat(pmm.pinsLocked()).isFalse();
    pmm.recordReset(ResetCause.SOFTWARE_BROWNOUT);
    assertThat(pmm.pinsLocked()).isTrue();
  }

  @Test
  void pmmResetsTheDeviceOnRequestAndOnAWrongPassword() {
    assertThat(pmm.readWord(PMMCTL0)).isEqualTo(0x9640);
    pmm.writeWord(PMMCTL0, 0xA544);
    pmm.writeWord(PMMCTL0, 0xA548);
    pmm.writeWord(PMMCTL0, 0x9640);
    assertThat(rig.resets)
        .containsExactly(
            ResetCause.SOFTWARE_BROWNOUT, ResetCause.SOFTWARE_POWER_ON, ResetCause.PMM_PASSWORD);
    assertThat(pmm.readWord(PMMCTL0)).isEqualTo(0x9640);
  }

  @Test
  void pmmFlagsTellOfResetsAndAreClearedWithThePassword() {
    pmm.recordReset(ResetCause.SOFTWARE_BROWNOUT);
    pmm.recordReset(ResetCause.SOFTWARE_POWER_ON);
    assertThat(pmm.readWord(PMMIFG)).isEqualTo(0x0500);
    pmm.writeWord(PMMIFG, 0);
    assertThat(pmm.readWord(PMMIFG)).isEqualTo(0x0500);
    pmm.writeByte(PMMCTL0 + 1, 0xA5);
    pmm.writeWord(PMMIFG, 0x0400);
    assertThat(pmm.readWord(PMMIFG)).isEqualTo(0x0400);
    pmm.writeByte(PMMCTL0, 0x50);
    assertThat(pmm.regulatorOff()).isTrue();
    pmm.writeByte(PMMCTL0 + 1, 0);
    pmm.writeByte(PMMCTL0, 0x40);
    assertThat(pmm.regulatorOff()).isTrue();
  }

  @Test
  void snapshots() {
    rig.system.writeWord(SYSCTL, 1);
    rig.system.recordReset(ResetCause.WATCHDOG_PASSWORD);
    rig.specialFunctions.writeWord(SFRIE1, 1);
    rig.specialFunctions.raise(SpecialFunctionRegisters.WDTIFG);
    pmm.writeWord(PM5CTL0, 0);
    long[] system = rig.system.save();
    long[] sfr = rig.specialFunctions.save();
    long[] saved = pmm.save();
    rig.system.reset();
    rig.system.writeWord(SYSRSTIV, 0);
    rig.specialFunctions.reset();
    pmm.recordReset(ResetCause.BROWNOUT);
    rig.system.restore(system);
    rig.specialFunctions.restore(sfr);
    pmm.restore(saved);
    assertThat(rig.system.readWord(SYSRSTIV)).isEqualTo(0x02);
    assertThat(rig.system.readWord(SYSRSTIV)).isEqualTo(0x18);
    assertThat(pmm.pinsLocked()).isFalse();
    assertThat(rig.interrupts.acknowledge(true)).isEqualTo(0x3BF2);
  }
}
