package org.unit430.simulator.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/**
 * Where other simulators are known to leave TI's manual (hardware.md 11.3, style.md), one test
 * each: here it is done as the manual says. V is bit 8 of SR, N bit 2, Z bit 1, C bit 0.
 */
class KnownDeviationsTest {
  private static final int V = 0x100;
  private static final int N = 4;
  private static final int Z = 2;
  private static final int C = 1;
  private static final int FLAGS = V | N | Z | C;

  private static Machine run(String... lines) {
    ProgramImage program =
        Assembler.assemble(
            CpuCore.CPUX,
            "test.s43",
            " .org 0x4400\nstart: mov #0x5a80, &0x15c\n mov #0x2000, sp\n"
                + String.join("\n", lines)
                + "\nend: jmp end\n .org 0xfffe\n .word start\n");
    Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    machine.load(program);
    machine.registers().set(Registers.PC, program.address("start"));
    machine.setBreakpoint(program.address("end"));
    assertThat(machine.run(RunLimits.instructions(100))).isInstanceOf(StopReason.Breakpoint.class);
    return machine;
  }

  private static int flags(Machine machine) {
    return machine.registers().get(Registers.SR) & FLAGS;
  }

  /** GDB reloads SR bits 7 to 0 only. SLAU367 4.6.2.35: TOS to SR. */
  @Test
  void retiRestoresV() {
    Machine machine =
        run(" push #behind", " push #0x0105", " clr sr", " reti", " nop", "behind: nop");

    assertThat(flags(machine)).isEqualTo(V | N | C);
  }

  /** GDB keeps its own idea of C. SLAU367 4.6.2.50: C is set if the result is not zero. */
  @ParameterizedTest
  @CsvSource({"0x0000, 2", "0x007F, 1", "0x0080, 5", "0xFF00, 2"})
  void sxtSetsCarryToNotZ(String operand, int expected) {
    Machine machine = run(" mov #" + operand + ", r4", " clr sr", " sxt r4");

    assertThat(flags(machine)).isEqualTo(expected);
  }

  /** GDB adds four digits. SLAU367 4.6.3.13: DADDX.A adds five. */
  @Test
  void daddxAddsFiveDigits() {
    Machine machine = run(" mova #0x12345, r4", " mova #0x98765, r5", " clrc", " daddx.a r4, r5");

    // 12345 + 98765 = 111110: five digits, and a carry.
    assertThat(machine.registers().get(5)).isEqualTo(0x11110);
    assertThat(flags(machine) & C).isEqualTo(C);
  }

  /** GDB derives V from the change of sign. SLAU367 4.6.2.37: V is reset. */
  @ParameterizedTest
  // 0002h with C: 8001h, N; 8001h without C: 4000h and C.
  @CsvSource({"0x0002, 0x0101, 0x8001, 4", "0x8001, 0x0100, 0x4000, 1"})
  void rrcResetsV(String operand, String status, String result, int expected) {
    Machine machine = run(" mov #" + operand + ", r4", " mov #" + status + ", sr", " rrc r4");

    assertThat(machine.registers().get(4)).isEqualTo(Integer.decode(result));
    assertThat(flags(machine)).isEqualTo(expected);
  }

  /** GDB never sets it. SLAU367 table 5-4: SUMEXT of MAC is the carry of the addition. */
  @Test
  void macReportsItsCarryInSumext() {
    // FFFFh x FFFFh = FFFE0001h; twice is 1FFFC0002h: a carry.
    Machine machine =
        run(
            " mov #0xFFFF, &0x04C0",
            " mov #0xFFFF, &0x04C8",
            " nop",
            " nop",
            " nop",
            " mov #0xFFFF, &0x04C4",
            " mov #0xFFFF, &0x04C8",
            " nop",
            " nop",
            " nop",
            " mov &0x04CA, r4",
            " mov &0x04CC, r5",
            " mov &0x04CE, r6");

    assertThat(machine.registers().get(4)).isEqualTo(0x0002);
    assertThat(machine.registers().get(5)).isEqualTo(0xFFFC);
    assertThat(machine.registers().get(6)).isEqualTo(1);
  }

  /**
   * MSPSim hands the flags of ADDA the number of the register instead of what it holds. SLAU367
   * 4.6.4.1: 80000h + 80000h leaves 0, sets Z, C and V and resets N.
   */
  @Test
  void addaTakesItsFlagsFromTheOperands() {
    Machine machine = run(" mova #0x80000, r5", " mova #0x80000, r4", " adda r4, r5");

    assertThat(machine.registers().get(5)).isZero();
    assertThat(flags(machine)).isEqualTo(V | Z | C);
  }

  /** In MSPSim a debugger's read of a register is a read by the CPU, side effects and all. */
  @Test
  void lookingIsNotTouching() {
    // TA0 set to interrupt by its overflow flag: reading TA0IV would clear it.
    Machine machine = run(" mov #0x0113, &0x340");
    EventCounts before = machine.profile().total();

    assertThat(machine.bus().peekWord(0x36E)).isEqualTo(0x0E);
    assertThat(machine.bus().peekWord(0x36E)).isEqualTo(0x0E);

    assertThat(machine.profile().total()).isEqualTo(before);
    assertThat(machine.bus().peekWord(0x340) & 1).isEqualTo(1);
  }
}
