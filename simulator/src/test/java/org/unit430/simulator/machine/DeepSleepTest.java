package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.peripheral.PortPair;
import org.unit430.simulator.peripheral.PowerMode;
import org.unit430.simulator.peripheral.ResetCause;
import org.unit430.simulator.program.ProgramImage;

/** LPM3.5 and LPM4.5: hardware.md 8.1 (SYSRSTIV) and 8.8, SLAU367 1.4.3. */
class DeepSleepTest {
  private static final int RAM = 0x1C10;
  private static final int FRAM = 0x5000;

  /** P1.0 is an output and high, P1.3 interrupts; %s is the watchdog's and %s the mode's. */
  private static final String PIN =
      """
              .org 0x4400
      start:  mov #0x2C00, sp
              mov #%s, &0x15C           ; WDTCTL
              mov &0x19E, r5            ; SYSRSTIV
              cmp #8, r5
              jeq awake
              bic #1, &0x130            ; LOCKLPM5
              bis.b #1, &0x202          ; P1OUT.0
              bis.b #1, &0x204          ; P1DIR.0
              clr.b &0x218              ; P1IES: rising edge
              bis.b #8, &0x21A          ; P1IE.3
              clr.b &0x21C              ; P1IFG
              mov #0x1234, &0x1C10
              mov #0x4321, &0x5000
              mov #0xBEEF, r10
              mov.b #0xA5, &0x121       ; PMMCTL0_H
              bis.b #0x10, &0x120       ; PMMREGOFF
              bis #%s, sr
              nop
      after:  jmp $
      isr:    jmp $
      awake:  jmp $
              .org 0xFFDE
              .word isr
              .org 0xFFFE
              .word start
      """;

  private final Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
  private final SleepHistory history = machine.recordSleep();
  private ProgramImage image;

  private void sleep(String watchdog, String mode) {
    image = Assembler.assemble(CpuCore.CPUX, "pin.s43", PIN.formatted(watchdog, mode));
    machine.load(image);
    for (String label : new String[] {"after", "isr", "awake"}) {
      machine.setBreakpoint(image.address(label));
    }
    machine.run(RunLimits.cycles(10_000));
    assertThat(machine.registers().get(0)).isEqualTo(image.address("after") - 2);
  }

  private PortPair ports() {
    return machine.modules(PortPair.class).get(0);
  }

  private void drivePin() {
    ports().odd().drive(3, true);
    machine.run(RunLimits.cycles(100_000));
  }

  @Test
  void aPinWakesTheDeviceFromLpm4WithAResetAfterWhichRamIsLost() {
    sleep("0x5A80", "0xF8");
    drivePin();

    assertThat(machine.registers().get(0)).isEqualTo(image.address("awake"));
    assertThat(machine.registers().get(10)).isZero();
    assertThat(machine.bus().peekWord(RAM)).isNotIn(0x1234, 0);
    assertThat(machine.bus().peekWord(FRAM)).isEqualTo(0x4321);
    // PMMLPM5IFG, LOCKLPM5; PMMREGOFF is clear again.
    assertThat(machine.bus().peekWord(0x12A) & 0x8000).isEqualTo(0x8000);
    assertThat(machine.bus().peekWord(0x130)).isEqualTo(1);
    assertThat(machine.bus().peekWord(0x120)).isEqualTo(0x9640);
    assertThat(history.stretches()).hasSize(1);
    SleepHistory.Stretch stretch = history.stretches().get(0);
    assertThat(stretch.mode()).isEqualTo(PowerMode.LPM4_5);
    assertThat(stretch.mode().label()).isEqualTo("LPM4.5");
    assertThat(stretch.wakeUps()).isEqualTo(1);
    // The FR5994 takes 250 us.
    assertThat(stretch.wakeUpSeconds()).isEqualTo(250e-6, within(1e-9));
  }

  @Test
  void pinsKeepTheirLevelUntilTheyAreUnlocked() {
    sleep("0x5A80", "0xF8");
    assertThat(machine.bus().peekWord(0x200) & 1).isEqualTo(1);
    drivePin();
    assertThat(machine.registers().get(0)).isEqualTo(image.address("awake"));
    // P1DIR is 0 after the reset, and the pin is still driven.
    assertThat(machine.bus().peekWord(0x204) & 1).isZero();
    assertThat(machine.bus().peekWord(0x200) & 1).isEqualTo(1);
    machine.bus().writeWord(0x130, 0);
    assertThat(machine.bus().peekWord(0x200) & 1).isZero();
  }

