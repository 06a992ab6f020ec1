package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.CARRY;
import static org.unit430.simulator.translate.Code.DESTINATION;
import static org.unit430.simulator.translate.Code.FLAGS_DESTINATION;
import static org.unit430.simulator.translate.Code.FLAGS_RESULT;
import static org.unit430.simulator.translate.Code.FLAGS_SOURCE;
import static org.unit430.simulator.translate.Code.NEGATIVE;
import static org.unit430.simulator.translate.Code.OVERFLOW;
import static org.unit430.simulator.translate.Code.RESULT;
import static org.unit430.simulator.translate.Code.SOURCE;
import static org.unit430.simulator.translate.Code.SUM;
import static org.unit430.simulator.translate.Code.ZERO_RESULT;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Size;
import org.unit430.simulator.translate.FlagFlow.Pending;

/**
 * Results and flags of {@link org.unit430.simulator.cpu.Alu} in bytecode: from the locals SOURCE
 * and DESTINATION, masked to the operand's size, to RESULT and the four flags, each of which has a
 * local of its own so that the JVM drops what nobody reads.
 */
final class AluEmitter {
  private final Code code;

  /** The flags of the present instruction that are computed with it, as in SR. */
  private int live = Alu.FLAGS;

  /** Whether what the others can be computed from is kept. */
  private boolean keeps;

  AluEmitter(Code code) {
    this.code = code;
  }

  /**
   * Says which flags of the next instruction are computed with it.
   *
   * @param keepsOthers whether the others may have to be computed later
   */
  void setLive(int flags, boolean keepsOthers) {
    live = flags;
    keeps = keepsOthers && flags != Alu.FLAGS;
  }

  /** Computes the flags that have not been. */
  void settle(Pending pending) {
    if (pending.flags() == 0) {
      return;
    }
    Instruction instruction = pending.instruction();
    Size size = instruction.size();
    live = pending.flags();
    switch (instruction.opcode()) {
      case BIT, AND, XOR -> logicFlags(instruction, FLAGS_SOURCE, FLAGS_DESTINATION, FLAGS_RESULT);
      default -> sumFlags(size, FLAGS_SOURCE, FLAGS_DESTINATION, FLAGS_RESULT);
    }
  }

  /** Keeps what flags can be computed from later. */
  private void keep(int result) {
    if (keeps) {
      code.load(SOURCE).store(FLAGS_SOURCE);
      code.load(DESTINATION).store(FLAGS_DESTINATION);
      code.load(result).store(FLAGS_RESULT);
    }
  }

  private boolean isLive(int flag) {
    return (live & flag) != 0;
  }

  void twoOperands(Instruction instruction) {
    Size size = instruction.size();
    boolean carryIn = !instruction.zeroCarry();
    switch (instruction.opcode()) {
      case ADD, ADDA -> add(size, false, 0, false);
      case ADDC -> add(size, false, 0, carryIn);
      case SUBC -> add(size, true, 0, carryIn);
      case SUB, CMP, SUBA, CMPA -> add(size, true, 1, false);
      case DADD -> addDecimal(size, carryIn);
      case BIT, AND -> operate(instruction, Opcodes.IAND);
      case XOR -> operate(instruction, Opcodes.IXOR);
      case BIC ->
          code.load(DESTINATION)
              .load(SOURCE)
              .constant(-1)
              .op(Opcodes.IXOR, Opcodes.IAND)
              .store(RESULT);
      case BIS -> code.load(DESTINATION).load(SOURCE).op(Opcodes.IOR).store(RESULT);
      default -> throw new AssertionError(instruction.opcode());
    }
  }

  private void operate(Instruction instruction, int opcode) {
    code.load(DESTINATION).load(SOURCE).op(opcode).store(RESULT);
    logicFlags(instruction, SOURCE, DESTINATION, RESULT);
    keep(RESULT);
  }

  /** destination + source, or its complement, + a constant or the carry. */
  private void add(Size size, boolean complement, int constant, boolean carryIn) {
    if (complement) {
      code.load(SOURCE).constant(size.mask()).op(Opcodes.IXOR).store(SOURCE);
    }
    code.load(DESTINATION).load(SOURCE).op(Opcodes.IADD);
    if (carryIn) {
      code.load(CARRY).op(Opcodes.IADD);
    } else if (constant != 0) {
      code.constant(constant).op(Opcodes.IADD);
    }
    code.op(Opcodes.DUP).store(SUM).and(size.mask()).store(RESULT);
    sumFlags(size, SOURCE, DESTINATION, SUM);
    keep(SUM);
  }

  /** Flags of a sum that has not been masked to the size. */
  private void sumFlags(Size size, int source, int destination, int sum) {
    if (isLive(Alu.CARRY)) {
      code.load(sum).shiftRight(size.bits()).store(CARRY);
    }
    if (isLive(Alu.OVERFLOW)) {
      code.load(destination).load(sum).op(Opcodes.IXOR);
      code.load(source).load(sum).op(Opcodes.IXOR, Opcodes.IAND);
      code.shiftRight(size.bits() - 1).and(1).store(OVERFLOW);
    }
    if (isLive(Alu.ZERO)) {
      code.load(sum).and(size.mask()).store(ZERO_RESULT);
    }
    if (isLive(Alu.NEGATIVE)) {
      code.load(sum).shiftRight(size.bits() - 1).and(1).store(NEGATIVE);
    }
  }

