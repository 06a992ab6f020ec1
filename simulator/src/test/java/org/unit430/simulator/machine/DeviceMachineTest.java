package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.device.MemoryRegion;
import org.unit430.simulator.memory.UnmodelledAccess;
import org.unit430.simulator.program.ProgramImage;

/** Programs on machines that were made of bundled profiles. */
class DeviceMachineTest {
  // In the main memory of every device: 63 KB of FRAM, 15 KB of FRAM, 16 KB of flash.
  private static final int CODE = 0xC800;
  private static final RunLimits LIMITS = RunLimits.instructions(1000);

  static List<String> devices() {
    return DeviceCatalog.names();
  }

  private final List<UnmodelledAccess> unmodelled = new ArrayList<>();

  private Machine machine(String device, String... lines) {
    Machine machine = MachineFactory.create(DeviceCatalog.byName(device));
    machine.bus().onUnmodelledAccess(unmodelled::add);
    ProgramImage program =
        new Assembler(machine.device().core())
            .section("text", CODE, 0xFF00)
            .add(AssemblyUnit.of("test.s43", String.join("\n", lines) + "\nend: jmp end\n"))
            .assemble();
    machine.load(program);
    // The last word of memory below 64 KB is the reset vector of every device.
    machine.bus().pokeWord(0xFFFE, CODE);
    machine.registers().set(Registers.PC, machine.bus().peekWord(0xFFFE));
    machine.setBreakpoint(program.address("end"));
    return machine;
  }

  private static MemoryRegion ram(DeviceProfile device) {
    return device.memory().regions().stream()
        .filter(region -> region.kind() == MemoryKind.SRAM && region.size() >= 0x200)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyDeviceRunsAProgramOnItsStackToABreakpoint(String name) {
    MemoryRegion ram = ram(DeviceCatalog.byName(name));
    int top = Math.min(ram.end(), 0x3000);
    Machine machine =
        machine(
            name,
            String.format(" mov #0x%04X, sp", top),
            " mov #1234, r4",
            " push r4",
            " call #double",
            " pop r6",
            " jmp end",
            "double: mov r4, r5",
            " add r4, r5",
            " ret");

    assertThat(machine.run(LIMITS)).isInstanceOf(StopReason.Breakpoint.class);
    assertThat(machine.registers().get(5)).isEqualTo(2468);
    assertThat(machine.registers().get(6)).isEqualTo(1234);
    assertThat(machine.registers().get(Registers.SP)).isEqualTo(top);
    assertThat(unmodelled).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"F1611", "G2553"})
  void theClassicCpuRefusesInstructionsOfCpux(String name) {
    Machine machine = machine(name, " nop");
    // 04C5h is MOVA R4,R5 on CPUX; the classic CPU has nothing below 1000h (SLAU049 figure 3-20).
    machine.bus().pokeWord(CODE, 0x04C5);

    assertThat(machine.run(LIMITS))
        .isInstanceOfSatisfying(
            StopReason.Fault.class, fault -> assertThat(fault.address()).isEqualTo(CODE));
  }

  @Test
  void cpuxTakesTheSameWordForAnAddressInstruction() {
    Machine machine = machine("FR5994", " nop");
    machine.bus().pokeWord(CODE, 0x04C5);
    machine.registers().set(4, 0x12345);

    assertThat(machine.run(LIMITS)).isInstanceOf(StopReason.Breakpoint.class);
    assertThat(machine.registers().get(5)).isEqualTo(0x12345);
  }

  /** MOV R4,&EDE takes 4 cycles on the classic CPU, 3 on CPUX (hardware.md 3.1 and 3.2). */
  @Test
  void theClassicCpuHasItsOwnCycles() {
    Machine classic = machine("F1611", " mov r4, &0x1200");
    Machine cpux = machine("FR5994", " mov r4, &0x1C00");

    classic.run(LIMITS);
    cpux.run(LIMITS);

    assertThat(classic.cycle()).isEqualTo(4);
    assertThat(cpux.cycle()).isEqualTo(3);
  }

  @Test
  void theF1611Multiplies() {
    Machine machine =
        machine(
            "F1611",
            " mov #300, &0x130",
            " mov #500, &0x138",
            " mov &0x13A, r4",
            " mov &0x13C, r5");

    machine.run(LIMITS);

    // 150,000 = 2 * 65,536 + 18,928
    assertThat(machine.registers().get(4)).isEqualTo(18_928);
    assertThat(machine.registers().get(5)).isEqualTo(2);
  }

  @Test
  void theG2553HasNoMultiplier() {
    Machine machine = machine("G2553", " mov #300, &0x130", " mov #500, &0x138", " mov &0x13A, r4");

    machine.run(LIMITS);

    assertThat(machine.registers().get(4)).isZero();
    assertThat(unmodelled)
        .containsExactly(
            new UnmodelledAccess(0x130, true, CODE),
            new UnmodelledAccess(0x138, true, CODE + 6),
            new UnmodelledAccess(0x13A, false, CODE + 12));
  }

