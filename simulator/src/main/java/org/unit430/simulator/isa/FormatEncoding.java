package org.unit430.simulator.isa;

import org.unit430.simulator.isa.Operand.Mode;

/** Formats I and II: gathers the fields while the operands give their words. */
final class FormatEncoding {
  private final Instruction instruction;
  private final int[] words;
  private int used;
  private int extension = 0x1800;

  FormatEncoding(Instruction instruction) {
    this.instruction = instruction;
    this.words = new int[instruction.words()];
    this.used = instruction.extended() ? 2 : 1;
  }

  int[] doubleOperand() {
    Operand source = instruction.source();
    Operand destination = instruction.destination();
    int sourceMode = sourceMode(source);
    boolean memory = isIndexedLike(destination);
    if (!memory && destination.mode() != Mode.REGISTER) {
      throw EncodingException.unsupported(instruction, destination);
    }
    if (destination.mode() == Mode.INDEXED) {
      checkIndexBase(destination);
    }
    int sourceNibble = source.hasWord() ? word(source) : 0;
    int destinationNibble = destination.hasWord() ? word(destination) : 0;
    extend(sourceMode == 0 && !memory, sourceNibble << 7 | destinationNibble);
    return finish(
        instruction.opcode().code()
            | source.register() << 8
            | (memory ? 0x80 : 0)
            | sizeBits()
            | sourceMode << 4
            | destination.register());
  }

  int[] singleOperand() {
    Opcode opcode = instruction.opcode();
    Operand operand = instruction.destination();
    boolean writesBack = opcode != Opcode.PUSH && opcode != Opcode.CALL;
    if (writesBack && (operand.mode() == Mode.IMMEDIATE || operand.mode() == Mode.CONSTANT)) {
      throw EncodingException.unsupported(instruction, operand);
    }
    if (writesBack && operand.mode() == Mode.INDEXED && operand.register() == 3) {
      throw new EncodingException("X(R3) would encode a constant");
    }
    int mode = writesBack && operand.mode() == Mode.REGISTER ? 0 : sourceMode(operand);
    int nibble = operand.hasWord() ? word(operand) : 0;
    extend(mode == 0, nibble);
    int size = opcode == Opcode.SWPB || opcode == Opcode.SXT ? sizeOfSwpbOrSxt() : sizeBits();
    if (opcode == Opcode.CALL && instruction.size() != Size.WORD) {
      throw EncodingException.noSize(instruction);
    }
    return finish(opcode.code() | size | mode << 4 | operand.register());
  }

  private static boolean isIndexedLike(Operand operand) {
    return operand.mode() == Mode.INDEXED
        || operand.mode() == Mode.SYMBOLIC
        || operand.mode() == Mode.ABSOLUTE;
  }

  /** The As field; refuses what the constant generators have taken (SLAU367 table 4-2). */
  private int sourceMode(Operand operand) {
    int register = operand.register();
    return switch (operand.mode()) {
      case REGISTER -> {
        if (register == 3) {
          throw new EncodingException("R3 as a source is the constant 0; write #0");
        }
        yield 0;
      }
      case INDEXED -> {
        checkIndexBase(operand);
        if (register == 3) {
          throw new EncodingException("X(R3) as a source would encode the constant 1");
        }
        yield 1;
      }
      case SYMBOLIC, ABSOLUTE -> 1;
      case INDIRECT, AUTOINCREMENT -> {
        boolean indirect = operand.mode() == Mode.INDIRECT;
        if (register == 2 || register == 3) {
          throw new EncodingException(
              String.format("@R%d%s would encode a constant", register, indirect ? "" : "+"));
        }
        if (register == 0 && !indirect) {
          throw new EncodingException("@PC+ is the immediate mode; write #N");
        }
        yield indirect ? 2 : 3;
      }
      case IMMEDIATE -> 3;
      case CONSTANT ->
          switch (operand.value()) {
            case 0 -> 0;
            case 1 -> 1;
            case 2, 4 -> 2;
            default -> 3;
          };
      case NONE -> throw EncodingException.unsupported(instruction, operand);
    };
  }

