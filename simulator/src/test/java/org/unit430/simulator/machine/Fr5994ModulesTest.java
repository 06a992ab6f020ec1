package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.peripheral.EusciA;
import org.unit430.simulator.peripheral.PortPair;
import org.unit430.simulator.program.ProgramImage;

/**
 * Programs that use the modules of an FR5994, cycle by cycle. After reset MCLK = SMCLK = 1 MHz and
 * FRAM has no wait states. Cycles of instructions: hardware.md 3.2; a write to a register happens
 * in the last cycle of its instruction, a read into a CPU register likewise.
 */
class Fr5994ModulesTest {
  private static final String SYMBOLS =
      """
      WDTCTL   .equ 0x015C
      SFRIFG1  .equ 0x0102
      CSCTL0   .equ 0x0160
      CSCTL5   .equ 0x016A
      SYSRSTIV .equ 0x019E
      PM5CTL0  .equ 0x0130
      P1OUT    .equ 0x0202
      P1DIR    .equ 0x0204
      PJSEL0   .equ 0x032A
      TA0CTL   .equ 0x0340
      TA0CCTL0 .equ 0x0342
      TA0R     .equ 0x0350
      TA0CCR0  .equ 0x0352
      UCA0CTLW0 .equ 0x05C0
      UCA0BRW  .equ 0x05C6
      UCA0TXBUF .equ 0x05CE
      UCA0IFG  .equ 0x05DC
      DMA0CTL  .equ 0x0510
      DMA0SA   .equ 0x0512
      DMA0DA   .equ 0x0516
      DMA0SZ   .equ 0x051A
              .org 0x4400
      start:  mov #0x2C00, sp
      """;

