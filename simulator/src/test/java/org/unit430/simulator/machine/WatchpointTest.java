package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.memory.Watchpoints.Access;
import org.unit430.simulator.memory.Watchpoints.Watchpoint;

class WatchpointTest {
  private static Machine machine() {
    Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    machine.load(
        Assembler.assemble(
            CpuCore.CPUX,
            "watch.s43",
            """
                    .org 0x4400
            main:   mov #0x5A80, &0x15C     ; 4400: hold the watchdog
                    mov #0x2C00, sp         ; 4406
                    mov #1, &0x1C00         ; 440A
                    mov &0x1C00, r4         ; 440E
                    mov.b #2, &0x1C03       ; 4412
                    mov r4, &0x5000         ; 4416: FRAM
                    mov &0x5000, r5         ; 441A
                    jmp $                   ; 441E
                    .org 0xFFFE
                    .word main
            """));
    return machine;
  }

  @ParameterizedTest
  @CsvSource({
    // first byte, bytes, access; PC behind the instruction, address reported
    "0x1C00, 2, WRITE, 0x440E, 0x1C00",
    "0x1C00, 2, READ,  0x4412, 0x1C00",
    "0x1C00, 2, ANY,   0x440E, 0x1C00",
    "0x1C01, 1, WRITE, 0x440E, 0x1C01",
    "0x1C02, 2, WRITE, 0x4416, 0x1C03",
    "0x5000, 2, WRITE, 0x441A, 0x5000",
    "0x5000, 2, READ,  0x441E, 0x5000",
    "0x015C, 2, WRITE, 0x4406, 0x015C",
  })
  void aRunStopsBehindTheInstructionThatTouchesTheRange(
      String address, int bytes, Access access, String pc, String reported) {
    Machine machine = machine();
    machine.bus().watchpoints().set(new Watchpoint(Integer.decode(address), bytes, access));

    StopReason reason = machine.run(RunLimits.cycles(1000));

    assertThat(reason).isInstanceOf(StopReason.Watchpoint.class);
    assertThat(((StopReason.Watchpoint) reason).hit().address())
        .isEqualTo(Integer.decode(reported));
    assertThat(machine.registers().get(0)).isEqualTo(Integer.decode(pc));
  }

  @Test
  void watchingChangesNoCount() {
    Machine plain = machine();
    plain.run(RunLimits.cycles(1000));

    Machine watched = machine();
    watched.bus().watchpoints().set(new Watchpoint(0, 0x100000, Access.ANY));
    int stops = 0;
    while (watched.cycle() < plain.cycle()) {
      watched.run(RunLimits.cycles(plain.cycle() - watched.cycle()));
      stops++;
    }

    assertThat(stops).isEqualTo(7); // six accesses, and the end
    assertThat(watched.profile()).isEqualTo(plain.profile());
    assertThat(watched.bus().memory().copy()).isEqualTo(plain.bus().memory().copy());
  }

  @Test
  void lookingAndLoadingAreNoAccesses() {
    Machine machine = machine();
    machine.bus().watchpoints().set(new Watchpoint(0x1C10, 2, Access.ANY));
    machine.bus().pokeWord(0x1C10, 7);
    assertThat(machine.bus().peekWord(0x1C10)).isEqualTo(7);
    assertThat(machine.run(RunLimits.cycles(1000))).isInstanceOf(StopReason.CycleLimit.class);
  }

  @Test
  void aClearedWatchpointNoticesNothing() {
    Machine machine = machine();
    Watchpoint watchpoint = new Watchpoint(0x1C00, 2, Access.ANY);
    machine.bus().watchpoints().set(watchpoint);
    machine.bus().watchpoints().clear(watchpoint);
    assertThat(machine.run(RunLimits.cycles(1000))).isInstanceOf(StopReason.CycleLimit.class);
  }

  @Test
  void aResumedRunStopsAtABreakpointWhereItBegins() {
    Machine machine = machine();
    machine.setBreakpoint(0x4400);
    assertThat(machine.resume(RunLimits.NONE)).isEqualTo(new StopReason.Breakpoint(0x4400));
    assertThat(machine.run(RunLimits.cycles(1000))).isInstanceOf(StopReason.CycleLimit.class);
  }
}
