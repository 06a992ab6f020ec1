package org.unit430.simulator.translate;

import static org.unit430.simulator.translate.Code.CARRY;
import static org.unit430.simulator.translate.Code.DESTINATION;
import static org.unit430.simulator.translate.Code.FLAGS_DESTINATION;
import static org.unit430.simulator.translate.Code.FLAGS_SOURCE;
import static org.unit430.simulator.translate.Code.FLAGS_SUM;
import static org.unit430.simulator.translate.Code.NEGATIVE;
import static org.unit430.simulator.translate.Code.OVERFLOW;
import static org.unit430.simulator.translate.Code.RESULT;
import static org.unit430.simulator.translate.Code.SOURCE;
import static org.unit430.simulator.translate.Code.SUM;
import static org.unit430.simulator.translate.Code.ZERO_RESULT;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.unit430.simulator.cpu.Alu;
import org.unit430.simulator.cpu.Registers;
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

  /** The flags that SR holds. */
  void flagsFromStatus() {
    int status = Code.register(Registers.SR);
    code.load(status).and(Alu.CARRY).store(CARRY);
    code.load(status).shiftRight(1).and(1).constant(1).op(Opcodes.IXOR).store(ZERO_RESULT);
    code.load(status).shiftRight(2).and(1).store(NEGATIVE);
    code.load(status).shiftRight(8).and(1).store(OVERFLOW);
  }

  /** Computes the flags that have not been. */
  void settle(Pending pending) {
    live = pending.flags();
    switch (pending.opcode()) {
      case BIT, AND, XOR -> {
        code.load(FLAGS_DESTINATION).load(FLAGS_SOURCE);
        code.op(pending.opcode() == Opcode.XOR ? Opcodes.IXOR : Opcodes.IAND).store(RESULT);
        logicFlags(pending.opcode(), pending.size(), FLAGS_SOURCE, FLAGS_DESTINATION);
      }
      default -> {
        if (takesCarry(pending.opcode())) {
          code.load(FLAGS_SUM).store(SUM);
        } else {
          sum(pending.opcode(), pending.size(), false, FLAGS_SOURCE, FLAGS_DESTINATION);
        }
        sumFlags(pending.opcode(), pending.size(), FLAGS_SOURCE, FLAGS_DESTINATION);
      }
    }
  }

  private static boolean takesCarry(Opcode opcode) {
    return opcode == Opcode.ADDC || opcode == Opcode.SUBC;
  }

  private static boolean subtracts(Opcode opcode) {
    return switch (opcode) {
      case SUBC, SUB, CMP, SUBA, CMPA -> true;
      default -> false;
    };
  }

  /** Keeps what flags can be computed from later. */
  private void keep(Opcode opcode) {
    if (keeps) {
      code.load(SOURCE).store(FLAGS_SOURCE);
      code.load(DESTINATION).store(FLAGS_DESTINATION);
      if (takesCarry(opcode)) {
        code.load(SUM).store(FLAGS_SUM);
      }
    }
  }

  private boolean isLive(int flag) {
    return (live & flag) != 0;
  }

  void twoOperands(Instruction instruction) {
    Size size = instruction.size();
    boolean carryIn = !instruction.zeroCarry();
    switch (instruction.opcode()) {
      case ADD, ADDA, ADDC, SUBC, SUB, CMP, SUBA, CMPA -> add(instruction.opcode(), size, carryIn);
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
    logicFlags(instruction.opcode(), instruction.size(), SOURCE, DESTINATION);
    keep(instruction.opcode());
  }

  private void add(Opcode opcode, Size size, boolean carryIn) {
    sum(opcode, size, carryIn, SOURCE, DESTINATION);
    if (!opcode.discardsResult()) {
      code.load(SUM).and(size.mask()).store(RESULT);
    }
    sumFlags(opcode, size, SOURCE, DESTINATION);
    keep(opcode);
  }

  /**
   * SUM := destination + source, or its complement, + 1 or the carry. A complement is the
   * difference from all ones.
   */
  private void sum(Opcode opcode, Size size, boolean carryIn, int source, int destination) {
    code.load(destination).load(source).op(subtracts(opcode) ? Opcodes.ISUB : Opcodes.IADD);
    if (subtracts(opcode)) {
      code.constant(size.mask() + (takesCarry(opcode) ? 0 : 1)).op(Opcodes.IADD);
    }
    if (takesCarry(opcode) && carryIn) {
      code.load(CARRY).op(Opcodes.IADD);
    }
    code.store(SUM);
  }

  /** Flags of SUM, which has not been masked to the size. */
  private void sumFlags(Opcode opcode, Size size, int source, int destination) {
    if (isLive(Alu.CARRY)) {
      code.load(SUM).shiftRight(size.bits()).store(CARRY);
    }
    if (isLive(Alu.OVERFLOW)) {
      code.load(destination).load(SUM).op(Opcodes.IXOR);
      code.load(source).load(subtracts(opcode) ? destination : SUM);
      code.op(Opcodes.IXOR, Opcodes.IAND);
      code.shiftRight(size.bits() - 1).and(1).store(OVERFLOW);
    }
    if (isLive(Alu.ZERO)) {
      code.load(SUM).and(size.mask()).store(ZERO_RESULT);
    }
    if (isLive(Alu.NEGATIVE)) {
      code.load(SUM).shiftRight(size.bits() - 1).and(1).store(NEGATIVE);
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

  /** Z, N, C = NOT Z, and V of BIT, AND and XOR, of RESULT. */
  private void logicFlags(Opcode opcode, Size size, int source, int destination) {
    logicFlags(size, RESULT);
    if (opcode != Opcode.XOR) {
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
          add(Opcode.ADD, size, false);
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

  /** Whether a jump behind an instruction can compare that one's operands in place of the flags. */
  static boolean isComparison(Opcode before, Opcode jump) {
    return subtracts(before)
        && !takesCarry(before)
        && switch (jump) {
          case JNE, JEQ, JNC, JC, JGE, JL -> true;
          default -> false;
        };
  }

  /** Jumps if such a jump is taken behind a subtraction of SOURCE from DESTINATION. */
  void compare(Size size, Opcode jump, Label taken) {
    boolean isSigned = jump == Opcode.JGE || jump == Opcode.JL;
    code.load(DESTINATION);
    extend(size, isSigned);
    code.load(SOURCE);
    extend(size, isSigned);
    code.jump(
        switch (jump) {
          case JNE -> Opcodes.IF_ICMPNE;
          case JEQ -> Opcodes.IF_ICMPEQ;
          case JNC, JL -> Opcodes.IF_ICMPLT;
          default -> Opcodes.IF_ICMPGE;
        },
        taken);
  }

  /** Extends the sign of what is on the stack, moved to the left. */
  private void extend(Size size, boolean isSigned) {
    if (isSigned) {
      code.constant(Integer.SIZE - size.bits()).op(Opcodes.ISHL);
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
