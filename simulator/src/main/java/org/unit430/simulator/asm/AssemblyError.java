package org.unit430.simulator.asm;

/** Ends the statement at hand; the pass goes on with the next one. */
final class AssemblyError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SourcePosition position;

  AssemblyError(SourcePosition position, String message) {
    super(message, null, false, false);
    this.position = position;
  }

  AssemblerException.Problem problem() {
    return new AssemblerException.Problem(position, getMessage());
  }
}