  private void addDecimal(Size size, boolean carryIn) {
    code.load(DESTINATION).load(SOURCE);
    if (carryIn) {
      code.load(CARRY);
    } else {
      code.constant(0);
    }
    code.constant(size.bits()).call("decimalSum", "(IIII)I").store(RESULT);
    if (isLive(Alu.CARRY)) {
      code.load(RESULT).shiftRight(20).and(1).store(CARRY);
    }
    code.load(RESULT).and(0xFFFFF).store(RESULT);
    clearOverflow();
    resultFlags(size, RESULT);
  }

  private void resultFlags(Size size, int result) {
    if (isLive(Alu.ZERO)) {
      code.load(result).store(ZERO_RESULT);
    }
    if (isLive(Alu.NEGATIVE)) {
      code.load(result).shiftRight(size.bits() - 1).store(NEGATIVE);
    }
  }

  private void clearOverflow() {
    if (isLive(Alu.OVERFLOW)) {
      code.constant(0).store(OVERFLOW);
    }
  }

  /** Z, N, C = NOT Z, and V of BIT, AND and XOR. */
  private void logicFlags(Instruction instruction, int source, int destination, int result) {
    Size size = instruction.size();
    logicFlags(size, result);
    if (instruction.opcode() != Opcode.XOR) {
      clearOverflow();
    } else if (isLive(Alu.OVERFLOW)) {
      code.load(destination).load(source).op(Opcodes.IAND).shiftRight(size.bits() - 1);
      code.store(OVERFLOW);
    }
  }

  private void logicFlags(Size size, int result) {
    resultFlags(size, result);
    if (isLive(Alu.CARRY)) {
      code.load(result).load(result).op(Opcodes.INEG, Opcodes.IOR).shiftRight(31).store(CARRY);
    }
  }

  /** RRA, RRC, SXT, SWPB from DESTINATION to RESULT. */
  void oneOperand(Instruction instruction, Size extendTo) {
    Size size = instruction.size();
    switch (instruction.opcode()) {
      case RRA -> shiftArithmetically(size);
      case RRC -> rotate(size, !instruction.zeroCarry());
      case SXT -> {
        code.load(DESTINATION).op(Opcodes.I2B).and(extendTo.mask()).store(RESULT);
        logicFlags(extendTo, RESULT);
        clearOverflow();
      }
      case SWPB -> {
        code.load(DESTINATION).and(0xF0000);
        code.load(DESTINATION).constant(8).op(Opcodes.ISHL).and(0xFF00).op(Opcodes.IOR);
        code.load(DESTINATION).shiftRight(8).and(0xFF).op(Opcodes.IOR).store(RESULT);
      }
      default -> throw new AssertionError(instruction.opcode());
    }
  }

  /** RRCM, RRAM, RLAM, RRUM from DESTINATION to RESULT. */
  void rotateMultiple(Instruction instruction) {
    Size size = instruction.size();
    // One shift takes up the carry of the one before.
    int liveBehind = live;
    live |= Alu.CARRY;
    for (int i = 0; i < instruction.count(); i++) {
      if (i == instruction.count() - 1) {
        live = liveBehind;
      }
      if (i > 0) {
        code.load(RESULT).store(DESTINATION);
      }
      switch (instruction.opcode()) {
        case RRCM -> rotate(size, true);
        case RRAM -> shiftArithmetically(size);
        case RRUM -> rotate(size, false);
        case RLAM -> {
          code.load(DESTINATION).store(SOURCE);
          add(size, false, 0, false);
        }
        default -> throw new AssertionError(instruction.opcode());
      }
    }
  }

  private void shiftArithmetically(Size size) {
    code.load(DESTINATION).shiftRight(1);
    code.load(DESTINATION).and(size.signBit()).op(Opcodes.IOR).store(RESULT);
    shiftedFlags(size);
  }

  private void rotate(Size size, boolean carryIn) {
    code.load(DESTINATION).shiftRight(1);
    if (carryIn) {
      code.load(CARRY).constant(size.bits() - 1).op(Opcodes.ISHL, Opcodes.IOR);
    }
    code.store(RESULT);
    shiftedFlags(size);
  }

  private void shiftedFlags(Size size) {
    if (isLive(Alu.CARRY)) {
      code.load(DESTINATION).and(1).store(CARRY);
    }
    clearOverflow();
    resultFlags(size, RESULT);
  }

  /** Jumps if a conditional jump is taken. */
  void branch(Opcode opcode, Label taken) {
    switch (opcode) {
      case JNE -> code.load(ZERO_RESULT).jump(Opcodes.IFNE, taken);
      case JEQ -> code.load(ZERO_RESULT).jump(Opcodes.IFEQ, taken);
      case JNC -> code.load(CARRY).jump(Opcodes.IFEQ, taken);
      case JC -> code.load(CARRY).jump(Opcodes.IFNE, taken);
      case JN -> code.load(NEGATIVE).jump(Opcodes.IFNE, taken);
      case JGE -> code.load(NEGATIVE).load(OVERFLOW).jump(Opcodes.IF_ICMPEQ, taken);
      case JL -> code.load(NEGATIVE).load(OVERFLOW).jump(Opcodes.IF_ICMPNE, taken);
      default -> throw new AssertionError(opcode);
    }
  }

  /** Sets or clears the flags of a mask: BIS and BIC on SR. */
  void changeFlags(int mask, boolean set) {
    if ((mask & Alu.CARRY) != 0) {
      code.constant(set ? 1 : 0).store(CARRY);
    }
    if ((mask & Alu.ZERO) != 0) {
      code.constant(set ? 0 : 1).store(ZERO_RESULT);
    }
    if ((mask & Alu.NEGATIVE) != 0) {
      code.constant(set ? 1 : 0).store(NEGATIVE);
    }
    if ((mask & Alu.OVERFLOW) != 0) {
      code.constant(set ? 1 : 0).store(OVERFLOW);
    }
  }
}
