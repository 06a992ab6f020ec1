package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

/**
 * Snapshots while modules are at work: a machine restored at any of many moments goes on exactly as
 * the one that was saved.
 */
class ModuleSnapshotTest {
  // No timer's period divides another's, so that moments differ.
  private static final long RUN = 12_000;
  private static final int MOMENTS_APART = 53;
  private static final int FOLLOWED = 700;

  private enum Program {
    /**
     * TA0 counts up and triggers a DMA channel; TB0 counts up and down and toggles its outputs; TA1
     * counts ACLK; CRC16 takes what DMA wrote; the CPU sleeps in LPM0 between interrupts.
     */
    FR5994_TIMERS_DMA_AND_CRC(
        "MSP430FR5994",
        """
                .org 0x4400
        start:  mov #0x2C00, sp
                mov #0x5A80, &0x15C
                clr &0x130                ; LOCKLPM5
                mov #0xFFFF, &0x154       ; CRCINIRES
                mov #1, &0x500            ; DMA0TSEL: TA0CCR0
                mov #0x4000, &0x512       ; DMA0SA
                mov #0x1C00, &0x516       ; DMA0DA
                mov #5, &0x51A            ; DMA0SZ
                mov #0x4F14, &0x510       ; repeated, both addresses rise, interrupt
                mov #122, &0x352          ; TA0CCR0
                mov #0x00E0, &0x344       ; TA0CCTL1: OUTMOD 7
                mov #40, &0x354
                mov #0x0216, &0x340       ; SMCLK, up, TAIE
                mov #211, &0x3D2          ; TB0CCR0
                mov #0x0090, &0x3C4       ; TB0CCTL1: OUTMOD 4, CCIE
                mov #100, &0x3D4
                mov #0x0230, &0x3C0       ; SMCLK, up/down
                mov #3, &0x392            ; TA1CCR0, ACLK of 9400 Hz
                mov #0x0010, &0x382
                mov #0x0110, &0x380
                eint
                nop
        loop:   add &0x350, r6            ; TA0R
                add &0x3D0, r7            ; TB0R
                bis #0x18, sr
                nop
                jmp loop
        dma:    mov &0x1C04, &0x150       ; CRCDI
                mov &0x154, r8
                mov &0x50E, r9            ; DMAIV
                bic #0x10, 0(sp)
                reti
        ta0:    mov &0x36E, r10           ; TA0IV
                inc r11
                reti
        tb0:    mov &0x3EE, r12           ; TB0IV
                add #17, &0x3D4
                and #127, &0x3D4
                bic #0x10, 0(sp)
                reti
        ta1:    inc r13
                reti
                .org 0xFFE2
                .word ta1
                .word dma
                .org 0xFFE8
                .word ta0
                .org 0xFFF4
                .word tb0
                .org 0xFFFE
                .word start
        """),
    /** The RTC counter on VLO and a timer in continuous mode; sleep in LPM3. */
    FR2433_RTC_AND_TIMER(
        "MSP430FR2433",
        """
                .org 0xC400
        start:  mov #0x3000, sp
                mov #0x5A80, &0x1CC
                mov #6, &0x308            ; RTCMOD
                mov #0x3042, &0x300       ; VLO, /1, reload, interrupt
                mov #0x0010, &0x384       ; TA0CCTL1: CCIE
                mov #333, &0x394
                mov #0x0220, &0x380       ; SMCLK, continuous
                eint
                nop
        loop:   add &0x30C, r6            ; RTCCNT
                add &0x390, r7
                bis #0xD8, sr
                nop
                jmp loop
        rtc:    mov &0x304, r8            ; RTCIV
                inc r9
                bic #0xD0, 0(sp)
                reti
        ta0:    mov &0x3AE, r10
                add #333, &0x394
                bic #0xD0, 0(sp)
                reti
                .org 0xFFE8
                .word rtc
                .org 0xFFF6
                .word ta0
                .org 0xFFFE
                .word start
        """),
    /**
     * USART0 hears itself: DMA feeds its transmitter and empties its receiver, a timer triggers a
     * third channel; sleep in LPM0.
     */
    F1611_DMA_AND_UART(
        "MSP430F1611",
        """
                .org 0x4400
        start:  mov #0x3900, sp
                mov #0x5A80, &0x120
                mov.b #0x19, &0x70        ; U0CTL: CHAR, LISTEN, SWRST
                mov.b #0x20, &0x71        ; U0TCTL: SMCLK
                mov.b #13, &0x74          ; U0BR0
                mov.b #0x4A, &0x73        ; U0MCTL
                mov.b #0xC0, &4           ; ME1: UTXE0, URXE0
                bic.b #1, &0x70
                mov #0x0743, &0x122       ; DMA0: URXIFG0, DMA1: UTXIFG0, DMA2: TACCR0
                mov #0x0076, &0x1E2       ; from U0RXBUF
                mov #0x1100, &0x1E4
                mov #7, &0x1E6
                mov #0x4CD4, &0x1E0       ; repeated, bytes, destination rises, interrupt
                mov #0x4400, &0x1EA
                mov #0x0077, &0x1EC       ; to U0TXBUF
                mov #9, &0x1EE
                mov #0x43D0, &0x1E8       ; repeated, bytes, source rises
                mov #0x1100, &0x1F2
                mov #0x1200, &0x1F4
                mov #3, &0x1F6
                mov #0x5F10, &0x1F0       ; repeated blocks, both rise
                mov #97, &0x172           ; TACCR0
                mov #0x0210, &0x160       ; SMCLK, up
                mov.b #0x55, &0x77
                eint
                nop
        loop:   add &0x170, r6            ; TAR
                add &0x1E6, r7            ; DMA0SZ
                add &0x1200, r8
                bis #0x10, sr
                nop
                jmp loop
        dma:    bic #8, &0x1E0
                add &0x1EE, r9
                inc r10
                bic #0x10, 0(sp)
                reti
                .org 0xFFE0
                .word dma
                .org 0xFFFE
                .word start
        """),
    /** eUSCI_A0 hears itself, in interrupts for both directions; sleep in LPM0. */
    FR5994_UART(
        "MSP430FR5994",
        """
                .org 0x4400
        start:  mov #0x2C00, sp
                mov #0x5A80, &0x15C
                mov #0x0081, &0x5C0       ; UCA0CTLW0: SMCLK, UCSWRST
                mov #11, &0x5C6
                mov #0x2500, &0x5C8       ; UCBRSx
                mov #0x0080, &0x5CA       ; UCLISTEN
                mov #0x0080, &0x5C0
                mov #3, &0x5DA            ; UCRXIE, UCTXIE
                eint
                nop
        loop:   inc r6
                add &0x5CA, r7            ; UCA0STATW
                bis #0x18, sr
                nop
                jmp loop
        uart:   mov &0x5DE, r8            ; UCA0IV
                bic #0x10, 0(sp)
                cmp #2, r8
                jeq got
                add #0x35, r9
                mov r9, &0x5CE
                reti
        got:    add &0x5CC, r10
                reti
                .org 0xFFF0
                .word uart
                .org 0xFFFE
                .word start
        """),
    /** The same with USCI_A0 of the F5529. */
    F5529_UART(
        "MSP430F5529",
        """
                .org 0x4400
        start:  mov #0x4400, sp
                mov #0x5A80, &0x15C
                mov.b #0x81, &0x5C0       ; UCA0CTL1: SMCLK, UCSWRST
                mov.b #11, &0x5C6
                mov.b #0x0A, &0x5C8       ; UCBRSx = 5
                mov.b #0x80, &0x5CA       ; UCLISTEN
                mov.b #0x80, &0x5C0
                mov.b #3, &0x5DC          ; UCRXIE, UCTXIE
                eint
                nop
        loop:   inc r6
                add.b &0x5CA, r7
                bis #0x18, sr
                nop
                jmp loop
        uart:   mov &0x5DE, r8
                bic #0x10, 0(sp)
                cmp #2, r8
                jeq got
                add #0x35, r9
                mov.b r9, &0x5CE
                reti
        got:    mov.b &0x5CC, r11
                add r11, r10
                reti
                .org 0xFFF0
                .word uart
                .org 0xFFFE
                .word start
        """);

