package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.peripheral.ResetCause;

/** PFWP and DFWP of the FR2433: hardware.md section 5. */
class FramWriteProtectionTest {
  private static final int CODE = 0xC800;
  private static final int SYSCFG0 = 0x160;
  private static final int MAIN = 0xF000;
  private static final int INFORMATION = 0x1900;

  private final Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR2433"));
  private final List<Integer> lost = new ArrayList<>();

  private void run(String... lines) {
    var program =
        new Assembler(CpuCore.CPUX)
            .section("text", CODE, 0xEF00)
            .add(
                AssemblyUnit.of(
                    "test.s43",
                    " mov #0x5A80, &0x1CC\n" + String.join("\n", lines) + "\nend: jmp end\n"))
            .assemble();
    machine.load(program);
    machine.bus().pokeWord(MAIN, 0x1111);
    machine.bus().pokeWord(INFORMATION, 0x2222);
    machine.framCache().onLostWrite(lost::add);
    machine.registers().set(Registers.PC, CODE);
    machine.setBreakpoint(program.address("end"));
    assertThat(machine.run(RunLimits.cycles(10_000))).isInstanceOf(StopReason.Breakpoint.class);
  }

  @ParameterizedTest
  @CsvSource({
    // What is written to SYSCFG0, what it reads, and the words at F000h and 1900h after a store.
    "0xA500, 0x9600, 0x5555, 0x6666",
    "0xA501, 0x9601, 0x1111, 0x6666",
    "0xA502, 0x9602, 0x5555, 0x2222",
    "0xA503, 0x9603, 0x1111, 0x2222",
    // No password, or what the register reads: still protected as after the reset.
    "0x0000, 0x9603, 0x1111, 0x2222",
    "0x9600, 0x9603, 0x1111, 0x2222"
  })
  void eachMemoryHasItsBitBehindThePassword(
      String written, String reads, String main, String information) {
    run(" mov #" + written + ", &0x160", " mov #0x5555, &0xF000", " mov #0x6666, &0x1900");
    assertThat(machine.bus().peekWord(SYSCFG0)).isEqualTo(Integer.decode(reads));
    assertThat(machine.bus().peekWord(MAIN)).isEqualTo(Integer.decode(main));
    assertThat(machine.bus().peekWord(INFORMATION)).isEqualTo(Integer.decode(information));
  }

  @Test
  void lostStoresTakeTheirTimeAndAreTold() {
    run(" mov #0x5555, &0xF000", " inc.b &0x1901");
    assertThat(lost).containsExactly(MAIN, INFORMATION + 1);
    assertThat(machine.profile().total().get(Event.FRAM_WRITE)).isEqualTo(2);
    // MOV #N,&EDE 4 cycles each, INC.B (ADD #1) 4.
    assertThat(machine.profile().total().cycles()).isEqualTo(4 + 4 + 4);
  }

  @Test
  void aResetProtectsAgain() {
    run(" mov #0xA500, &0x160", " mov #0x5555, &0xF000", " mov.b #3, &0x160");
    assertThat(machine.bus().peekWord(MAIN)).isEqualTo(0x5555);
    assertThat(machine.bus().peekWord(SYSCFG0)).isEqualTo(0x9600);
    Machine other = MachineFactory.create(DeviceCatalog.byName("MSP430FR2433"));
    other.restore(machine.save());
    other.bus().writeWord(MAIN, 0x7777);
    assertThat(other.bus().peekWord(MAIN)).isEqualTo(0x7777);
    machine.reset(ResetCause.RESET_PIN);
    machine.bus().writeWord(MAIN, 0x6666);
    assertThat(machine.bus().peekWord(MAIN)).isEqualTo(0x5555);
  }
}