  private final Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));

  private ProgramImage load(String source) {
    ProgramImage image = Assembler.assemble(CpuCore.CPUX, "test.s43", SYMBOLS + source);
    machine.load(image);
    return image;
  }

  private void runTo(ProgramImage image, String symbol) {
    int address = image.address(symbol);
    machine.setBreakpoint(address);
    assertThat(machine.run(RunLimits.cycles(100_000)))
        .isEqualTo(new StopReason.Breakpoint(address));
    machine.clearBreakpoint(address);
  }

  private int register(int number) {
    return machine.registers().get(number);
  }

  @Test
  void aTimerInterruptTakesSixCyclesToComeAndFiveToReturn() {
    ProgramImage image =
        load(
            """
                    mov #0x5A80, &WDTCTL
                    mov #99, &TA0CCR0
                    mov #0x10, &TA0CCTL0
                    mov #0x210, &TA0CTL
                    eint
                    .rept 150
                    nop
                    .endr
                    mov &TA0R, r6
            done:   jmp done
            isr:    mov &TA0R, r5
                    reti
                    .org 0xFFEA
                    .word isr
                    .org 0xFFFE
                    .word start
            """);
    runTo(image, "done");
    // CCR0 is reached 99 cycles after the timer starts; the period is 100. 6 cycles to the handler,
    // its MOV reads in its third cycle: 99 + 6 + 3 = 108, so TA0R is 8.
    assertThat(register(5)).isEqualTo(8);
    // EINT 1, NOPs 150, interrupt 6, MOV 3, RETI 5, MOV 3: 168 cycles after the start.
    assertThat(register(6)).isEqualTo(68);
  }

  @Test
  void uartCharactersLeaveOneAfterTheOther() {
    List<String> sent = new ArrayList<>();
    machine
        .modules(EusciA.class)
        .get(0)
        .setSink((value, begin, end) -> sent.add((char) value + " " + begin + " " + end));
    ProgramImage image =
        load(
            """
                    mov #0x5A80, &WDTCTL      ; cycles 3 to 6 of the program
                    mov #0x0081, &UCA0CTLW0   ; 7 to 10
                    mov #104, &UCA0BRW        ; 11 to 14: 9600 baud at 1 MHz
                    mov #0x0080, &UCA0CTLW0   ; 15 to 18
                    mov #'H', &UCA0TXBUF      ; 19 to 22
            wait:   bit #2, &UCA0IFG
                    jz wait
                    mov #'i', &UCA0TXBUF
            wait2:  bit #8, &UCA0IFG
                    jz wait2
            done:   jmp done
                    .org 0xFFFE
                    .word start
            """);
    runTo(image, "done");
    assertThat(sent).containsExactly("H 22 1062", "i 1062 2102");
  }

  @Test
  void theWatchdogResetsAProgramThatDoesNotServeIt() {
    ProgramImage image =
        load(
            """
                    mov &SYSRSTIV, r5
                    cmp #0x16, r5
                    jeq again
            hang:   jmp hang
            again:  mov #0x5A80, &WDTCTL
            done:   jmp done
                    .org 0xFFFE
                    .word start
            """);
    runTo(image, "again");
    // 2^15 cycles; the JMP of two cycles that is under way ends (in cycle 32768 exactly, because
    // it begins in even cycles: 2 + 3 + 2 + 2 = 9, odd, so in cycle 32769); 4 cycles of reset; the
    // instructions up to the symbol take 9 again.
    assertThat(machine.cycle()).isEqualTo(32_769 + 4 + 9);
  }

  @Test
  void aTimerOnVloWakesTheCpuFromLpm3() {
    ProgramImage image =
        load(
            """
                    mov #0x5A80, &WDTCTL      ; until cycle 6
                    mov #93, &TA0CCR0         ; 10
                    mov #0x10, &TA0CCTL0      ; 14
                    mov #0x110, &TA0CTL       ; 18
                    bis #0xD8, sr
                    nop
            awake:  jmp awake
            isr:    bic #0xD0, 0(sp)
                    reti
                    .org 0xFFEA
                    .word isr
                    .org 0xFFFE
                    .word start
            """);
    runTo(image, "isr");
    // VLO ticks at 9400 Hz, every 106.38 cycles; in cycle 18 none has passed, and the 93rd does in
    // cycle 93 x 1,000,000 / 9400 = 9893.6, that is 9894. The wake-up takes 6.6 us and 2 periods
    // of the DCO of 8 MHz (SLASE54 table 5-9), 6.85 us, 7 cycles of 1 MHz. The handler begins 6
    // cycles later.
    assertThat(machine.cycle()).isEqualTo(9_894 + 7 + 6);
    runTo(image, "awake");
    // BIC #N,X(SP) 5, RETI 5, NOP 1.
    assertThat(machine.cycle()).isEqualTo(9_907 + 11);
  }

  @Test
  void dmaStealsTwoCyclesAWordAndOneAtTheEnd() {
    ProgramImage image =
        load(
            """
                    mov #0x5A80, &WDTCTL
                    mov #0x220, &TA0CTL
                    mov #0x1122, &0x1C00
                    mov #0x3344, &0x1C06
                    mov #0x1C00, &DMA0SA
                    mov #0x2000, &DMA0DA
                    mov #4, &DMA0SZ
                    mov &TA0R, r5
                    mov #0x1F11, &DMA0CTL
                    nop
                    mov &TA0R, r6
            done:   jmp done
                    .org 0xFFFE
                    .word start
            """);
    runTo(image, "done");
    assertThat(machine.bus().peekWord(0x2000)).isEqualTo(0x1122);
    assertThat(machine.bus().peekWord(0x2006)).isEqualTo(0x3344);
    // MOV #N,&EDE 4, NOP 1 while the controller synchronises, DMA 4 x 2 + 1, MOV 3.
    assertThat(register(6) - register(5)).isEqualTo(4 + 1 + 9 + 3);
    // Every one of these cycles is an event.
    assertThat(machine.profile().total().cycles()).isEqualTo(machine.cycle());
    assertThat(machine.profile().total().get(Event.SRAM_READ)).isEqualTo(4);
  }

  @Test
  void aUartFedByDmaSendsAWholeText() {
    StringBuilder text = new StringBuilder();
    machine.modules(EusciA.class).get(0).setSink((value, begin, end) -> text.append((char) value));
    ProgramImage image =
        load(
            """
                    mov #0x5A80, &WDTCTL
                    mov #0x0081, &UCA0CTLW0
                    mov #8, &UCA0BRW
                    mov #0x0080, &UCA0CTLW0
                    mov #15, &0x0500          ; DMA0TSEL = UCA0TXIFG
                    mov #text+1, &DMA0SA
                    mov #UCA0TXBUF, &DMA0DA
                    mov #textend-text-1, &DMA0SZ
                    mov #0x03D0, &DMA0CTL     ; single, bytes, source up
                    mov.b &text, &UCA0TXBUF   ; the first one by hand, the rest by its flag
            wait:   bit #8, &DMA0CTL
                    jz wait
            done:   jmp done
            text:   .ascii "Hello, DMA"
            textend:
                    .org 0xFFFE
                    .word start
            """);
    runTo(image, "done");
    machine.run(RunLimits.cycles(200));
    assertThat(text.toString()).isEqualTo("Hello, DMA");
  }

  @Test
  void pinsMoveAfterTheyAreUnlocked() {
    List<String> changes = new ArrayList<>();
    machine
        .modules(PortPair.class)
        .get(0)
        .odd()
        .addListener((pin, high) -> changes.add(pin + (high ? " high" : " low")));
    ProgramImage image =
        load(
            """
                    mov #0x5A80, &WDTCTL
                    bis.b #1, &P1DIR
                    bis.b #1, &P1OUT
                    bic #1, &PM5CTL0
                    xor.b #1, &P1OUT
            done:   jmp done
                    .org 0xFFFE
                    .word start
            """);
    runTo(image, "done");
    assertThat(changes).containsExactly("0 high", "0 low");
  }

  @Test
  void theUsualLoopStartsTheCrystal() {
    ProgramImage image =
        load(
            """
                    mov #0x5A80, &WDTCTL
                    mov #0x10, &PJSEL0
                    mov.b #0xA5, &CSCTL0+1
            fault:  bic #1, &CSCTL5
                    bic #2, &SFRIFG1
                    bit #2, &SFRIFG1
                    jnz fault
            done:   jmp done
                    .org 0xFFFE
                    .word start
            """);
    runTo(image, "done");
    assertThat(machine.bus().peekWord(0x16A) & 1).isZero();
  }
}
