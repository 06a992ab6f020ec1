package org.unit430.simulator.translate;

import java.util.List;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Operand;

/** Where control goes behind an instruction. */
enum Flow {
  /** To the next instruction in memory. */
  STRAIGHT,
  /** To the next instruction or to a target. */
  CONDITIONAL,
  /** To a target that the code tells. */
  FIXED,
  /** To a target that is computed. */
  COMPUTED,
  /** Out of the region: RETI changes in SR what decides what happens next. */
  OUT;

  static Flow of(Instruction instruction) {
    if (instruction.opcode() == Opcode.JMP) {
      return FIXED;
    }
    if (instruction.opcode().format() == Opcode.Format.JUMP) {
      return CONDITIONAL;
    }
    if (instruction.opcode() == Opcode.RETI) {
      return OUT;
    }
    if (!instruction.changesFlow()) {
      return STRAIGHT;
    }
    return targetOperand(instruction).mode() == Operand.Mode.IMMEDIATE
            && (isCall(instruction.opcode()) || instruction.opcode().ignoresDestination())
        ? FIXED
        : COMPUTED;
  }

  static boolean isCall(Opcode opcode) {
    return opcode == Opcode.CALL || opcode == Opcode.CALLA;
  }

  /** Whether what an instruction moves is popped: RET or RETA, if it changes the flow. */
  static boolean isReturn(Instruction instruction) {
    Operand source = instruction.source();
    return source.mode() == Operand.Mode.AUTOINCREMENT && source.register() == Registers.SP;
  }

  private static Operand targetOperand(Instruction instruction) {
    return isCall(instruction.opcode()) ? instruction.destination() : instruction.source();
  }

  /** The target of a jump, or of a fixed branch or call. */
  static int target(Instruction instruction) {
    return instruction.opcode().format() == Opcode.Format.JUMP
        ? instruction.destination().value()
        : targetOperand(instruction).value() & instruction.size().mask() & ~1;
  }

  /** Addresses to which control may go, as far as they are known. */
  static List<Integer> successors(Step step) {
    return switch (of(step.instruction())) {
      case STRAIGHT -> List.of(step.next());
      case CONDITIONAL -> List.of(step.next(), target(step.instruction()));
      case FIXED -> List.of(target(step.instruction()));
      case COMPUTED -> step.targets();
      case OUT -> List.of();
    };
  }
}
