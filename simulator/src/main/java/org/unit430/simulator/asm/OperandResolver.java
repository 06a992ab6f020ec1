package org.unit430.simulator.asm;

import org.unit430.simulator.asm.OperandSyntax.Kind;
import org.unit430.simulator.isa.Opcode.Format;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Size;

/** Turns operands as written into operands of the machine, checking that their values fit. */
final class OperandResolver {
  private static final int ADDRESS_MASK = 0xFFFFF;

  private final InstructionSyntax instruction;
  private final Scope scope;
  private final Format format;
  private final boolean extended;

  OperandResolver(InstructionSyntax instruction, Scope scope) {
    this.instruction = instruction;
    this.scope = scope;
    this.format = instruction.mnemonic().opcode().format();
    this.extended = instruction.mnemonic().extended();
  }

  /** The operand whose word, if it has one, lies at that address. */
  Operand operand(OperandSyntax operand, int wordAddress) {
    if (format == Format.JUMP && operand.kind() != Kind.SYMBOLIC) {
      throw new AssemblyError(operand.position(), "a jump takes a label or an address");
    }
    return switch (operand.kind()) {
      case REGISTER -> Operand.register(operand.register());
      case INDIRECT -> Operand.indirect(operand.register());
      case AUTOINCREMENT -> Operand.autoincrement(operand.register());
      case SYMBOLIC -> Operand.symbolic(checked(operand, "address", 0, ADDRESS_MASK, 20));
      case ABSOLUTE -> Operand.absolute(absolute(operand));
      case INDEXED -> indexed(operand, wordAddress);
      case IMMEDIATE -> Operand.immediate(immediate(operand));
      case FULL_IMMEDIATE -> Operand.immediate(fullImmediate(operand));
    };
  }

  private boolean wide() {
    return extended || format == Format.ADDRESS || format == Format.CALL_ADDRESS;
  }

  private int absolute(OperandSyntax operand) {
    return wide()
        ? checked(operand, "address", 0, ADDRESS_MASK, 20)
        : checked(operand, "address", 0, 0xFFFF, 16);
  }

  private Operand indexed(OperandSyntax operand, int wordAddress) {
    if (operand.register() == 2 && format != Format.ADDRESS && format != Format.CALL_ADDRESS) {
      throw new AssemblyError(
          operand.position(), "X(R2) is the absolute mode of the machine; write &X");
    }
    int index;
    if (extended) {
      index = checked(operand, "index", -0x80000, ADDRESS_MASK, 20) << 12 >> 12;
    } else if (wide()) {
      // The address instructions add a signed index to 20 bits: 8000h and more would go backwards.
      index = checked(operand, "index", -0x8000, 0x7FFF, 16);
    } else {
      // In the low 64 KB the sum wraps, so that any 16-bit table address works as an index.
      index = (short) checked(operand, "index", -0x8000, 0xFFFF, 16);
    }
    return operand.register() == 0
        ? Operand.symbolic(relative(wordAddress, index))
        : Operand.indexed(index, operand.register());
  }

  /** X(PC): X counts from the operand's own word; see {@link Operand.Mode#SYMBOLIC}. */
  private int relative(int wordAddress, int index) {
    boolean low = !wide() && wordAddress < 0x10000;
    return wordAddress + index & (low ? 0xFFFF : ADDRESS_MASK);
  }

  private int immediate(OperandSyntax operand) {
    if (format == Format.ADDRESS || format == Format.CALL_ADDRESS) {
      return checked(operand, "immediate", -0x80000, ADDRESS_MASK, 20) & ADDRESS_MASK;
    }
    Size size = instruction.size();
    int value = checked(operand, "immediate", -size.signBit(), size.mask(), size.bits());
    return value & size.mask();
  }

  private int fullImmediate(OperandSyntax operand) {
    int bits = wide() ? 20 : 16;
    int mask = (1 << bits) - 1;
    return checked(operand, "immediate", -(1 << (bits - 1)), mask, bits) & mask;
  }

  private int checked(OperandSyntax operand, String what, int least, int most, int bits) {
    long value = InstructionSyntax.known(operand.expression(), scope);
    if (value < least || value > most) {
      throw new AssemblyError(
          operand.position(),
          String.format(
              "%s %s does not fit %d bits%s",
              what, Numbers.shown(value), bits, suggestion(value, bits)));
    }
    return (int) value;
  }

  private String suggestion(long value, int bits) {
    if (value < -0x80000 || value > ADDRESS_MASK || bits == 20) {
      return "";
    }
    String name = instruction.mnemonic().name();
    if (name.equals("call")) {
      return "; use calla";
    }
    if (name.equals("br")) {
      return "; use bra";
    }
    String wider = name.endsWith("x") ? name : name + "x";
    if (format == Format.ADDRESS || format == Format.CALL_ADDRESS) {
      return "; compute the address in a register";
    }
    return MnemonicTable.byName(wider).isPresent() ? "; use " + wider + ".a or @Rn" : "";
  }
}