  private static void checkIndexBase(Operand operand) {
    if (operand.register() == 0) {
      throw EncodingException.indexOnPc();
    }
    if (operand.register() == 2) {
      throw new EncodingException("X(R2) is the absolute mode; write &X");
    }
  }

  /** Stores the operand's word and returns its bits 19:16. */
  private int word(Operand operand) {
    int address = instruction.address() + 2 * used & Encoder.ADDRESS_MASK;
    int value = operand.mode() == Mode.SYMBOLIC ? distance(operand, address) : operand.value();
    if (instruction.extended()) {
      boolean signed = operand.mode() == Mode.INDEXED || operand.mode() == Mode.SYMBOLIC;
      if (signed ? value != Encoder.signed20(value) : (value & ~Encoder.ADDRESS_MASK) != 0) {
        throw doesNotFit(operand, 20);
      }
    } else if (operand.mode() == Mode.INDEXED || operand.mode() == Mode.SYMBOLIC) {
      if (value != (short) value) {
        throw operand.mode() == Mode.SYMBOLIC
            ? EncodingException.outOfReach(operand, value)
            : doesNotFit(operand, 16);
      }
    } else if ((value & ~0xFFFF) != 0) {
      throw doesNotFit(operand, 16);
    }
    words[used++] = value & 0xFFFF;
    return value >> 16 & 15;
  }

  /**
   * From the index word to the operand. A plain instruction in the low 64 KB wraps there and never
   * leaves it (SLAU367 4.4.3).
   */
  private int distance(Operand operand, int wordAddress) {
    Encoder.unsigned20(operand, "address");
    if (instruction.extended() || wordAddress >= 0x10000) {
      return Encoder.signed20(operand.value() - wordAddress);
    }
    if (operand.value() > 0xFFFF) {
      throw EncodingException.outOfRange(
          "operand at "
              + EncodingException.hex(operand.value())
              + " lies above 64 KB, where a plain instruction in the low 64 KB cannot reach");
    }
    return (short) (operand.value() - wordAddress);
  }

  private EncodingException doesNotFit(Operand operand, int bits) {
    String what =
        switch (operand.mode()) {
          case INDEXED -> "index";
          case IMMEDIATE -> "immediate";
          default -> "address";
        };
    String shown =
        operand.mode() == Mode.INDEXED
            ? "" + operand.value()
            : EncodingException.hex(operand.value());
    return EncodingException.outOfRange(
        String.format("%s %s does not fit the %d bits of this instruction", what, shown, bits));
  }

  private int sizeBits() {
    Size size = instruction.size();
    if (!instruction.extended()) {
      if (size == Size.ADDRESS) {
        throw EncodingException.noSize(instruction);
      }
      return size == Size.BYTE ? 0x40 : 0;
    }
    extension |= size == Size.ADDRESS ? 0 : 0x40;
    return size == Size.WORD ? 0 : 0x40;
  }

  /** No B/W bit: A/L alone tells .A from .W (SLAU367 4.5.2.2). */
  private int sizeOfSwpbOrSxt() {
    Size size = instruction.size();
    if (size == Size.BYTE || (size == Size.ADDRESS && !instruction.extended())) {
      throw EncodingException.noSize(instruction);
    }
    extension |= size == Size.ADDRESS ? 0 : 0x40;
    return 0;
  }

  private void extend(boolean registerMode, int nibbles) {
    Repeat repeat = instruction.repeat();
    if (!registerMode) {
      if (instruction.zeroCarry() || !repeat.equals(Repeat.ONCE)) {
        throw new EncodingException(
            "a repeat count or a zeroed carry needs register operands only");
      }
      extension |= nibbles;
      return;
    }
    if ((repeat.field() & ~15) != 0) {
      throw new EncodingException(
          repeat.inRegister()
              ? "there is no register R" + repeat.field()
              : "a repeat count goes from 1 to 16, not " + (repeat.field() + 1));
    }
    extension |= (instruction.zeroCarry() ? 0x100 : 0) | (repeat.inRegister() ? 0x80 : 0);
    extension |= repeat.field();
  }

  private int[] finish(int word) {
    words[instruction.extended() ? 1 : 0] = word;
    if (instruction.extended()) {
      words[0] = extension;
    }
    return words;
  }
}
