package org.unit430.simulator.machine;

import java.util.List;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.peripheral.Peripheral;

/**
 * Which instructions are more than themselves: calls that the environment may answer, and jumps in
 * which a program comes to rest. Asked when an instruction is decoded, so that all others run
 * without a thought of it.
 */
final class SpecialInstructions {
  private Environment environment = Environment.NONE;
  private boolean stopsAtEndlessLoops;

  void setEnvironment(Environment newEnvironment) {
    environment = newEnvironment;
  }

  Environment environment() {
    return environment;
  }

  void stopAtEndlessLoops() {
    stopsAtEndlessLoops = true;
  }

  boolean includes(Instruction instruction) {
    return environment.watches(instruction.address())
        || (environment != Environment.NONE && mayBeAnswered(instruction))
        || (stopsAtEndlessLoops && isJumpToItself(instruction));
  }

  /**
   * Whether a program has come to rest at an instruction.
   *
   * @param status SR
   * @param eventsWait whether any module has something scheduled
   */
  boolean isEndless(
      Instruction instruction, int status, boolean eventsWait, List<Peripheral> modules) {
    boolean uninterrupted = (status & Registers.GIE) == 0 || !eventsWait;
    return stopsAtEndlessLoops
        && isJumpToItself(instruction)
        && uninterrupted
        && modules.stream().noneMatch(Peripheral::mayReset);
  }

  /** A call whose target is in the code is answered or not once and for all. */
  private boolean mayBeAnswered(Instruction instruction) {
    Operand target = instruction.destination();
    return isCall(instruction.opcode())
        && (target.mode() != Operand.Mode.IMMEDIATE
            || environment.answers(target.value() & instruction.size().mask()));
  }

  static boolean isCall(Opcode opcode) {
    return opcode == Opcode.CALL || opcode == Opcode.CALLA;
  }

  private static boolean isJumpToItself(Instruction instruction) {
    return instruction.opcode() == Opcode.JMP
        && instruction.destination().value() == instruction.address();
  }
}
