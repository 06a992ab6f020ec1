package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.peripheral.ResetCause;
import org.unit430.simulator.program.ProgramImage;

/**
 * The memory protection unit as firmware sees it: SLAU367 chapter 9, codes of SYSRSTIV from
 * hardware.md 8.1 and of SYSSNIV from TI's header. Borders at 08000h and 0C000h cut main memory
 * into segment 1 (code), segment 2 (under test) and segment 3 (vectors).
 */
class MemoryProtectionTest {
  private static final String SETUP =
      """
      WDTCTL   .equ 0x015C
      SYSSNIV  .equ 0x019C
      SYSRSTIV .equ 0x019E
      MPUCTL0  .equ 0x05A0
      MPUCTL1  .equ 0x05A2
      MPUSEGB2 .equ 0x05A4
      MPUSEGB1 .equ 0x05A6
      MPUSAM   .equ 0x05A8
              .org 0xFFFC
              .word nmi, again
              .org 0x9000
      data:   .word 0x1234
      inside: mov #0x5555, r9
              ret
              .org 0x4400
      start:  mov #0x2C00, sp
              mov #0x5A80, &WDTCTL
              mov &SYSRSTIV, r4       ; brownout
              clr r4
              clr r10
              mov #0xA500, &MPUCTL0
              mov #0x0C00, &MPUSEGB2
              mov #0x0800, &MPUSEGB1
      """;
  // What a reset or an NMI does: R4 and R11 keep the codes.
  private static final String HANDLERS =
      """
      done:   jmp $
      again:  mov #0x5A80, &WDTCTL
              mov &SYSRSTIV, r4
              mov #0x2C00, sp
              jmp done
      nmi:    inc r10
              mov &SYSSNIV, r11
              mov #done, 2(sp)        ; go on there
              reti
      """;

