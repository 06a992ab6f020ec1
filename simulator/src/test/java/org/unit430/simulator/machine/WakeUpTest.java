package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.peripheral.PortPair;
import org.unit430.simulator.peripheral.ResetCause;
import org.unit430.simulator.program.ProgramImage;

/** Time between an interrupt request and MCLK: hardware.md 8.8. */
class WakeUpTest {
  // The timer counts ACLK, which VLO drives, so that it runs in every mode but LPM4.
  private static final String PROGRAM =
      """
              .org 0x4400
      start:  mov #0x2C00, sp
              mov #0x5A80, &0x15C
              mov #0xA500, &0x160       ; CSCTL0
              mov #%s, &0x162           ; CSCTL1: frequency of the DCO
              mov #0, &0x166            ; CSCTL3: no dividers
              mov #9, &0x352            ; TA0CCR0
              mov #0x10, &0x342
              mov #0x110, &0x340
              bis #%s, sr
              nop
              jmp $
      isr:    jmp isr
              .org 0xFFEA
              .word isr
              .org 0xFFFE
              .word start
      """;

  private final Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));

  private long sleptUntilHandler(String dco, String mode) {
    ProgramImage image =
        Assembler.assemble(CpuCore.CPUX, "wake.s43", String.format(PROGRAM, dco, mode));
    machine.load(image);
    machine.setBreakpoint(image.address("isr"));
    machine.run(RunLimits.cycles(1_000_000));
    assertThat(machine.registers().get(0)).isEqualTo(image.address("isr"));
    return machine.cycle();
  }

  @ParameterizedTest(name = "DCO {2} MHz, {1}")
  @CsvSource({
    // 0.4 us + 1.5 / 8 MHz = 0.5875 us = 4.7 cycles of 8 MHz
    "0x000C, LPM0, 8, 0x18, 5",
    // 0.4 us + 1.5 / 16 MHz = 0.49375 us = 7.9 cycles of 16 MHz
    "0x0048, LPM0, 16, 0x18, 8",
    // 6 us
    "0x000C, LPM1, 8, 0x58, 48",
    "0x0048, LPM2, 16, 0x98, 96",
    // 6.6 us + 2 / 8 MHz = 6.85 us = 54.8 cycles; at 16 MHz 6.725 us = 107.6 cycles
    "0x000C, LPM3, 8, 0xD8, 55",
    "0x0048, LPM3, 16, 0xD8, 108"
  })
  void takesTheTimeOfTheModeAndTheOscillator(
      String dco, String mode, int megahertz, String statusBits, long expectedCycles) {
    SleepHistory history = machine.recordSleep();
    long handler = sleptUntilHandler(dco, statusBits);

    SleepHistory.Stretch stretch = history.stretches().get(0);
    assertThat(stretch.mode()).hasToString(mode);
    assertThat(stretch.wakeUps()).isEqualTo(1);
    assertThat(stretch.wakeUpSeconds() * megahertz * 1e6)
        .isGreaterThan(expectedCycles - 1.0)
        .isLessThanOrEqualTo((double) expectedCycles);
    // Everything between the wake-up's end and the handler is the interrupt's 6 cycles, and what
    // ran before sleep is in the ledger, as the handler's entry is.
    long charged = machine.profile().cycles();
    assertThat(handler - charged - expectedCycles)
        .isEqualTo(Math.round(stretch.seconds() * megahertz * 1e6));
  }

  @Test
  void aPinWakesTheCpuFromLpm4() {
    ProgramImage image =
        Assembler.assemble(
            CpuCore.CPUX,
            "pin.s43",
            """
                    .org 0x4400
            start:  mov #0x2C00, sp
                    mov #0x5A80, &0x15C
                    mov #0xA500, &0x160       ; CSCTL0
                    mov #0, &0x166            ; CSCTL3: no dividers, 8 MHz
                    bic #1, &0x130            ; LOCKLPM5
                    clr.b &0x218              ; P1IES: rising edge
                    bis.b #8, &0x21A          ; P1IE.3
                    clr.b &0x21C              ; P1IFG
                    bis #0xF8, sr
                    nop
                    jmp $
            isr:    jmp isr
                    .org 0xFFDE
                    .word isr
                    .org 0xFFFE
                    .word start
            """);
    machine.load(image);
    SleepHistory history = machine.recordSleep();
    machine.setBreakpoint(image.address("isr"));
    // All clocks stand still, so nothing but a pin can end this.
    assertThat(machine.run(RunLimits.cycles(1_000_000))).isNotInstanceOf(StopReason.Fault.class);
    assertThat(machine.registers().get(0)).isNotEqualTo(image.address("isr"));

    machine.modules(PortPair.class).get(0).odd().drive(3, true);
    machine.run(RunLimits.cycles(1_000_000));

    assertThat(machine.registers().get(0)).isEqualTo(image.address("isr"));
    assertThat(history.stretches()).hasSize(1);
    SleepHistory.Stretch stretch = history.stretches().get(0);
    assertThat(stretch.mode()).hasToString("LPM4");
    assertThat(stretch.wakeUps()).isEqualTo(1);
    // 6.6 us + 2 / 8 MHz = 54.8 cycles of 8 MHz.
    assertThat(stretch.wakeUpSeconds() * 8e6).isGreaterThan(54.0).isLessThanOrEqualTo(55.0);
  }

  @Test
  void takesNoTimeWhereNoneIsKnown() {
    assertThat(DeviceCatalog.byName("MSP430F1611").wakeUps()).isEmpty();
    assertThat(DeviceCatalog.byName("MSP430FR2433").wakeUps())
        .containsOnlyKeys("LPM3", "LPM4", "LPM3.5", "LPM4.5");
    assertThat(DeviceCatalog.byName("MSP430FR5969").wakeUps().get("LPM3").seconds(8_000_000))
        .isEqualTo(7e-6, within(1e-12));
  }

  @Test
  void aResetIsNoWakeUpOfThisKind() {
    SleepHistory history = machine.recordSleep();
    machine.load(
        Assembler.assemble(CpuCore.CPUX, "sleep.s43", String.format(PROGRAM, "0x000C", "0xF0")));
    machine.run(RunLimits.cycles(5_000));
    machine.reset(ResetCause.RESET_PIN);
    assertThat(history.stretches()).allMatch(stretch -> stretch.wakeUpSeconds() == 0);
  }
}
