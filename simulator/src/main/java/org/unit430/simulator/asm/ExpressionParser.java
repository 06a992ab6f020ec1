package org.unit430.simulator.asm;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.unit430.simulator.asm.Expression.BinaryOperation;
import org.unit430.simulator.asm.Expression.UnaryOperation;

/**
 * Parses expressions with the operators and precedence of C, on 64-bit two's complement numbers.
 */
final class ExpressionParser {
  /** What an expression can ask its surroundings while it is parsed. */
  interface Surroundings {
    /** The address of the statement, for {@code $} and {@code .}. */
    long location(SourcePosition use);

    /** The unique name of the local label that {@code 1b} or {@code 1f} means. */
    String localLabel(long number, boolean forward, SourcePosition use);

    /** The value that a {@code .set} symbol has at this place. */
    OptionalLong variable(String name);

    /** Whether the name stands for a register. */
    boolean isRegister(String name);
  }

  private static final int DEEPEST = 100;

  private record Operator(int precedence, BinaryOperation operation) {}

  private static final Map<String, Operator> BINARY = new HashMap<>();
  private static final Map<String, UnaryOperation> UNARY =
      Map.of(
          "-", operand -> -operand,
          "+", operand -> operand,
          "~", operand -> ~operand,
          "!", operand -> truth(operand == 0));
  private static final Map<String, UnaryOperation> FUNCTIONS =
      Map.of(
          "lo16", operand -> operand & 0xFFFF,
          "hi16", operand -> operand >> 16 & 0xFFFF,
          "hi4", operand -> operand >> 16 & 0xF,
          "low", operand -> operand & 0xFF,
          "high", operand -> operand >> 8 & 0xFF);

  static {
    binary(1, "||", null);
    binary(2, "&&", null);
    binary(3, "|", (left, right, position) -> left | right);
    binary(4, "^", (left, right, position) -> left ^ right);
    binary(5, "&", (left, right, position) -> left & right);
    binary(6, "==", (left, right, position) -> truth(left == right));
    binary(6, "!=", (left, right, position) -> truth(left != right));
    binary(7, "<", (left, right, position) -> truth(left < right));
    binary(7, ">", (left, right, position) -> truth(left > right));
    binary(7, "<=", (left, right, position) -> truth(left <= right));
    binary(7, ">=", (left, right, position) -> truth(left >= right));
    binary(8, "<<", (left, right, position) -> left << shiftCount(right, position));
    binary(8, ">>", (left, right, position) -> left >> shiftCount(right, position));
    binary(9, "+", (left, right, position) -> left + right);
    binary(9, "-", (left, right, position) -> left - right);
    binary(10, "*", (left, right, position) -> left * right);
    binary(10, "/", (left, right, position) -> left / divisor(right, position));
    binary(10, "%", (left, right, position) -> left % divisor(right, position));
  }

  private final Tokens tokens;
  private final Surroundings surroundings;
  private int depth;

  ExpressionParser(Tokens tokens, Surroundings surroundings) {
    this.tokens = tokens;
    this.surroundings = surroundings;
  }

  /** Parses the longest expression at the tokens' place. */
  Expression parse() {
    Expression condition = binary(1);
    if (!tokens.peek().is("?")) {
      return condition;
    }
    SourcePosition position = tokens.position();
    tokens.next();
    enter(position);
    Expression yes = parse();
    tokens.expect(":");
    Expression no = parse();
    depth--;
    return conditional(position, condition, yes, no);
  }

  private Expression binary(int least) {
    Expression left = unary();
    while (true) {
      Token token = tokens.peek();
      Operator operator = token.kind() == Token.Kind.PUNCTUATION ? BINARY.get(token.text()) : null;
      if (operator == null || operator.precedence() < least) {
        return left;
      }
      SourcePosition position = tokens.position();
      tokens.next();
      left = combine(position, token.text(), operator, left, binary(operator.precedence() + 1));
    }
  }