  private final Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));

  private ProgramImage run(String rights, String control, String body) {
    String source =
        SETUP
            + "        mov #"
            + rights
            + ", &MPUSAM\n        mov #"
            + control
            + ", &MPUCTL0\n"
            + body
            + HANDLERS;
    ProgramImage image = Assembler.assemble(CpuCore.CPUX, "test.s43", source);
    machine.load(image);
    int done = image.address("done");
    machine.setBreakpoint(done);
    assertThat(machine.run(RunLimits.cycles(100_000))).isEqualTo(new StopReason.Breakpoint(done));
    return image;
  }

  private int register(int number) {
    return machine.registers().get(number);
  }

  @ParameterizedTest
  @EnumSource
  void permitsWhatTheSegmentsRightsPermit(Engine engine) {
    machine.setEngine(engine);
    run(
        "0x7777",
        "0xA501",
        """
                mov #1, &0x9100
                mov &0x9100, r5
                call #inside
        """);
    assertThat(register(5)).isEqualTo(1);
    assertThat(register(9)).isEqualTo(0x5555);
    assertThat(machine.bus().peekWord(0x5A2)).as("flags").isZero();
  }

  @Test
  void loseAForbiddenWriteAndRaiseTheSegmentsFlag() {
    // Segment 2: RE and XE, not WE.
    run("0x7757", "0xA501", "        mov #1, &data\n        mov &data, r5\n");
    assertThat(register(5)).isEqualTo(0x1234);
    assertThat(machine.bus().peekWord(0x5A2)).isEqualTo(0x0002);
    assertThat(register(10)).as("NMIs").isZero();
  }

  @Test
  void givesJumpToItselfForAForbiddenRead() {
    run("0x7767", "0xA501", "        mov &data, r5\n        mov.b &data+1, r6\n");
    assertThat(register(5)).isEqualTo(0x3FFF);
    assertThat(register(6)).isEqualTo(0x3F);
    assertThat(machine.bus().peekWord(0x5A2)).isEqualTo(0x0002);
  }

  @ParameterizedTest
  @CsvSource({
    // rights, instruction, code in SYSSNIV
    "0x7775, 'mov #1, &0x7000', 0x0C",
    "0x7757, 'mov #1, &0x9000', 0x0E",
    "0x7577, 'mov #1, &0xD000', 0x10",
    "0x5777, 'mov #1, &0x1800', 0x0A",
    "0x7757, 'mov.b #1, &0x8000', 0x0E",
    "0x7775, 'mov.b #1, &0x7FFF', 0x0C",
    "0x7577, 'movx.w #1, &0x43FFE', 0x10"
  })
  void requestsAnNmiIfEnabled(String rights, String instruction, int code) {
    run(rights, "0xA511", "        " + instruction + "\n        nop\n        nop\n");
    assertThat(register(10)).as("NMIs").isEqualTo(1);
    assertThat(register(11)).isEqualTo(code);
    assertThat(machine.bus().peekWord(0x5A2)).as("cleared by reading SYSSNIV").isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0x777D, 'mov #1, &0x7000', 0x2A",
    "0x77D7, 'mov #1, &0x9000', 0x2C",
    "0x77E7, 'mov &0x9000, r5', 0x2C",
    "0x77B7, 'br #0x9002', 0x2C",
    "0x7D77, 'mov #1, &0xD000', 0x2E",
    "0xD777, 'mov #1, &0x1800', 0x28"
  })
  void resetsTheDeviceIfTheSegmentSelectsIt(String rights, String instruction, int code) {
    run(rights, "0xA501", "        " + instruction + "\n        nop\n        nop\n");
    assertThat(register(4)).isEqualTo(code);
    assertThat(machine.bus().peekWord(0x9000)).as("write").isEqualTo(0x1234);
    assertThat(register(9)).as("code that must not run").isZero();
  }

  @ParameterizedTest
  @EnumSource
  void executesJumpToItselfInsteadOfForbiddenCode(Engine engine) {
    machine.setEngine(engine);
    // Called often enough to be translated, then forbidden.
    ProgramImage image =
        run(
            "0x7777",
            "0xA511",
            """
                    mov #2000, r6
            loop:   call #inside
                    dec r6
                    jnz loop
                    clr r9
                    mov #0x7737, &MPUSAM
                    call #inside
            """);
    assertThat(register(9)).isZero();
    assertThat(register(11)).isEqualTo(0x0E);
    assertThat(register(0)).isEqualTo(image.address("done"));
  }

  @Test
  void noticesAnInstructionThatEndsInAForbiddenSegment() {
    // MOV #imm, R9 at 07FFEh has its immediate at 08000h.
    run(
        "0x7737",
        "0xA511",
        """
                br #edge
                .org 0x7FFE
        edge:   mov #0x5555, r9
                nop
                .org 0x4500
        """);
    assertThat(register(11)).isEqualTo(0x0E);
  }

  @Test
  void wrongPasswordResets() {
    run("0x7777", "0xA501", "        mov #0x1234, &MPUCTL0\n        nop\n");
    assertThat(register(4)).isEqualTo(0x22);
  }

  @Test
  void staysLockedUntilABrownoutReset() {
    run(
        "0x7757",
        "0xA503",
        """
                mov #0x7777, &MPUSAM
                mov #0, &MPUSEGB1
                mov #0xA500, &MPUCTL0
                mov #1, &data
                mov &data, r5
        """);
    assertThat(register(5)).isEqualTo(0x1234);
    machine.reset(ResetCause.SOFTWARE_POWER_ON);
    assertThat(machine.bus().peekWord(0x5A0)).isEqualTo(0x9603);
    assertThat(machine.bus().peekWord(0x5A8)).isEqualTo(0x7757);
    machine.reset(ResetCause.SOFTWARE_BROWNOUT);
    assertThat(machine.bus().peekWord(0x5A0)).isEqualTo(0x9600);
    assertThat(machine.bus().peekWord(0x5A8)).isEqualTo(0x7777);
  }

  @Test
  void aRestoredMachineProtectsTheSame() {
    run("0x7757", "0xA501", "");
    Machine other = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    other.restore(machine.save());
    other.bus().writeWord(0x9000, 1);
    assertThat(other.bus().peekWord(0x9000)).isEqualTo(0x1234);
    assertThat(other.bus().peekWord(0x5A2)).isEqualTo(2);
  }
}
