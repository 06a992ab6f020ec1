package org.unit430.simulator.runtime;

import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/** The whole library in a machine's memory, to be called. */
final class RoutineRig {
  private static final int STACK_TOP = 0x2200;
  private static final int KEPT = 0x4321;
  private static final int WATCHDOG_HOLD = 0x5A80;

  private final Machine machine;
  private final ProgramImage image;

  private RoutineRig(String device, CpuCore core, boolean mpy32, int code, int watchdog) {
    Assembler assembler = new Assembler(core).section("text", code, 0xFF00);
    RuntimeLibrary.all(core, mpy32).forEach(assembler::add);
    assembler.add(AssemblyUnit.of("call.s43", "caller: call r4\nreturned: nop\n"));
    this.image = assembler.assemble();
    this.machine = MachineFactory.create(DeviceCatalog.byName(device));
    machine.load(image);
    machine.bus().writeWord(watchdog, WATCHDOG_HOLD);
    machine.setBreakpoint(image.address("returned"));
  }

  /** On an FR5994 without wait states. */
  static RoutineRig cpux() {
    return new RoutineRig("MSP430FR5994", CpuCore.CPUX, true, 0x4400, 0x15C);
  }

  /** On an F1611: the 16-bit core, no MPY32. */
  static RoutineRig classic() {
    return new RoutineRig("MSP430F1611", CpuCore.MSP430, false, 0x4000, 0x120);
  }

  /**
   * Calls a routine; arguments go to R12 and up. Fails if it does not return, or changes a register
   * or the stack that it has to keep.
   *
   * @return R13:R12
   */
  int call(String routine, int... arguments) {
    Registers registers = machine.registers();
    for (int i = 4; i <= 15; i++) {
      registers.set(i, KEPT);
    }
    for (int i = 0; i < arguments.length; i++) {
      registers.set(12 + i, arguments[i] & 0xFFFF);
    }
    registers.set(4, image.address("__mspabi_" + routine));
    registers.set(Registers.SP, STACK_TOP);
    registers.set(Registers.PC, image.address("caller"));
    StopReason reason = machine.run(RunLimits.cycles(20_000));
    boolean kept = registers.get(Registers.SP) == STACK_TOP;
    for (int i = 5; i <= 10; i++) {
      kept &= registers.get(i) == KEPT;
    }
    if (!kept || !(reason instanceof StopReason.Breakpoint)) {
      fail(
          "%s%s: %s, or a register or the stack is not kept",
          routine, Arrays.toString(arguments), reason.description());
    }
    return (registers.get(12) & 0xFFFF) | registers.get(13) << 16;
  }

  /** Calls a routine that takes two 32-bit numbers. */
  int call32(String routine, int first, int second) {
    return call(routine, first, first >> 16, second, second >> 16);
  }

  /** As {@link #call}, for a routine whose result is R12. */
  int call16(String routine, int... arguments) {
    return call(routine, arguments) & 0xFFFF;
  }

  /** MCLK cycles of CALL, routine and return. */
  long cycles(String routine, int... arguments) {
    long start = machine.cycle();
    call(routine, arguments);
    return machine.cycle() - start;
  }
}
