package org.unit430.simulator.asm;

import java.util.OptionalLong;

/** An expression over 64-bit numbers, as parsed; its value may have to wait for labels below it. */
sealed interface Expression {
  /** What names stand for. */
  @FunctionalInterface
  interface Names {
    /**
     * The value of a name.
     *
     * @return empty if it is not known yet
     * @throws AssemblyError if it never will be
     */
    OptionalLong value(String name, SourcePosition use);
  }

  /** Where it starts. */
  SourcePosition position();

  /** Operators on the longest way down, to bound recursion. */
  int depth();

  /** The value, or empty if a name in it is not known yet. */
  OptionalLong value(Names names);

  /** The operation of a unary operator or function. */
  @FunctionalInterface
  interface UnaryOperation {
    long apply(long operand);
  }

  /** The operation of a binary operator. */
  @FunctionalInterface
  interface BinaryOperation {
    long apply(long left, long right, SourcePosition position);
  }

  /** A number. */
  record Literal(SourcePosition position, long number) implements Expression {
    @Override
    public int depth() {
      return 1;
    }

    @Override
    public OptionalLong value(Names names) {
      return OptionalLong.of(number);
    }
  }

  /** A symbol. */
  record Name(SourcePosition position, String name) implements Expression {
    @Override
    public int depth() {
      return 1;
    }

    @Override
    public OptionalLong value(Names names) {
      return names.value(name, position);
    }
  }

  /** A unary operator or a function. */
  record Unary(SourcePosition position, UnaryOperation operation, Expression operand)
      implements Expression {
    @Override
    public int depth() {
      return operand.depth() + 1;
    }

    @Override
    public OptionalLong value(Names names) {
      OptionalLong inner = operand.value(names);
      return inner.isEmpty() ? inner : OptionalLong.of(operation.apply(inner.getAsLong()));
    }
  }

  /** A binary operator; both sides are always evaluated. */
  record Binary(
      SourcePosition position,
      BinaryOperation operation,
      Expression left,
      Expression right,
      int depth)
      implements Expression {
    @Override
    public OptionalLong value(Names names) {
      OptionalLong first = left.value(names);
      OptionalLong second = right.value(names);
      return first.isEmpty() || second.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(operation.apply(first.getAsLong(), second.getAsLong(), position));
    }
  }

  /**
   * {@code condition ? yes : no}; only the chosen side is evaluated. {@code a && b} is {@code a ? b
   * != 0 : 0}.
   */
  record Conditional(
      SourcePosition position, Expression condition, Expression yes, Expression no, int depth)
      implements Expression {
    @Override
    public OptionalLong value(Names names) {
      OptionalLong chosen = condition.value(names);
      if (chosen.isEmpty()) {
        return chosen;
      }
      return (chosen.getAsLong() != 0 ? yes : no).value(names);
    }
  }
}
