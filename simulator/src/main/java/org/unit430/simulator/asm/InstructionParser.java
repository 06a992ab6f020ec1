package org.unit430.simulator.asm;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.unit430.simulator.asm.InstructionSyntax.RepeatSyntax;
import org.unit430.simulator.asm.Mnemonic.Slot;
import org.unit430.simulator.asm.OperandSyntax.Kind;
import org.unit430.simulator.isa.Size;

/** Parses a mnemonic and its operands. */
final class InstructionParser {
  private final Scope scope;

  InstructionParser(Scope scope) {
    this.scope = scope;
  }

  /** Whether a word is a mnemonic, with or without size suffix, or a repeat prefix. */
  static boolean isMnemonic(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return isRepeat(lower) || MnemonicTable.byName(base(lower)).isPresent();
  }

  static boolean isRepeat(String lowerCaseWord) {
    return lowerCaseWord.equals("rpt") || lowerCaseWord.equals("rptz");
  }

  /** Parses the prefix {@code rpt #n}, {@code rpt rN}, or {@code rptz} for a zeroed carry. */
  RepeatSyntax parseRepeat(Tokens tokens) {
    SourcePosition position = tokens.position();
    boolean zeroCarry = tokens.next().text().toLowerCase(Locale.ROOT).equals("rptz");
    if (tokens.accept("#")) {
      Expression count = expression(tokens);
      tokens.accept("{");
      return new RepeatSyntax(position, zeroCarry, 0, count);
    }
    OptionalInt register = acceptRegister(tokens);
    if (register.isEmpty()) {
      throw tokens.error("a repeat count '#n' or a register expected");
    }
    tokens.accept("{");
    return new RepeatSyntax(position, zeroCarry, register.getAsInt(), null);
  }

  /** Parses an instruction up to the end of its line. */
  InstructionSyntax parse(Tokens tokens, Optional<RepeatSyntax> repeat) {
    SourcePosition position = tokens.position();
    String word = tokens.expectIdentifier("an instruction").toLowerCase(Locale.ROOT);
    String base = base(word);
    Mnemonic mnemonic =
        MnemonicTable.byName(base)
            .orElseThrow(
                () -> new AssemblyError(position, "unknown instruction or macro '" + word + "'"));
    Size size = size(mnemonic, word.substring(base.length()), position);
    Expression count = null;
    OperandSyntax source = null;
    OperandSyntax destination = null;
    int left = mnemonic.operands();
    if (mnemonic.counted()) {
      tokens.expect("#");
      count = expression(tokens);
      left = comma(tokens, left, mnemonic);
    }
    if (mnemonic.source() == Slot.WRITTEN) {
      source = operand(tokens, mnemonic);
      left = comma(tokens, left, mnemonic);
    }
    if (mnemonic.destination() == Slot.WRITTEN) {
      destination = operand(tokens, mnemonic);
      comma(tokens, left, mnemonic);
    }
    tokens.expectEnd();
    return InstructionSyntax.of(position, mnemonic, size, repeat, count, source, destination);
  }

  private static int comma(Tokens tokens, int left, Mnemonic mnemonic) {
    if (left > 1 && !tokens.accept(",")) {
      throw tokens.error(
          String.format(
              "'%s' takes %d operands; ',' expected, found %s",
              mnemonic.name(), mnemonic.operands(), tokens.peek().described()));
    }
    if (left == 1 && tokens.peek().is(",")) {
      throw tokens.error(
          String.format(
              "'%s' takes %d operand%s",
              mnemonic.name(), mnemonic.operands(), mnemonic.operands() == 1 ? "" : "s"));
    }
    return left - 1;
  }

  private static String base(String word) {
    boolean suffixed = word.endsWith(".b") || word.endsWith(".w") || word.endsWith(".a");
    return suffixed ? word.substring(0, word.length() - 2) : word;
  }

  private static Size size(Mnemonic mnemonic, String suffix, SourcePosition position) {
    if (suffix.isEmpty()) {
      return mnemonic.sizes().standard();
    }
    Size size =
        switch (suffix) {
          case ".b" -> Size.BYTE;
          case ".w" -> Size.WORD;
          default -> Size.ADDRESS;
        };
    if (!mnemonic.sizes().areChosen()) {
      throw new AssemblyError(position, "'" + mnemonic.name() + "' takes no size suffix");
    }
    if (!mnemonic.sizes().contains(size)) {
      String wider = mnemonic.name() + "x";
      boolean extensible = MnemonicTable.byName(wider).isPresent();
      throw new AssemblyError(
          position,
          String.format(
              "'%s' has no size %s%s",
              mnemonic.name(), suffix, extensible ? "; use " + wider + suffix : ""));
    }
    return size;
  }

  private OperandSyntax operand(Tokens tokens, Mnemonic mnemonic) {
    SourcePosition position = tokens.position();
    if (tokens.accept("#")) {
      Kind kind = tokens.accept("#") ? Kind.FULL_IMMEDIATE : Kind.IMMEDIATE;
      Expression expression = expression(tokens);
      return new OperandSyntax(kind, position, 0, expression, expression.value(scope));
    }
    if (tokens.accept("&")) {
      return plain(Kind.ABSOLUTE, position, expression(tokens));
    }
    if (tokens.accept("@")) {
      OptionalInt register = acceptRegister(tokens);
      if (register.isEmpty()) {
        throw tokens.error("a register expected, found " + tokens.peek().described());
      }
      Kind kind = tokens.accept("+") ? Kind.AUTOINCREMENT : Kind.INDIRECT;
      return OperandSyntax.ofRegister(kind, position, register.getAsInt());
    }
    OptionalInt register = acceptRegister(tokens);
    if (register.isPresent()) {
      return OperandSyntax.ofRegister(Kind.REGISTER, position, register.getAsInt());
    }
    if (tokens.atEnd()) {
      throw tokens.error(
          String.format(
              "'%s' takes %d operand%s, one is missing",
              mnemonic.name(), mnemonic.operands(), mnemonic.operands() == 1 ? "" : "s"));
    }
    Expression expression = expression(tokens);
    if (!tokens.accept("(")) {
      return plain(Kind.SYMBOLIC, position, expression);
    }
    OptionalInt base = acceptRegister(tokens);
    if (base.isEmpty()) {
      throw tokens.error("a register expected, found " + tokens.peek().described());
    }
    tokens.expect(")");
    return new OperandSyntax(
        Kind.INDEXED, position, base.getAsInt(), expression, OptionalLong.empty());
  }

  private static OperandSyntax plain(Kind kind, SourcePosition position, Expression expression) {
    return new OperandSyntax(kind, position, 0, expression, OptionalLong.empty());
  }

  private OptionalInt acceptRegister(Tokens tokens) {
    if (!tokens.peek().isIdentifier()) {
      return OptionalInt.empty();
    }
    OptionalInt register = scope.register(tokens.peek().text());
    if (register.isPresent()) {
      tokens.next();
    }
    return register;
  }

  private Expression expression(Tokens tokens) {
    return new ExpressionParser(tokens, scope).parse();
  }
}
