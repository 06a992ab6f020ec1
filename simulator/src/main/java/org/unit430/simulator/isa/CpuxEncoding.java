package org.unit430.simulator.isa;

import org.unit430.simulator.isa.Opcode.Format;
import org.unit430.simulator.isa.Operand.Mode;

/**
 * Words of the instructions that CPUX adds: address instructions, RxxM, PUSHM, POPM, CALLA. SLAU367
 * 4.6.1, 4.6.4, table 4-20.
 */
final class CpuxEncoding {
  private CpuxEncoding() {}

  static int[] address(Instruction instruction) {
    Opcode opcode = instruction.opcode();
    Operand source = instruction.source();
    Operand destination = instruction.destination();
    int index = Opcode.of(Format.ADDRESS).indexOf(opcode);
    if (destination.mode() == Mode.REGISTER) {
      return toRegister(instruction, index, destination.register());
    }
    if (opcode != Opcode.MOVA) {
      throw new EncodingException(
          "the destination of " + EncodingException.name(opcode) + " must be a register");
    }
    if (source.mode() != Mode.REGISTER) {
      throw new EncodingException("MOVA to memory takes only a register as source");
    }
    int register = source.register();
    return switch (destination.mode()) {
      case ABSOLUTE -> {
        int value = Encoder.unsigned20(destination, "address");
        yield new int[] {0x60 | register << 8 | value >> 16, value & 0xFFFF};
      }
      case INDEXED, SYMBOLIC ->
          new int[] {
            0x70 | register << 8 | destination.register(), index16(instruction, destination)
          };
      default -> throw EncodingException.unsupported(instruction, destination);
    };
  }

  private static int[] toRegister(Instruction instruction, int index, int register) {
    Opcode opcode = instruction.opcode();
    Operand source = instruction.source();
    if (source.mode() == Mode.REGISTER) {
      return new int[] {opcode.code() | source.register() << 8 | register};
    }
    if (source.mode() == Mode.IMMEDIATE) {
      int value = Encoder.unsigned20(source, "immediate");
      return new int[] {0x80 + index * 0x10 | value >> 16 << 8 | register, value & 0xFFFF};
    }
    if (opcode != Opcode.MOVA) {
      throw EncodingException.unsupported(instruction, source);
    }
    return switch (source.mode()) {
      case INDIRECT -> new int[] {source.register() << 8 | register};
      case AUTOINCREMENT -> new int[] {0x10 | source.register() << 8 | register};
      case ABSOLUTE -> {
        int value = Encoder.unsigned20(source, "address");
        yield new int[] {0x20 | value >> 16 << 8 | register, value & 0xFFFF};
      }
      case INDEXED, SYMBOLIC ->
          new int[] {0x30 | source.register() << 8 | register, index16(instruction, source)};
      default -> throw EncodingException.unsupported(instruction, source);
    };
  }

  static int[] rotateMultiple(Instruction instruction) {
    int count = instruction.count();
    checkCount(instruction, 4);
    int sizeBit =
        switch (instruction.size()) {
          case ADDRESS -> 0;
          case WORD -> 0x10;
          case BYTE -> throw EncodingException.noSize(instruction);
        };
    int register = plainRegister(instruction);
    return new int[] {instruction.opcode().code() | (count - 1) << 10 | sizeBit | register};
  }

  static int[] pushPopMultiple(Instruction instruction) {
    int count = instruction.count();
    checkCount(instruction, 16);
    int sizeBit =
        switch (instruction.size()) {
          case ADDRESS -> 0;
          case WORD -> 0x100;
          case BYTE -> throw EncodingException.noSize(instruction);
        };
    int highest = plainRegister(instruction);
    int lowest = highest - count + 1;
    if (lowest < 0) {
      throw new EncodingException(
          String.format(
              "%s #%d,R%d would go below R0",
              EncodingException.name(instruction.opcode()), count, highest));
    }
    int field = instruction.opcode() == Opcode.POPM ? lowest : highest;
    return new int[] {instruction.opcode().code() | sizeBit | (count - 1) << 4 | field};
  }

  private static void checkCount(Instruction instruction, int most) {
    if (instruction.count() < 1 || instruction.count() > most) {
      throw new EncodingException(
          String.format(
              "%s takes a count from 1 to %d, not %d",
              EncodingException.name(instruction.opcode()), most, instruction.count()));
    }
  }

  private static int plainRegister(Instruction instruction) {
    if (instruction.destination().mode() != Mode.REGISTER) {
      throw new EncodingException(
          "the operand of " + EncodingException.name(instruction.opcode()) + " must be a register");
    }
    return instruction.destination().register();
  }

  static int[] callAddress(Instruction instruction) {
    Operand operand = instruction.destination();
    int register = operand.register();
    return switch (operand.mode()) {
      case REGISTER -> new int[] {0x1340 | register};
      case INDEXED -> new int[] {0x1350 | register, index16(instruction, operand)};
      case INDIRECT -> new int[] {0x1360 | register};
      case AUTOINCREMENT -> new int[] {0x1370 | register};
      case ABSOLUTE -> withUpperNibble(0x1380, Encoder.unsigned20(operand, "address"));
      case SYMBOLIC -> {
        int address = Encoder.unsigned20(operand, "address");
        yield withUpperNibble(0x1390, address - instruction.address() - 2 & Encoder.ADDRESS_MASK);
      }
      case IMMEDIATE -> withUpperNibble(0x13B0, Encoder.unsigned20(operand, "immediate"));
      case NONE, CONSTANT -> throw EncodingException.unsupported(instruction, operand);
    };
  }

  private static int[] withUpperNibble(int code, int value) {
    return new int[] {code | value >> 16, value & 0xFFFF};
  }

  /** The signed 16-bit index of MOVA and CALLA; relative to PC for a symbolic operand. */
  private static int index16(Instruction instruction, Operand operand) {
    if (operand.mode() == Mode.SYMBOLIC) {
      Encoder.unsigned20(operand, "address");
      int distance = Encoder.signed20(operand.value() - instruction.address() - 2);
      if (distance != (short) distance) {
        throw EncodingException.outOfReach(operand, distance);
      }
      return distance & 0xFFFF;
    }
    if (operand.register() == 0) {
      throw EncodingException.indexOnPc();
    }
    if (operand.value() != (short) operand.value()) {
      throw new EncodingException(
          "index " + operand.value() + " does not fit the signed 16 bits of this instruction");
    }
    return operand.value() & 0xFFFF;
  }
}