  @Test
  void withoutTheBitsOfLpm3TheRegulatorStaysOn() {
    sleep("0x5A80", "0x98");
    drivePin();
    assertThat(machine.registers().get(0)).isEqualTo(image.address("isr"));
    assertThat(machine.bus().peekWord(RAM)).isEqualTo(0x1234);
  }

  /** The watchdog counts VLO, so that no clock request but itself keeps the device from LPMx.5. */
  @Test
  void theWatchdogBlocksIt() {
    sleep("0x5A48", "0xF8");
    drivePin();
    assertThat(machine.registers().get(0)).isEqualTo(image.address("isr"));
    assertThat(machine.registers().get(10)).isEqualTo(0xBEEF);
    assertThat(history.stretches()).allMatch(stretch -> !stretch.mode().isRegulatorOff());
  }

  @Test
  void theResetPinEndsItToo() {
    sleep("0x5A80", "0xF8");
    machine.reset(ResetCause.RESET_PIN);
    assertThat(machine.registers().get(0)).isEqualTo(image.address("start"));
    assertThat(machine.bus().peekWord(RAM)).isNotEqualTo(0x1234);
    assertThat(machine.bus().peekWord(0x19E)).isEqualTo(ResetCause.RESET_PIN.code());
  }

  @Test
  void aSnapshotOfItWakesTheSame() {
    sleep("0x5A80", "0xF8");
    Machine other = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    other.restore(machine.save());
    other.setBreakpoint(image.address("awake"));
    other.modules(PortPair.class).get(0).odd().drive(3, true);
    other.run(RunLimits.cycles(100_000));
    drivePin();
    assertThat(other.registers().toArray()).isEqualTo(machine.registers().toArray());
    assertThat(other.cycle()).isEqualTo(machine.cycle());
  }

  /** The timer, which a pin's mode would let count, has no power; the RTC counter has. */
  @Test
  void theRtcCounterWakesTheFr2433FromLpm3() {
    Machine small = MachineFactory.create(DeviceCatalog.byName("MSP430FR2433"));
    SleepHistory slept = small.recordSleep();
    ProgramImage program =
        Assembler.assemble(
            CpuCore.CPUX,
            "rtc.s43",
            """
                    .org 0xC400
            start:  mov #0x3000, sp
                    mov #0x5A80, &0x1CC
                    mov &0x15E, r5            ; SYSRSTIV
                    cmp #8, r5
                    jeq awake
                    mov #0x1234, &0x2000
                    mov #49, &0x308           ; RTCMOD
                    mov #0x3042, &0x300       ; VLO of 10 kHz, /1, reload, interrupt
                    mov #9, &0x392            ; TA0CCR0, ACLK, which would be first
                    mov #0x10, &0x382
                    mov #0x110, &0x380
                    mov.b #0xA5, &0x121       ; PMMCTL0_H
                    bis.b #0x10, &0x120       ; PMMREGOFF
                    bis #0xD8, sr
                    nop
                    jmp $
            isr:    jmp $
            awake:  jmp $
                    .org 0xFFE8
                    .word isr
                    .org 0xFFF8
                    .word isr
                    .org 0xFFFE
                    .word start
            """);
    small.load(program);
    small.setBreakpoint(program.address("awake"));
    small.setBreakpoint(program.address("isr"));
    small.run(RunLimits.cycles(1_000_000));

    assertThat(small.registers().get(0)).isEqualTo(program.address("awake"));
    assertThat(small.bus().peekWord(0x2000)).isNotEqualTo(0x1234);
    SleepHistory.Stretch stretch = slept.stretches().get(0);
    assertThat(stretch.mode().label()).isEqualTo("LPM3.5");
    // 50 ticks of VLO less what ran before sleep, below one tick.
    assertThat(stretch.seconds()).isGreaterThan(4.9e-3).isLessThanOrEqualTo(5.0e-3);
    assertThat(stretch.wakeUpSeconds()).isEqualTo(350e-6, within(1e-9));
  }
}