    private final String device;
    private final String source;

    Program(String device, String source) {
      this.device = device;
      this.source = source;
    }

    ProgramImage image() {
      return Assembler.assemble(CpuCore.CPUX, name(), source);
    }

    Machine machine() {
      return MachineFactory.create(DeviceCatalog.byName(device));
    }
  }

  private static List<String> trace(Machine machine) {
    List<String> trace = new ArrayList<>();
    machine.run(
        RunLimits.cycles(FOLLOWED),
        (cycle, instruction, registers) ->
            trace.add(
                cycle + " " + instruction.address() + " " + Arrays.toString(registers.toArray())));
    trace.add("memory " + Arrays.hashCode(machine.bus().memory().copy()));
    trace.add("profile " + machine.profile().total());
    return trace;
  }

  @ParameterizedTest
  @EnumSource
  void goOnAsTheOriginalFromManyMoments(Program program) {
    Machine original = program.machine();
    original.load(program.image());
    Machine other = program.machine();
    Machine follower = program.machine();
    while (original.cycle() < RUN) {
      MachineState state = original.save();
      other.restore(state);
      List<String> restored = trace(other);
      // The original itself goes on, watched, and then back.
      List<String> expected = trace(original);
      assertThat(restored).as("from cycle %d", state.progress().cycle()).isEqualTo(expected);
      follower.restore(original.save());
      original.restore(state);
      assertThat(trace(original)).isEqualTo(expected);
      assertThat(trace(original)).as("second half").isEqualTo(trace(follower));
      original.restore(state);
      original.run(RunLimits.cycles(MOMENTS_APART));
    }
    assertAtWork(program, original);
  }

  /** Each module has interrupted several times. */
  private static void assertAtWork(Program program, Machine machine) {
    for (int register :
        program == Program.FR5994_TIMERS_DMA_AND_CRC
            ? new int[] {6, 7, 8, 9, 10, 11, 12, 13}
            : new int[] {6, 7, 8, 9, 10}) {
      assertThat(machine.registers().get(register)).as("R%d", register).isNotZero();
    }
  }
}
