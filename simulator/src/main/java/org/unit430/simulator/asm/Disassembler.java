package org.unit430.simulator.asm;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import org.unit430.simulator.asm.Mnemonic.Slot;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode;
import org.unit430.simulator.isa.Opcode.Format;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Repeat;
import org.unit430.simulator.isa.Size;

/**
 * Writes instructions as the {@link Assembler} reads them: assembled at the same address, the text
 * gives the words that {@link org.unit430.simulator.isa.Encoder} makes of the instruction.
 */
public final class Disassembler {
  /** Which mnemonics to write. */
  public enum Style {
    /** Emulated ones where they exist, for example {@code RET} for {@code MOV @SP+,PC}. */
    EMULATED,
    /** Only those of real instructions. */
    PLAIN
  }

  private final Style style;

  /** A disassembler of one style. */
  public Disassembler(Style style) {
    this.style = style;
  }

  /** The text of an instruction, all addresses as numbers. */
  public String text(Instruction instruction) {
    return text(instruction, address -> Optional.empty());
  }

  /**
   * The text of an instruction.
   *
   * @param names the symbol at an address, where there is one; used for operands in memory and for
   *     targets of jumps and calls
   */
  public String text(Instruction instruction, IntFunction<Optional<String>> names) {
    Mnemonic mnemonic = mnemonic(instruction);
    StringBuilder text = new StringBuilder(repeat(instruction, mnemonic));
    text.append(mnemonic.name());
    boolean always = mnemonic.extended() || mnemonic.counted();
    if (mnemonic.sizes().areChosen() && (always || instruction.size() != Size.WORD)) {
      text.append(instruction.size().suffix().toLowerCase(Locale.ROOT));
    }
    String separator = " ";
    if (mnemonic.counted()) {
      text.append(separator).append('#').append(instruction.count());
      separator = ", ";
    }
    if (mnemonic.source() == Slot.WRITTEN) {
      text.append(separator).append(operand(instruction, instruction.source(), names));
      separator = ", ";
    }
    if (mnemonic.destination() == Slot.WRITTEN) {
      text.append(separator).append(operand(instruction, instruction.destination(), names));
    }
    return text.toString();
  }

  private Mnemonic mnemonic(Instruction instruction) {
    if (style == Style.EMULATED) {
      for (Mnemonic candidate : MnemonicTable.emulated()) {
        if (matches(candidate, instruction)) {
          return candidate;
        }
      }
    }
    String name = instruction.opcode().mnemonic() + (instruction.extended() ? "x" : "");
    return MnemonicTable.byName(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no instruction " + name));
  }

  private static boolean matches(Mnemonic mnemonic, Instruction instruction) {
    return mnemonic.opcode() == instruction.opcode()
        && mnemonic.extended() == instruction.extended()
        && mnemonic.sizes().contains(instruction.size())
        && (!mnemonic.zeroCarry() || instruction.zeroCarry())
        && switch (mnemonic.source()) {
          case FIXED -> mnemonic.fixedSource().equals(instruction.source());
          case SAME_AS_DESTINATION -> instruction.source().equals(instruction.destination());
          case ABSENT, WRITTEN -> true;
        }
        && (mnemonic.destination() != Slot.FIXED
            || mnemonic.fixedDestination().equals(instruction.destination()));
  }

  private static String repeat(Instruction instruction, Mnemonic mnemonic) {
    boolean zeroCarry = instruction.zeroCarry() && !mnemonic.zeroCarry();
    Repeat repeat = instruction.repeat();
    if (!zeroCarry && repeat.equals(Repeat.ONCE)) {
      return "";
    }
    String count =
        repeat.inRegister() ? Registers.name(repeat.field()) : "#" + repeat.staticCount();
    return (zeroCarry ? "rptz " : "rpt ") + count + " { ";
  }

  private static String operand(
      Instruction instruction, Operand operand, IntFunction<Optional<String>> names) {
    String register = Registers.name(operand.register());
    return switch (operand.mode()) {
      case REGISTER -> register;
      case INDEXED -> Numbers.shown(operand.value()) + "(" + register + ")";
      case SYMBOLIC -> address(operand, names);
      case ABSOLUTE -> "&" + address(operand, names);
      case INDIRECT -> "@" + register;
      case AUTOINCREMENT -> "@" + register + "+";
      case IMMEDIATE -> immediate(instruction, operand, names);
      case CONSTANT -> "#" + operand.value();
      case NONE -> "";
    };
  }

  private static String address(Operand operand, IntFunction<Optional<String>> names) {
    return names.apply(operand.value()).orElseGet(() -> Numbers.shown(operand.value()));
  }

  private static String immediate(
      Instruction instruction, Operand operand, IntFunction<Optional<String>> names) {
    int value = operand.value();
    Format format = instruction.opcode().format();
    if (format == Format.DOUBLE_OPERAND || format == Format.SINGLE_OPERAND) {
      boolean fits = (value & ~instruction.size().mask()) == 0;
      if (!fits || InstructionSyntax.isGenerated(value, instruction.size())) {
        return "##" + Numbers.shown(value);
      }
    }
    boolean target =
        instruction.opcode() == Opcode.CALL
            || instruction.opcode() == Opcode.CALLA
            || (instruction.opcode().ignoresDestination() && instruction.destination().is(0));
    return "#" + (target ? address(operand, names) : Numbers.shown(value));
  }
}
