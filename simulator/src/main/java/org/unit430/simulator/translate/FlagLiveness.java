package org.unit430.simulator.translate;

import java.util.List;
import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;

/**
 * Which flags of an instruction anybody may read. Within a block, which is always executed to its
 * end, a flag that is set again before it is read need not be computed; at the end all may be read.
 */
final class FlagLiveness {
  private FlagLiveness() {}

  /** For each step of a block, the flags behind it that may be read, a mask of SR bits. */
  static int[] after(List<Step> steps) {
    int[] live = new int[steps.size()];
    int below = Alu.FLAGS;
    for (int i = steps.size() - 1; i >= 0; i--) {
      live[i] = below;
      Instruction instruction = steps.get(i).instruction();
      if (setsAll(instruction)) {
        below = 0;
      }
      if (readsCarry(instruction)) {
        below |= Alu.CARRY;
      }
    }
    return live;
  }

  private static boolean setsAll(Instruction instruction) {
    return switch (instruction.opcode()) {
      case ADD, ADDA, ADDC, SUBC, SUB, CMP, SUBA, CMPA, DADD, BIT, AND, XOR -> true;
      case RRA, RRC, SXT, RRCM, RRAM, RRUM, RLAM -> true;
      default -> false;
    };
  }

  private static boolean readsCarry(Instruction instruction) {
    Opcode opcode = instruction.opcode();
    return opcode == Opcode.ADDC
        || opcode == Opcode.SUBC
        || opcode == Opcode.DADD
        || opcode == Opcode.RRC
        || opcode == Opcode.RRCM;
  }
}
