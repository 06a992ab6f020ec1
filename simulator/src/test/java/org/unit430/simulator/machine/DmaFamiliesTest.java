package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.peripheral.Uart;
import org.unit430.simulator.program.ProgramImage;

/**
 * DMA of the F1611 and the F5529. Registers, bits and triggers: TI's msp430f1611.h and
 * msp430f5529.h (package msp430mcu), SLAU049 chapter 8; times: hardware.md 8.7.
 */
class DmaFamiliesTest {
  private static final int CODE = 0x4400;
  private static final String F1611 =
      """
      DMACTL0 .equ 0x122
      DMACTL1 .equ 0x124
      DMA0CTL .equ 0x1E0
      DMA0SA  .equ 0x1E2
      DMA0DA  .equ 0x1E4
      DMA0SZ  .equ 0x1E6
      DMA1CTL .equ 0x1E8
      DMA1SA  .equ 0x1EA
      DMA1DA  .equ 0x1EC
      DMA1SZ  .equ 0x1EE
      DMA2CTL .equ 0x1F0
      TACTL   .equ 0x160
      TAR     .equ 0x170
      TACCTL0 .equ 0x162
      TACCR0  .equ 0x172
      start:  mov #0x3900, sp
              mov #0x5A80, &0x120
      """;

  private ProgramImage program;

  private Machine machine(String device, String source) {
    Machine machine = MachineFactory.create(DeviceCatalog.byName(device));
    program =
        new Assembler(machine.device().core())
            .section("text", CODE, 0xFF00)
            .add(AssemblyUnit.of("test.s43", source))
            .assemble();
    machine.load(program);
    machine.registers().set(Registers.PC, CODE);
    machine.setBreakpoint(program.address("end"));
    return machine;
  }

  private static void runToEnd(Machine machine) {
    assertThat(machine.run(RunLimits.cycles(1_000_000))).isInstanceOf(StopReason.Breakpoint.class);
  }

  @Test
  void theF1611StealsTwoCyclesAWordAndOneAtTheEnd() {
    Machine machine =
        machine(
            "F1611",
            F1611
                + """
                        mov #0x220, &TACTL        ; SMCLK, continuous
                        mov #0x1122, &0x1100
                        mov #0x3344, &0x1106
                        mov #0x1100, &DMA0SA
                        mov #0x2000, &DMA0DA
                        mov #4, &DMA0SZ
                        mov &TAR, r5
                        mov #0x1F11, &DMA0CTL     ; block, both addresses rise, EN, REQ
                        nop
                        mov &TAR, r6
                end:    jmp end
                """);
    runToEnd(machine);
    assertThat(machine.bus().peekWord(0x2000)).isEqualTo(0x1122);
    assertThat(machine.bus().peekWord(0x2006)).isEqualTo(0x3344);
    // MOV #N,&EDE 5 on the classic CPU, NOP 1 while the controller synchronises, DMA 4 x 2 + 1,
    // MOV &EDE,Rm 3.
    assertThat(machine.registers().get(6) - machine.registers().get(5)).isEqualTo(5 + 1 + 9 + 3);
    assertThat(machine.profile().total().cycles()).isEqualTo(machine.cycle());
    assertThat(machine.profile().total().get(Event.SRAM_READ)).isEqualTo(4);
    // The transfer is over: IFG set, EN clear, size and addresses as written.
    assertThat(machine.bus().peekWord(0x1E0)).isEqualTo(0x1F08);
    assertThat(machine.bus().peekWord(0x1E2)).isEqualTo(0x1100);
    assertThat(machine.bus().peekWord(0x1E6)).isEqualTo(4);
  }

  @Test
  void theThreeTriggersOfTheF1611ShareARegister() {
    Machine machine =
        machine(
            "F1611",
            F1611
                + """
                        mov #0xF7E3, &DMACTL0     ; bits 15:12 do not exist
                        mov #0xFFFF, &DMACTL1     ; bits 2:0 do
                end:    jmp end
                """);
    runToEnd(machine);
    assertThat(machine.bus().peekWord(0x122)).isEqualTo(0x07E3);
    assertThat(machine.bus().peekWord(0x124)).isEqualTo(7);
  }

