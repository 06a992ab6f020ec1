package org.unit430.simulator.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.program.ProgramImage;

class SnapshotTest {
  /**
   * Every 64 ticks of SMCLK the watchdog's interval timer interrupts; the main loop multiplies,
   * reads and writes FRAM with one wait state, calls, and sleeps in LPM0 now and then.
   */
  private static final ProgramImage PROGRAM =
      Assembler.assemble(
          CpuCore.CPUX,
          "snapshot.s43",
          """
                  .org 0x4400
          main:   mov #0x3C00, sp
                  mov #0xA510, &0x140       ; FRCTL0: NWAITS = 1
                  mov #0x5A1F, &0x15C       ; WDTCTL: interval, SMCLK, /64
                  bis #1, &0x100            ; SFRIE1: WDTIE
                  mov #7, r4
                  nop
                  eint
                  nop
          loop:   call #step
                  mov r4, &0x5000
                  add &0x5000, r6
                  bit #15, r6
                  jnz loop
                  bis #0x18, sr             ; LPM0 with GIE
                  nop
                  jmp loop
          step:   mov r4, &0x4C0            ; MPY
                  mov #0x4F2D, &0x4C8       ; OP2
                  mov &0x4CA, r4
                  add #3, r4
                  ret
          timer:  inc r10
                  xor r4, &0x1C00
                  bic #0x10, 0(sp)
                  reti
                  .org 0xFFF2
                  .word timer
                  .org 0xFFFE
                  .word main
          """);

  private static final long WHOLE = 20_000;

  private static Machine machine() {
    Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    machine.load(PROGRAM);
    return machine;
  }

  /** Runs for some cycles; the trace has the cycle, address and registers of each instruction. */
  private static List<String> trace(Machine machine, long cycles) {
    List<String> trace = new ArrayList<>();
    machine.run(
        RunLimits.cycles(cycles),
        (cycle, instruction, registers) ->
            trace.add(
                cycle + " " + instruction.address() + " " + Arrays.toString(registers.toArray())));
    return trace;
  }

  private static void assertSame(Machine actual, Machine expected) {
    assertThat(actual.cycle()).isEqualTo(expected.cycle());
    assertThat(actual.registers().toArray()).isEqualTo(expected.registers().toArray());
    assertThat(actual.bus().memory().copy()).isEqualTo(expected.bus().memory().copy());
    assertThat(actual.profile()).isEqualTo(expected.profile());
  }

  @Test
  void theProgramInterruptsSleepsAndMultiplies() {
    Machine machine = machine();
    int asleep = 0;
    for (int i = 0; i < WHOLE / 10; i++) {
      machine.run(RunLimits.cycles(10));
      asleep += (machine.registers().get(2) & 0x10) >> 4;
    }
    assertThat(machine.registers().get(10)).isGreaterThan(50);
    assertThat(asleep).isPositive();
  }

  @Test
  void runningAProgramTwiceGivesTheSameTraceAndCounts() {
    Machine first = machine();
    Machine second = machine();
    assertThat(trace(second, WHOLE)).isEqualTo(trace(first, WHOLE));
    assertSame(second, first);
  }

  @Test
  void runningInPiecesChangesNothing() {
    Machine whole = machine();
    Machine pieces = machine();
    List<String> trace = new ArrayList<>();
    while (pieces.cycle() < WHOLE) {
      trace.addAll(trace(pieces, Math.min(7, WHOLE - pieces.cycle())));
    }
    assertThat(trace).isEqualTo(trace(whole, WHOLE));
    assertSame(pieces, whole);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 30, 777, 1000, 1234, 5003, 9999})
  void aRestoredMachineContinuesAsTheOneThatWasSaved(long cycles) {
    Machine saved = machine();
    saved.run(RunLimits.cycles(cycles));
    MachineState state = saved.save();
    List<String> expected = trace(saved, WHOLE);

    Machine fresh = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    fresh.restore(state);
    assertThat(fresh.cycle()).isEqualTo(state.cycle());
    assertThat(trace(fresh, WHOLE)).isEqualTo(expected);
    assertSame(fresh, saved);

    Machine end = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    end.restore(saved.save());
    // Back in time, with all that has happened since in its modules and decoded code.
    saved.restore(state);
    assertThat(trace(saved, WHOLE)).isEqualTo(expected);
    assertSame(saved, end);
  }

  @Test
  void everyMomentOfTheFirstThousandCyclesCanBeRestored() {
    Machine saved = machine();
    Machine other = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    while (saved.cycle() < 1000) {
      other.restore(saved.save());
      assertThat(trace(other, 200)).isEqualTo(trace(twin(saved), 200));
      saved.run(RunLimits.instructions(1));
    }
  }

  /** Another machine that has run as far from the start. */
  private static Machine twin(Machine machine) {
    Machine twin = machine();
    twin.run(RunLimits.cycles(machine.cycle()));
    return twin;
  }

  @Test
  void runningOnDoesNotChangeASavedState() {
    Machine machine = machine();
    machine.run(RunLimits.cycles(500));
    MachineState state = machine.save();
    int[] registers = machine.registers().toArray();
    char[] memory = machine.bus().memory().copy();
    machine.run(RunLimits.cycles(WHOLE));
    assertThat(machine.bus().memory().copy()).isNotEqualTo(memory);
    machine.restore(state);
    assertThat(machine.registers().toArray()).isEqualTo(registers);
    assertThat(machine.bus().memory().copy()).isEqualTo(memory);
  }

  @Test
  void aResetThatIsDueHappensAfterRestoring() {
    Machine machine = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    machine.load(
        Assembler.assemble(
            CpuCore.CPUX,
            "reset.s43",
            """
                    .org 0x4400
            main:   clr &0x15C     ; WDTCTL without its password
                    jmp $
            again:  jmp again
                    .org 0xFFFE
                    .word again
            """));
    machine.registers().set(0, 0x4400);
    machine.run(RunLimits.instructions(1));
    Machine fresh = MachineFactory.create(DeviceCatalog.byName("MSP430FR5994"));
    fresh.restore(machine.save());
    fresh.run(RunLimits.instructions(1));
    assertThat(fresh.registers().get(0)).isEqualTo(0x4406);
  }

  @Test
  void breakpointsOfTheMachineStay() {
    Machine machine = machine();
    MachineState state = machine.save();
    machine.setBreakpoint(0x4404);
    machine.run(RunLimits.cycles(100));
    machine.restore(state);
    assertThat(machine.run(RunLimits.NONE)).isEqualTo(new StopReason.Breakpoint(0x4404));
  }

  @Test
  void aStateOfAnotherDeviceIsRefused() {
    MachineState state = new Machine(DeviceProfile.flatRam(CpuCore.CPUX)).save();
    assertThatThrownBy(() -> machine().restore(state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a snapshot of flat RAM cannot be restored into MSP430FR5994");
  }
}