  private static Expression combine(
      SourcePosition position, String text, Operator operator, Expression left, Expression right) {
    if (text.equals("&&")) {
      return conditional(position, left, isTrue(right), new Expression.Literal(position, 0));
    }
    if (text.equals("||")) {
      return conditional(position, left, new Expression.Literal(position, 1), isTrue(right));
    }
    int depth = checked(position, Math.max(left.depth(), right.depth()) + 1);
    return new Expression.Binary(position, operator.operation(), left, right, depth);
  }

  private static Expression conditional(
      SourcePosition position, Expression condition, Expression yes, Expression no) {
    int depth = Math.max(condition.depth(), Math.max(yes.depth(), no.depth())) + 1;
    return new Expression.Conditional(position, condition, yes, no, checked(position, depth));
  }

  private static Expression isTrue(Expression operand) {
    return new Expression.Unary(operand.position(), value -> truth(value != 0), operand);
  }

  private Expression unary() {
    Token token = tokens.peek();
    UnaryOperation operation =
        token.kind() == Token.Kind.PUNCTUATION ? UNARY.get(token.text()) : null;
    if (operation == null) {
      return primary();
    }
    SourcePosition position = tokens.position();
    tokens.next();
    enter(position);
    Expression operand = unary();
    depth--;
    checked(position, operand.depth() + 1);
    return new Expression.Unary(position, operation, operand);
  }

  private Expression primary() {
    SourcePosition position = tokens.position();
    Token token = tokens.peek();
    if (tokens.accept("(")) {
      Expression inner = parenthesized(position);
      return inner;
    }
    switch (token.kind()) {
      case NUMBER -> {
        tokens.next();
        return new Expression.Literal(position, token.value());
      }
      case LOCAL_LABEL -> {
        tokens.next();
        boolean forward = token.text().endsWith("f");
        return new Expression.Name(
            position, surroundings.localLabel(token.value(), forward, position));
      }
      case IDENTIFIER -> {
        return word(position, token);
      }
      default -> throw tokens.error("an expression expected, found " + token.described());
    }
  }

  private Expression word(SourcePosition position, Token token) {
    String name = token.text();
    if (surroundings.isRegister(name)) {
      throw tokens.error("register '" + name + "' cannot be part of an expression");
    }
    tokens.next();
    if (name.equals("$") || name.equals(".")) {
      return new Expression.Literal(position, surroundings.location(position));
    }
    UnaryOperation function = FUNCTIONS.get(name.toLowerCase(Locale.ROOT));
    // "low(r5)" is a symbol that happens to be called low, used as an index.
    if (function != null
        && tokens.peek().is("(")
        && !surroundings.isRegister(tokens.peek(1).text())) {
      tokens.next();
      return new Expression.Unary(position, function, parenthesized(position));
    }
    OptionalLong variable = surroundings.variable(name);
    return variable.isPresent()
        ? new Expression.Literal(position, variable.getAsLong())
        : new Expression.Name(position, name);
  }

  private Expression parenthesized(SourcePosition position) {
    enter(position);
    Expression inner = parse();
    tokens.expect(")");
    depth--;
    return inner;
  }

  /** Bounds the recursion, so that no input can exhaust the stack. */
  private void enter(SourcePosition position) {
    depth = checked(position, depth + 1);
  }

  private static int checked(SourcePosition position, int depth) {
    if (depth > DEEPEST) {
      throw new AssemblyError(position, "expression nests more than " + DEEPEST + " deep");
    }
    return depth;
  }

  private static void binary(int precedence, String text, BinaryOperation operation) {
    BINARY.put(text, new Operator(precedence, operation));
  }

  private static long truth(boolean condition) {
    return condition ? 1 : 0;
  }

  private static long divisor(long right, SourcePosition position) {
    if (right == 0) {
      throw new AssemblyError(position, "division by zero");
    }
    return right;
  }

  private static long shiftCount(long right, SourcePosition position) {
    if (right < 0 || right > 63) {
      throw new AssemblyError(position, "shift count " + right + " is not within 0 to 63");
    }
    return right;
  }
}
