package org.unit430.simulator.asm;

import java.util.Optional;
import java.util.OptionalLong;
import org.unit430.simulator.asm.Mnemonic.Slot;
import org.unit430.simulator.asm.OperandSyntax.Kind;
import org.unit430.simulator.isa.CpuCore;
import org.unit430.simulator.isa.Encoder;
import org.unit430.simulator.isa.EncodingException;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.isa.Opcode.Format;
import org.unit430.simulator.isa.Operand;
import org.unit430.simulator.isa.Repeat;
import org.unit430.simulator.isa.Size;

/**
 * An instruction as written, of known length. Constant generators are chosen here, from what is
 * known where the instruction stands, so that its length never changes afterwards.
 *
 * @param position where its mnemonic stands
 * @param mnemonic what it is called
 * @param size operand size
 * @param repeat the repeat prefix before it
 * @param count n of {@code #n,Rd}; else null
 * @param source source as written; else null
 * @param sourceConstant source from a constant generator; else null
 * @param destination destination as written; else null
 * @param destinationConstant destination from a constant generator; else null
 */
record InstructionSyntax(
    SourcePosition position,
    Mnemonic mnemonic,
    Size size,
    Optional<RepeatSyntax> repeat,
    Expression count,
    OperandSyntax source,
    Operand sourceConstant,
    OperandSyntax destination,
    Operand destinationConstant) {

  /**
   * A repeat prefix.
   *
   * @param position where it stands
   * @param zeroCarry whether the ZC bit is set
   * @param register the register that holds the count less one, if there is no expression
   * @param count the count; or null
   */
  record RepeatSyntax(SourcePosition position, boolean zeroCarry, int register, Expression count) {}

  static InstructionSyntax of(
      SourcePosition position,
      Mnemonic mnemonic,
      Size size,
      Optional<RepeatSyntax> repeat,
      Expression count,
      OperandSyntax source,
      OperandSyntax destination) {
    Format format = mnemonic.opcode().format();
    Operand sourceConstant = format == Format.DOUBLE_OPERAND ? constant(source, size) : null;
    Operand destinationConstant =
        format == Format.SINGLE_OPERAND ? constant(destination, size) : null;
    return new InstructionSyntax(
        position,
        mnemonic,
        size,
        repeat,
        count,
        source,
        sourceConstant,
        destination,
        destinationConstant);
  }

  /** What a constant generator makes of an immediate, SLAU367 table 4-2; null if it does not. */
  private static Operand constant(OperandSyntax operand, Size size) {
    if (operand == null || operand.kind() != Kind.IMMEDIATE || operand.value().isEmpty()) {
      return null;
    }
    long value = operand.value().getAsLong();
    return isGenerated(value, size)
        ? Operand.constant(value == size.mask() ? -1 : (int) value)
        : null;
  }

  /** Whether a constant generator makes the value at that size: -1 may be given as all ones. */
  static boolean isGenerated(long value, Size size) {
    return (value >= -1 && value <= 2) || value == 4 || value == 8 || value == size.mask();
  }

  /** Length in words. */
  int words() {
    int words = mnemonic.extended() ? 2 : 1;
    if (mnemonic.opcode().format() == Format.JUMP) {
      return words;
    }
    return words
        + (hasWord(sourceOrSame()) ? 1 : 0)
        + (hasWord(destination) ? 1 : 0)
        + fixedWords();
  }

  private int fixedWords() {
    return (mnemonic.fixedSource().hasWord() ? 1 : 0)
        - (sourceConstant != null ? 1 : 0)
        - (destinationConstant != null ? 1 : 0);
  }

  private OperandSyntax sourceOrSame() {
    return mnemonic.source() == Slot.SAME_AS_DESTINATION ? destination : source;
  }

  private static boolean hasWord(OperandSyntax operand) {
    if (operand == null) {
      return false;
    }
    return switch (operand.kind()) {
      case INDEXED, SYMBOLIC, ABSOLUTE, IMMEDIATE, FULL_IMMEDIATE -> true;
      case REGISTER, INDIRECT, AUTOINCREMENT -> false;
    };
  }

  /** The words at an address, when all symbols are known. */
  int[] encode(int address, CpuCore core, Scope scope) {
    Instruction instruction = resolve(address, scope);
    try {
      return new Encoder(core).encode(instruction);
    } catch (EncodingException refused) {
      throw new AssemblyError(
          position, refused.getMessage() + (refused.isOutOfRange() ? suggestion(core) : ""));
    }
  }

  private String suggestion(CpuCore core) {
    String wider = mnemonic.name() + "x";
    boolean helps = core == CpuCore.CPUX && MnemonicTable.byName(wider).isPresent();
    return helps ? "; use " + wider + ", or load the address into a register" : "";
  }

  private Instruction resolve(int address, Scope scope) {
    OperandResolver resolver = new OperandResolver(this, scope);
    int wordAddress = address + (mnemonic.extended() ? 4 : 2);
    Operand resolvedSource =
        switch (mnemonic.source()) {
          case ABSENT -> Operand.NONE;
          case FIXED -> mnemonic.fixedSource();
          case WRITTEN ->
              sourceConstant != null ? sourceConstant : resolver.operand(source, wordAddress);
          case SAME_AS_DESTINATION -> resolver.operand(destination, wordAddress);
        };
    int next = wordAddress + (resolvedSource.hasWord() ? 2 : 0);
    Operand resolvedDestination =
        switch (mnemonic.destination()) {
          case ABSENT -> Operand.NONE;
          case FIXED -> mnemonic.fixedDestination();
          case WRITTEN, SAME_AS_DESTINATION ->
              mnemonic.source() == Slot.SAME_AS_DESTINATION
                  ? resolvedSource
                  : destinationConstant != null
                      ? destinationConstant
                      : resolver.operand(destination, next);
        };
    boolean zeroCarry = mnemonic.zeroCarry() || repeat.map(RepeatSyntax::zeroCarry).orElse(false);
    return new Instruction(
        address,
        mnemonic.opcode(),
        size,
        mnemonic.extended(),
        zeroCarry,
        resolveRepeat(scope),
        resolvedSource,
        resolvedDestination,
        resolveCount(scope));
  }

  private int resolveCount(Scope scope) {
    if (count == null) {
      return 1;
    }
    long value = known(count, scope);
    if (value < 1 || value > 16) {
      throw new AssemblyError(
          count.position(),
          "count " + value + " is not within " + (rotates() ? "1 to 4" : "1 to 16"));
    }
    return (int) value;
  }

  private boolean rotates() {
    return mnemonic.opcode().format() == Format.ROTATE_MULTIPLE;
  }

  private Repeat resolveRepeat(Scope scope) {
    if (repeat.isEmpty()) {
      return Repeat.ONCE;
    }
    RepeatSyntax prefix = repeat.get();
    if (!mnemonic.extended()) {
      String wider = mnemonic.name() + "x";
      throw new AssemblyError(
          prefix.position(),
          "only extended instructions can be repeated"
              + (MnemonicTable.byName(wider).isPresent() ? "; use " + wider : ""));
    }
    if (prefix.count() == null) {
      return new Repeat(true, prefix.register());
    }
    long value = known(prefix.count(), scope);
    if (value < 1 || value > 16) {
      throw new AssemblyError(
          prefix.count().position(), "repeat count " + value + " is not within 1 to 16");
    }
    return new Repeat(false, (int) value - 1);
  }

  static long known(Expression expression, Scope scope) {
    OptionalLong value = expression.value(scope);
    if (value.isEmpty()) {
      throw new AssemblyError(expression.position(), "the value must be known here");
    }
    return value.getAsLong();
  }
}
