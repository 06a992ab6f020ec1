package org.unit430.simulator.microbench;

import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/**
 * The probe of the FRAM cache that was measured on an FR5994 (prior-art.md section 3.3): 300 passes
 * of calls, from SRAM, to 2-byte RET stubs in FRAM that share a set of the cache.
 */
public final class CacheProbe {
  private static final int RAM = 0x1C00;
  private static final int STACK_TOP = 0x3C00;
  private static final int FRAM = 0x4400;
  private static final int PASSES = 300;
  private static final long CYCLE_LIMIT = 1_000_000;

  private CacheProbe() {}

  /**
   * Cycles that the passes take more under the access time error, as the measured board ran, than
   * without wait states. A pass before them fills the lines.
   *
   * @param calls stubs in the order of the calls, out of A, B and C, for example {@code A B A C}
   */
  public static long extraCycles(String calls) {
    return cycles(calls, true) - cycles(calls, false);
  }

  private static long cycles(String calls, boolean accessTimeError) {
    ProgramImage image =
        new Assembler(CpuCore.CPUX)
            .section("text", RAM, STACK_TOP)
            .section("stubs", FRAM, 0xFF00)
            .add(AssemblyUnit.of("probe.s43", source(calls)))
            .assemble();
    Machine machine = new Machine(DeviceCatalog.byName(MicrobenchmarkProgram.DEVICE));
    machine.load(image);
    machine.framCache().setAccessTimeError(accessTimeError);
    machine.registers().set(Registers.SP, STACK_TOP);
    machine.setBreakpoint(image.address("done"));
    run(machine, 1);
    long start = machine.cycle();
    run(machine, PASSES);
    return machine.cycle() - start;
  }

  private static void run(Machine machine, int passes) {
    machine.registers().set(10, passes);
    machine.registers().set(Registers.PC, RAM);
    StopReason reason = machine.run(RunLimits.cycles(CYCLE_LIMIT));
    if (!(reason instanceof StopReason.Breakpoint)) {
      throw new UnbuildableException("the cache probe does not end: " + reason.description());
    }
  }

  private static String source(String calls) {
    return """
     .section text
    loop:
     call #%s
     sub #1, r10
     jne loop
    done: nop
     .section stubs
    A: ret
     .space 14
    B: ret
     .space 14
    C: ret
    """
        .formatted(calls.replace(" ", "\n call #"));
  }
}