  /** TACCR0 (trigger 7) while CCIE is clear; with CCIE the flag interrupts and does not trigger. */
  @ParameterizedTest
  @CsvSource({"0x0000, 3, 0", "0x0010, 0, 3"})
  void aFlagTriggersOrInterrupts(String control, int transfers, int interrupts) {
    Machine machine =
        machine(
            "F1611",
            F1611
                + """
                        mov #7, &DMACTL0
                        mov #0x4400, &DMA0SA
                        mov #0x1100, &DMA0DA
                        mov #3, &DMA0SZ
                        mov #0x0F10, &DMA0CTL     ; single, both addresses rise, EN
                        mov #50, &TACCR0
                        mov #%s, &TACCTL0
                        mov #0x0210, &TACTL       ; SMCLK, up
                        eint
                        mov #50, r9
                wait:   dec r9
                        jnz wait
                end:    jmp end
                handler:
                        inc r10
                        reti
                """
                    .formatted(control));
    machine.bus().pokeWord(0xFFEC, program.address("handler"));
    runToEnd(machine);
    // 50 times 3 cycles and less than 44 of DMA or handlers: three times 51 have passed.
    assertThat(machine.registers().get(10)).isEqualTo(interrupts);
    assertThat(machine.bus().peekWord(0x1E6)).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      int expected = i < transfers ? machine.bus().peekWord(CODE + 2 * i) : 0;
      assertThat(machine.bus().peekWord(0x1100 + 2 * i)).isEqualTo(expected);
    }
  }

  /** SLAU049 8.2.8: no flag is cleared by itself, and there is no vector register. */
  @Test
  void theInterruptOfTheF1611StaysUntilItsFlagIsCleared() {
    Machine machine =
        machine(
            "F1611",
            F1611
                + """
                        mov #0x4400, &DMA1SA
                        mov #0x1100, &DMA1DA
                        mov #1, &DMA1SZ
                        eint
                        nop
                        mov #0x0F15, &DMA1CTL     ; single, EN, IE, REQ
                        nop
                        nop
                end:    jmp end
                handler:
                        inc r10
                        cmp #2, r10
                        jne out
                        bic #8, &DMA1CTL
                out:    reti
                """);
    machine.bus().pokeWord(0xFFE0, program.address("handler"));
    runToEnd(machine);
    assertThat(machine.registers().get(10)).isEqualTo(2);
  }

  /** Trigger 14: DMA0IFG starts channel 1, whose own flag starts channel 2. */
  @Test
  void channelsOfTheF1611FollowEachOther() {
    Machine machine =
        machine(
            "F1611",
            F1611
                + """
                        mov #0x0EE0, &DMACTL0
                        mov #0x1234, &0x1100
                        mov #0x1104, &0x1F2
                        mov #0x1106, &0x1F4
                        mov #1, &0x1F6
                        mov #0x0010, &DMA2CTL
                        mov #0x1102, &DMA1SA
                        mov #0x1104, &DMA1DA
                        mov #1, &DMA1SZ
                        mov #0x0010, &DMA1CTL
                        mov #0x1100, &DMA0SA
                        mov #0x1102, &DMA0DA
                        mov #1, &DMA0SZ
                        mov #0x0011, &DMA0CTL
                        mov #8, r5
                wait:   dec r5
                        jnz wait
                end:    jmp end
                """);
    runToEnd(machine);
    assertThat(machine.bus().peekWord(0x1106)).isEqualTo(0x1234);
  }

  /**
   * The first character by hand, the rest by the transmitter's flag, which DMA clears. On the F1611
   * trigger 4 is UTXIFG0, on the F5529 17 is UCA0TXIFG.
   */
  @ParameterizedTest
  @CsvSource({"F1611", "F5529"})
  void aUartFedByDmaSendsAWholeText(String device) {
    String f5529 =
        """
                mov #0x4400, sp
                mov #0x5A80, &0x15C
                mov.b #0x81, &0x5C0       ; UCA0CTL1: SMCLK, UCSWRST
                mov.b #8, &0x5C6
                mov.b #0x80, &0x5C0
                mov #17, &0x500           ; DMA0TSEL = UCA0TXIFG
                mov #text+1, &0x512
                mov #0x5CE, &0x516
                mov #textend-text-1, &0x51A
                mov #0x03D0, &0x510       ; single, bytes, source rises
                mov.b &text, &0x5CE
        wait:   bit #8, &0x510
        """;
    String f1611 =
        F1611
            + """
                    mov.b #0x11, &0x70        ; U0CTL: CHAR, SWRST
                    mov.b #0x20, &0x71        ; SMCLK
                    mov.b #8, &0x74
                    mov.b #0x80, &4           ; ME1: UTXE0
                    bic.b #1, &0x70
                    mov #4, &DMACTL0          ; DMA0TSEL = UTXIFG0
                    mov #text+1, &DMA0SA
                    mov #0x77, &DMA0DA
                    mov #textend-text-1, &DMA0SZ
                    mov #0x03D0, &DMA0CTL
                    mov.b &text, &0x77
            wait:   bit #8, &DMA0CTL
            """;
    Machine machine =
        machine(
            device,
            (device.equals("F1611") ? f1611 : f5529)
                + """
                        jz wait
                end:    jmp end
                text:   .ascii "Hello, DMA"
                textend:
                """);
    StringBuilder text = new StringBuilder();
    machine.modules(Uart.class).get(0).setSink((value, begin, end) -> text.append((char) value));
    runToEnd(machine);
    // The last two characters, of 80 cycles each, are on their way.
    machine.clearBreakpoint(program.address("end"));
    machine.run(RunLimits.cycles(200));
    assertThat(text.toString()).isEqualTo("Hello, DMA");
  }
}
