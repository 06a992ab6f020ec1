package org.unit430.simulator.translate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Size;

/**
 * Which flags of an instruction are computed when it is executed: those that the region itself
 * reads before they are set again. The others are only looked at when the region is left, and
 * computed then, from what the instruction that was the last one to set flags worked on.
 */
final class FlagFlow {
  /**
   * Flags that have not been computed.
   *
   * @param opcode of the instruction that would have set them last, or null
   * @param size of its operands, or null
   * @param flags which of them, a mask of SR bits
   */
  record Pending(Opcode opcode, Size size, int flags) {
    static final Pending NOTHING = new Pending(null, null, 0);
  }

  /** For each block, the flags that its last jump, or what follows, reads before they are set. */
  private final Map<Block, Integer> readBehind = new HashMap<>();

  /** The same without the jump. */
  private final Map<Block, Integer> readBySuccessors = new HashMap<>();

  private final Map<Block, Set<Block>> predecessors = new HashMap<>();

  /** Follows all ways through a region. */
  FlagFlow(List<Block> blocks) {
    for (Block block : blocks) {
      predecessors.put(block, new HashSet<>());
      readBehind.put(block, 0);
    }
    for (Block block : blocks) {
      block.successors.forEach(next -> predecessors.get(next).add(block));
    }
    boolean grows = true;
    while (grows) {
      grows = false;
      for (Block block : blocks) {
        int read = 0;
        for (Block next : block.successors) {
          read |= readBy(next);
        }
        readBySuccessors.put(block, read);
        read |= readByJump(block.last().instruction().opcode());
        grows |= readBehind.put(block, read) != read;
      }
    }
  }

  /** Flags that a block, or what follows it, reads before they are set. */
  private int readBy(Block block) {
    int read = behindSetter(block) || comesFromOne(block) ? readBehind.get(block) : Alu.FLAGS;
    List<Step> steps = block.steps;
    for (int i = steps.size() - 1; i >= 0; i--) {
      read = before(steps.get(i).instruction(), read);
    }
    return read;
  }

  private static int before(Instruction instruction, int readBehind) {
    int read = setsAll(instruction) ? 0 : readBehind;
    return read | read(instruction);
  }

  /** Whether it is always the same instruction that has set the flags at a block's end. */
  private static boolean behindSetter(Block block) {
    return block.steps.stream().anyMatch(step -> setsAny(step.instruction()));
  }

  private boolean comesFromOne(Block block) {
    return !block.isEntered() && predecessors.get(block).size() == 1;
  }

  /** For each step of a block, the flags that have to be computed, a mask of SR bits. */
  int[] computed(Block block) {
    List<Step> steps = block.steps;
    int[] computed = new int[steps.size()];
    int read = (comparesAndJumps(block) ? readBySuccessors : readBehind).get(block);
    boolean isLast = true;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Instruction instruction = steps.get(i).instruction();
      if (setsAny(instruction)) {
        computed[i] = isLast && !canWait(instruction) ? Alu.FLAGS : read;
        isLast = false;
      }
      read = before(instruction, read);
    }
    return computed;
  }

  /**
   * Whether a block ends with a comparison or subtraction and a jump that can look at its operands
   * in place of the flags.
   */
  static boolean comparesAndJumps(Block block) {
    int steps = block.steps.size();
    return steps > 1
        && AluEmitter.isComparison(
            block.steps.get(steps - 2).instruction().opcode(), block.last().instruction().opcode());
  }

  /** The last step of a block that sets flags, from 0; -1 if none does. */
  static int lastSetter(Block block) {
    int last = block.steps.size() - 1;
    while (last >= 0 && !setsAny(block.steps.get(last).instruction())) {
      last--;
    }
    return last;
  }

  /** The flags that have not been computed at a block's end. */
  Pending pendingBehind(Block block) {
    int last = lastSetter(block);
    if (last >= 0) {
      Instruction instruction = block.steps.get(last).instruction();
      int missing = Alu.FLAGS & ~computed(block)[last];
      return canWait(instruction) && missing != 0
          ? new Pending(instruction.opcode(), instruction.size(), missing)
          : Pending.NOTHING;
    }
    return comesFromOne(block)
        ? pendingBehind(predecessors.get(block).iterator().next())
        : Pending.NOTHING;
  }

  /** Flags that a conditional jump reads. */
  private static int readByJump(Opcode opcode) {
    return switch (opcode) {
      case JNE, JEQ -> Alu.ZERO;
      case JNC, JC -> Alu.CARRY;
      case JN -> Alu.NEGATIVE;
      case JGE, JL -> Alu.NEGATIVE | Alu.OVERFLOW;
      default -> 0;
    };
  }

  private static boolean setsAny(Instruction instruction) {
    return setsAll(instruction) || changesSome(instruction);
  }

  /** BIS or BIC of SR. */
  private static boolean changesSome(Instruction instruction) {
    return instruction.destination().is(Registers.SR);
  }

  private static boolean setsAll(Instruction instruction) {
    return switch (instruction.opcode()) {
      case ADD, ADDA, ADDC, SUBC, SUB, CMP, SUBA, CMPA, DADD, BIT, AND, XOR -> true;
      case RRA, RRC, SXT, RRCM, RRAM, RRUM, RLAM, RETI -> true;
      default -> false;
    };
  }

  /** Whether flags can be computed later, see {@link AluEmitter#settle}. */
  private static boolean canWait(Instruction instruction) {
    return switch (instruction.opcode()) {
      case ADD, ADDA, ADDC, SUBC, SUB, CMP, SUBA, CMPA, BIT, AND, XOR -> true;
      default -> false;
    };
  }

  private static int read(Instruction instruction) {
    if (changesSome(instruction)) {
      return Alu.FLAGS;
    }
    return switch (instruction.opcode()) {
      case ADDC, SUBC, DADD, RRC, RRCM -> Alu.CARRY;
      default -> 0;
    };
  }
}
