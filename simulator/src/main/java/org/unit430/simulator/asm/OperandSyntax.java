package org.unit430.simulator.asm;

import java.util.OptionalLong;

/**
 * An operand as written; its expression may wait for labels further down.
 *
 * @param kind how it is written
 * @param position where it starts
 * @param register its register, where it has one
 * @param expression its expression, or null
 * @param value the expression's value if it is known where it is written
 */
record OperandSyntax(
    Kind kind, SourcePosition position, int register, Expression expression, OptionalLong value) {
  enum Kind {
    /** {@code Rn}. */
    REGISTER,
    /** {@code X(Rn)}. */
    INDEXED,
    /** {@code ADDR}. */
    SYMBOLIC,
    /** {@code &ADDR}. */
    ABSOLUTE,
    /** {@code @Rn}. */
    INDIRECT,
    /** {@code @Rn+}. */
    AUTOINCREMENT,
    /** {@code #N}. */
    IMMEDIATE,
    /** {@code ##N}: never from a constant generator, the word as given. */
    FULL_IMMEDIATE
  }

  static OperandSyntax ofRegister(Kind kind, SourcePosition position, int register) {
    return new OperandSyntax(kind, position, register, null, OptionalLong.empty());
  }

  boolean isImmediate() {
    return kind == Kind.IMMEDIATE || kind == Kind.FULL_IMMEDIATE;
  }
}