  /** hardware.md 4.1: 1100h to 18FFh answer at 0200h to 09FFh too. */
  @Test
  void ramOfTheF1611AnswersAtItsMirrorToo() {
    Machine machine =
        machine(
            "F1611",
            " mov #0x1234, &0x1100",
            " mov &0x0200, r4",
            " mov #0x5678, &0x09FE",
            " mov &0x18FE, r5",
            " mov.b #0x9A, &0x0201",
            " mov &0x1100, r6",
            " mov.b &0x09FF, r7");

    assertThat(machine.run(LIMITS)).isInstanceOf(StopReason.Breakpoint.class);
    assertThat(machine.registers().get(4)).isEqualTo(0x1234);
    assertThat(machine.registers().get(5)).isEqualTo(0x5678);
    assertThat(machine.registers().get(6)).isEqualTo(0x9A34);
    assertThat(machine.registers().get(7)).isEqualTo(0x56);
    assertThat(machine.bus().peekWord(0x0200)).isEqualTo(0x9A34);
  }

  /** Code that has been decoded at one address is rewritten through the other. */
  @ParameterizedTest
  @ValueSource(strings = {"0x0200, 0x1100", "0x1100, 0x0200"})
  void codeInMirroredRamMayBeChangedAtEitherAddress(String addresses) {
    String code = addresses.substring(0, 6);
    String other = addresses.substring(8);
    // 4314h is MOV #1,R4 and 4324h MOV #2,R4: R3 with As = 01 and 10; 4130h is RET.
    Machine machine =
        machine(
            "F1611",
            " mov #0x3800, sp",
            " mov #0x4314, &" + code,
            " mov #0x4130, &" + code + "+2",
            " call #" + code,
            " mov r4, r5",
            " mov #0x4324, &" + other,
            " call #" + code);

    assertThat(machine.run(LIMITS)).isInstanceOf(StopReason.Breakpoint.class);
    assertThat(machine.registers().get(5)).isEqualTo(1);
    assertThat(machine.registers().get(4)).isEqualTo(2);
  }

  @Test
  void anUnmodelledRegisterIsReportedWithItsInstructionAndActsAsMemory() {
    // 0800h is CTL0 of ADC12_B.
    Machine machine =
        machine("FR5994", " mov #7, &0x0800", " mov &0x0800, r4", " mov.b &0x0803, r5");

    machine.run(LIMITS);

    assertThat(machine.registers().get(4)).isEqualTo(7);
    // MOV #N,&EDE has 3 words, MOV &EDE,R4 has 2.
    assertThat(unmodelled)
        .containsExactly(
            new UnmodelledAccess(0x800, true, CODE),
            new UnmodelledAccess(0x800, false, CODE + 6),
            new UnmodelledAccess(0x803, false, CODE + 10));
    assertThat(unmodelled.get(0).description())
        .isEqualTo("write of 00800h, where no register is modelled, by the instruction at 0C800h");
  }

  @Test
  void aListenerThatThrowsKeepsAnUnmodelledRegisterFromBeingWritten() {
    Machine machine = machine("FR5994", " nop", " mov #7, &0x0800");
    machine
        .bus()
        .onUnmodelledAccess(
            access -> {
              throw new FirmwareFault(access.instruction(), access.description());
            });

    assertThat(machine.run(LIMITS))
        .isInstanceOfSatisfying(
            StopReason.Fault.class, fault -> assertThat(fault.address()).isEqualTo(CODE + 2));
    assertThat(machine.bus().peekWord(0x800)).isZero();
  }

  @Test
  void lookingAtAnUnmodelledRegisterReportsNothing() {
    Machine machine = machine("FR5994");

    assertThat(machine.bus().peekWord(0x800)).isZero();
    assertThat(unmodelled).isEmpty();
  }

  /**
   * Timer_A counts SMCLK, which is MCLK after a reset: MOV &TA0R reads what the cycles from the
   * start of the timer to the read are, give or take the synchronisation of one.
   */
  @Test
  void modulesOfTheProfileRun() {
    Machine machine =
        machine("FR5994", " mov #0x0224, &0x0340", " mov &0x0350, r4", " mov &0x0350, r5");

    machine.run(LIMITS);

    // MOV &EDE,R5 takes 3 cycles (hardware.md 3.2), no wait states at 1 MHz.
    assertThat(machine.registers().get(5) - machine.registers().get(4)).isEqualTo(3);
    assertThat(unmodelled).isEmpty();
  }

  /** hardware.md 8.7: 2 cycles a word and one at the end; the CPU stands still meanwhile. */
  @Test
  void dmaMovesMemoryWhileTheCpuStandsStill() {
    // Channel 0, trigger 0 (DMAREQ), block of 4 words from 1C00h to 1D00h, addresses counting up.
    String[] transfer = {
      " mov #0x1111, &0x1C00",
      " mov #0x4444, &0x1C06",
      " mov #0x1C00, &0x0512",
      " mov #0x1D00, &0x0516",
      " mov #4, &0x051A",
      " mov #0x1F10, &0x0510",
      " bis #1, &0x0510",
      " nop",
      " nop",
      " nop",
    };
    Machine machine = machine("FR5994", transfer);
    String[] without = transfer.clone();
    without[6] = " bis #0, &0x0510";
    Machine idle = machine("FR5994", without);

    machine.run(LIMITS);
    idle.run(LIMITS);

    assertThat(machine.bus().peekWord(0x1D00)).isEqualTo(0x1111);
    assertThat(machine.bus().peekWord(0x1D06)).isEqualTo(0x4444);
    assertThat(machine.cycle() - idle.cycle()).isEqualTo(4 * 2 + 1);
    assertThat(machine.profile().total().cycles()).isEqualTo(machine.cycle());
  }
}
