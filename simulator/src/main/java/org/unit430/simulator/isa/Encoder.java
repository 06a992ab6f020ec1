package org.unit430.simulator.isa;

import org.unit430.simulator.isa.Opcode.Format;
import org.unit430.simulator.isa.Operand.Mode;

/**
 * Turns {@link Instruction}s into code words, the inverse of {@link Decoder}. SLAU367 4.5
 * (formats), 4.6.1 (address instructions), table 4-20 (map).
 *
 * <p>Where several words mean the same instruction, the encoder yields one of them: unused nibbles
 * of an extension word are 0, and {@code CALLA X(PC)} takes the symbolic form 139xh, which reaches
 * all memory, instead of the indexed form 1350h with PC as base.
 */
public final class Encoder {
  static final int ADDRESS_MASK = 0xFFFFF;

  private final CpuCore core;

  /** An encoder for one instruction set. */
  public Encoder(CpuCore core) {
    this.core = core;
  }

  /**
   * The words of an instruction at its address, first word first.
   *
   * @return {@link Instruction#words()} words of 16 bits
   * @throws EncodingException naming what does not fit
   */
  public int[] encode(Instruction instruction) {
    Opcode opcode = instruction.opcode();
    if (core == CpuCore.MSP430 && (opcode.isCpuxOnly() || instruction.extended())) {
      throw new EncodingException(
          (instruction.extended() ? "extended " : "")
              + EncodingException.name(opcode)
              + " exists only on CPUX");
    }
    checkShape(instruction);
    return switch (opcode.format()) {
      case DOUBLE_OPERAND -> new FormatEncoding(instruction).doubleOperand();
      case SINGLE_OPERAND -> new FormatEncoding(instruction).singleOperand();
      case JUMP -> jump(instruction);
      case RETURN -> new int[] {opcode.code()};
      case ADDRESS -> CpuxEncoding.address(instruction);
      case ROTATE_MULTIPLE -> CpuxEncoding.rotateMultiple(instruction);
      case PUSH_POP_MULTIPLE -> CpuxEncoding.pushPopMultiple(instruction);
      case CALL_ADDRESS -> CpuxEncoding.callAddress(instruction);
    };
  }

  private static void checkShape(Instruction instruction) {
    Opcode opcode = instruction.opcode();
    Format format = opcode.format();
    boolean twoOperands = format == Format.DOUBLE_OPERAND || format == Format.ADDRESS;
    if (twoOperands == (instruction.source().mode() == Mode.NONE)) {
      throw new EncodingException(
          EncodingException.name(opcode)
              + (twoOperands ? " needs a source operand" : " takes no source operand"));
    }
    if ((format == Format.RETURN) != (instruction.destination().mode() == Mode.NONE)) {
      throw new EncodingException(
          EncodingException.name(opcode)
              + (format == Format.RETURN ? " takes no operand" : " needs an operand"));
    }
    checkOperand(instruction.source());
    checkOperand(instruction.destination());
    if ((instruction.address() & ~0xFFFFE) != 0) {
      throw new EncodingException(
          "an instruction cannot lie at the odd or too large address "
              + EncodingException.hex(instruction.address()));
    }
    boolean extensible =
        format == Format.DOUBLE_OPERAND
            || (format == Format.SINGLE_OPERAND && opcode != Opcode.CALL);
    if (instruction.extended() && !extensible) {
      throw new EncodingException(EncodingException.name(opcode) + " takes no extension word");
    }
    if (!instruction.extended()
        && (instruction.zeroCarry() || !instruction.repeat().equals(Repeat.ONCE))) {
      throw new EncodingException("a repeat count needs an extended (X) instruction");
    }
    boolean counted = format == Format.ROTATE_MULTIPLE || format == Format.PUSH_POP_MULTIPLE;
    if (!counted && instruction.count() != 1) {
      throw new EncodingException(EncodingException.name(opcode) + " takes no count");
    }
  }

  private static void checkOperand(Operand operand) {
    int register = operand.register();
    if ((register & ~15) != 0) {
      throw new EncodingException("there is no register R" + register);
    }
    boolean consistent =
        switch (operand.mode()) {
          case NONE, SYMBOLIC, IMMEDIATE -> register == 0;
          case ABSOLUTE -> register == 2;
          case CONSTANT -> register == constantGenerator(operand.value());
          case REGISTER, INDEXED, INDIRECT, AUTOINCREMENT -> true;
        };
    if (!consistent) {
      throw new EncodingException(operand.mode() + " does not go with register R" + register);
    }
  }

  private static int constantGenerator(int value) {
    return switch (value) {
      case 4, 8 -> 2;
      case 0, 1, 2, -1 -> 3;
      default -> throw new EncodingException("no constant generator makes " + value);
    };
  }

  private static int[] jump(Instruction instruction) {
    Operand target = instruction.destination();
    if (target.mode() != Mode.SYMBOLIC) {
      throw EncodingException.unsupported(instruction, target);
    }
    int distance = signed20(target.value() - instruction.address());
    if ((distance & 1) != 0) {
      throw new EncodingException(
          "jump target " + EncodingException.hex(target.value()) + " is odd");
    }
    int offset = distance / 2 - 1;
    if (offset < -512 || offset > 511) {
      throw new EncodingException(
          String.format(
              "jump target %s is %+d words away, a jump reaches -511 to +512 words",
              EncodingException.hex(target.value()), distance / 2));
    }
    return new int[] {instruction.opcode().code() | (offset & 0x3FF)};
  }

  static int unsigned20(Operand operand, String what) {
    if ((operand.value() & ~ADDRESS_MASK) != 0) {
      throw new EncodingException(
          what + " " + EncodingException.hex(operand.value()) + " does not fit 20 bits");
    }
    return operand.value();
  }

  static int signed20(int value) {
    return value << 12 >> 12;
  }
}
