package org.unit430.simulator.asm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.unit430.simulator.event.Operation;

/** Where the assembly of a unit stands: its names, its section, the operation in force. */
final class UnitState {
  private final Scope scope;
  private final Layout layout;
  private final Deque<Operation> outerOperations = new ArrayDeque<>();
  private SourcePosition lastPush;
  private Section section;
  private Operation operation = Operation.OTHER;
  private boolean operationDeclared;

  UnitState(Scope scope, Layout layout) {
    this.scope = scope;
    this.layout = layout;
    this.section = layout.section("text");
    scope.locate(use -> section.location(use));
  }

  Scope scope() {
    return scope;
  }

  Section section() {
    return section;
  }

  void enterSection(String name) {
    section = layout.section(name);
  }

  /** What the next instructions are for; null as long as the source has not said. */
  Operation operation() {
    return operationDeclared ? operation : null;
  }

  void setOperation(Operation next) {
    operation = next;
    operationDeclared = true;
  }

  void pushOperation(Operation next, SourcePosition position) {
    outerOperations.push(operation);
    lastPush = position;
    setOperation(next);
  }

  void popOperation(SourcePosition position) {
    if (outerOperations.isEmpty()) {
      throw new AssemblyError(position, "'.operation pop' without '.operation push'");
    }
    setOperation(outerOperations.pop());
  }

  /** At the end of the unit. */
  void checkOperations() {
    if (!outerOperations.isEmpty()) {
      throw new AssemblyError(lastPush, "'.operation push' without '.operation pop'");
    }
  }

  Expression expression(Tokens tokens) {
    return new ExpressionParser(tokens, scope).parse();
  }

  /** An expression whose value decides about sizes or lines, so must be known at once. */
  long knownValue(Tokens tokens, String what) {
    Expression expression = expression(tokens);
    OptionalLong value = expression.value(scope);
    if (value.isEmpty()) {
      throw new AssemblyError(
          expression.position(),
          what + " must be known here; symbols in it must be defined above this line");
    }
    return value.getAsLong();
  }
}
