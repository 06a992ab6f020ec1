package org.unit430.firmware.model;

import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.InferenceProgram;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.machine.FirmwareFault;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;

/** A machine with a firmware whose routines are called one by one; thread-safe. */
final class RoutineMachine {
  private static final long CYCLE_LIMIT = 100_000;
  private static final int WORD = 0xFFFF;

  private final Machine machine;
  private final int behind;

  /** Loads the firmware into a machine of its own. */
  RoutineMachine(InferenceProgram firmware, Machine machine) {
    this.machine = machine;
    new FirmwareRunner(firmware, machine);
    this.behind = firmware.inference();
  }

  /**
   * What one call does, its return included.
   *
   * @param entry address of the routine
   * @param first operand in R13:R12
   * @param second operand in R15:R14
   */
  synchronized long[] call(int entry, int first, int second) {
    Registers registers = machine.registers();
    int sp = registers.get(Registers.SP) - 2;
    registers.set(Registers.SP, sp);
    machine.bus().poke(sp, new byte[] {(byte) behind, (byte) (behind >> Byte.SIZE)});
    registers.set(12, first & WORD);
    registers.set(13, first >>> Short.SIZE);
    registers.set(14, second & WORD);
    registers.set(15, second >>> Short.SIZE);
    registers.set(Registers.PC, entry);
    Profile before = machine.profile();
    StopReason reason = machine.run(RunLimits.cycles(CYCLE_LIMIT));
    if (!(reason instanceof StopReason.Breakpoint stop) || stop.address() != behind) {
      throw new FirmwareFault(
          registers.get(Registers.PC),
          "the routine at %05Xh did not return for %08Xh and %08Xh: %s"
              .formatted(entry, first, second, reason.description()));
    }
    return Figures.of(machine.profile().minus(before));
  }
}
