package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;

/**
 * Handlers of interrupts run translated, up to and with RETI: two timers of an MSP430FR5994
 * interrupt a loop. The interpreter says what should come out.
 */
class TranslatedInterruptsTest {
  private static final long CYCLES = 60_000;
  private static final int SLICE = 700;

  /** A loop, at an address, that a handler of R10's count interrupts, and one of R11's. */
  private static Machine machine(int address, int period, int otherPeriod, String handler) {
    String source =
        """
                .org 0x4400
        main:   mov #0x5A80, &0x015C
                mov #0x2C00, sp
                mov #%d, &0x0352        ; TA0CCR0
                mov #0x0010, &0x0342    ; TA0CCTL0: CCIE
                mov #0x0210, &0x0340    ; TA0CTL: SMCLK, up
                mov #%d, &0x0392        ; the same of TA1
                mov #0x0010, &0x0382
                mov #0x0210, &0x0380
                eint
                bra #loop
        ta0:    push r12
                mov r10, r12
                add r12, &0x1C00
                inc r10
                %s
                pop r12
                reti
        ta1:    inc r11
                reti
                .org 0xFFE2
                .word ta1
                .org 0xFFEA
                .word ta0
                .org 0xFFFE
                .word main
                .org %d
        loop:   inc r8
                add r8, r9
                xor r9, r7
                bit #7, r8
                jnz loop
                swpb r7
                bra #loop
        """
            .formatted(period, otherPeriod, handler, address);
    return machine("MSP430FR5994", source);
  }

  private static Machine machine(String deviceName, String source) {
    DeviceProfile device = DeviceCatalog.byName(deviceName);
    Machine machine = MachineFactory.create(device);
    machine.load(Assembler.assemble(device.core(), "interrupts.s43", source));
    return machine;
  }

  private static Machine run(int address, int period, int otherPeriod, String handler) {
    return run(
        machine(address, period, otherPeriod, handler),
        machine(address, period, otherPeriod, handler));
  }

  private static Machine run(Machine interpreted, Machine translated) {
    LockStep.Outcome outcome = new LockStep(interpreted, translated).run(CYCLES, SLICE);

    assertThat(outcome.difference()).isEmpty();
    assertThat(outcome.reason()).isInstanceOf(StopReason.CycleLimit.class);
    return translated;
  }

  private static double translatedShare(Machine machine) {
    return (double) machine.translatedInstructions() / machine.profile().instructions();
  }

  /** A period of n takes n + 1 cycles (SLAU445 13.2.3.1). */
  private static int interrupts(int period) {
    return (int) (CYCLES / (period + 1));
  }

  @Test
  void handlersRunTranslated() {
    Machine machine = run(0x5000, 299, 499, "nop");

    assertThat(machine.registers().get(10)).isBetween(interrupts(299) - 1, interrupts(299));
    assertThat(machine.registers().get(11)).isBetween(interrupts(499) - 1, interrupts(499));
    assertThat(translatedShare(machine)).isGreaterThan(0.75);
  }

  @Test
  void anInterruptThatWaitsAtRetiIsTakenBehindOneMoreInstruction() {
    Machine machine = run(0x5000, 20, 20, "nop");

    // A handler takes more than 21 cycles. R8 counts rounds of 5 instructions, each eighth of 7.
    int handlers = machine.registers().get(10);
    assertThat(handlers).isGreaterThan(2_000);
    assertThat(machine.registers().get(8)).isCloseTo((int) (handlers / 5.25), within(30));
    assertThat(machine.registers().get(11)).isZero();
  }

  @Test
  void aHandlerCanPutTheDeviceToSleepByTheStatusThatRetiTakes() {
    Machine machine = run(0x5000, 299, 499, "bis #0x10, 2(sp)");

    // It sleeps all the time but for handlers: 9 and 2 instructions and what wakes them.
    assertThat(machine.profile().instructions())
        .isLessThan(interrupts(299) * 12L + interrupts(499) * 3L + 100);
  }

  @Test
  void retiGoesBackAboveTheLow64Kilobytes() {
    Machine machine = run(0x12000, 299, 499, "nop");

    assertThat(machine.registers().get(8)).isGreaterThan(1_000);
    assertThat(translatedShare(machine)).isGreaterThan(0.75);
  }

  @Test
  void handlersCanBeInterrupted() {
    Machine machine = run(0x5000, 99, 35, "eint\nadd r12, r7\nxor r7, r6\nadd r6, r7\ndint\nnop");

    assertThat(machine.registers().get(11)).isGreaterThan(machine.registers().get(10));
    assertThat(translatedShare(machine)).isGreaterThan(0.5);
  }

  @Test
  void limitsOfInstructionsAreMetExactlyAmongInterrupts() {
    Machine interpreted = machine(0x5000, 99, 35, "nop");
    Machine translated = machine(0x5000, 99, 35, "nop");
    interpreted.setEngine(Engine.INTERPRET);
    translated.translateEagerly();

    for (int limit = 1; limit < 200; limit++) {
      StopReason.InstructionLimit expected = new StopReason.InstructionLimit(limit);
      assertThat(interpreted.run(RunLimits.instructions(limit))).isEqualTo(expected);
      assertThat(translated.run(RunLimits.instructions(limit))).isEqualTo(expected);
      assertThat(translated.save().differenceFrom(interpreted.save())).isEmpty();
    }

    assertThat(translatedShare(translated)).isGreaterThan(0.4);
  }

  /**
   * RETI as a branch that takes SR: what is allowed stays as it was, so regions go on behind it.
   */
  @Test
  void retiWithoutAnInterruptIsTranslatedAndGoesOn() {
    String source =
        """
                .org 0x4400
        main:   mov #0x5A80, &0x0120
                mov #0x3800, sp
        loop:   inc r8
                push #back
                push #0xFE05            ; the old core has 16 bits of SR
                reti
        back:   addc r8, r9
                add r9, r7
                push #loop
                push #0xFE02
                reti
                .org 0xFFFE
                .word main
        """;
    Machine translated = run(machine("MSP430F1611", source), machine("MSP430F1611", source));

    assertThat(translated.registers().get(Registers.SR) & 0xFE00).isEqualTo(0xFE00);
    assertThat(translatedShare(translated)).isGreaterThan(0.9);
  }

  @Test
  void everyCombinationOfFlagsIsTakenBack() {
    String flags = "mov r10, r12\nand #0x0107, r12\nbic #0x0107, 2(sp)\nbis r12, 2(sp)";

    Machine machine = run(0x5000, 149, 499, flags);

    assertThat(machine.registers().get(10)).isBetween(interrupts(149) - 1, interrupts(149));
  }
}
