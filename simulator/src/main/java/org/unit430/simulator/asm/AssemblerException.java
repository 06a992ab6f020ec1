package org.unit430.simulator.asm;

import java.util.List;
import java.util.stream.Collectors;

/** A source that cannot be assembled; the message has one line a problem, with its position. */
public final class AssemblerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  AssemblerException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, in order of the source; at most {@link Assembler#MOST_PROBLEMS}. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * Whether a section is too small for what is to lie in it, from which other problems may follow.
   */
  public boolean isOutOfRoom() {
    return problems.stream().map(Problem::message).anyMatch(Section::isTooLarge);
  }

  /**
   * One thing wrong.
   *
   * @param position where
   * @param message what, and what to do about it
   */
  public record Problem(SourcePosition position, String message) {
    /** {@code file:line:column: message}, and the macros it came through. */
    @Override
    public String toString() {
      String trace =
          position.trace().stream().map(frame -> ", " + frame).collect(Collectors.joining());
      return position + ": " + message + trace;
    }
  }
}
