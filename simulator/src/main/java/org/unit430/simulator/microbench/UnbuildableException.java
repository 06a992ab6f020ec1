package org.unit430.simulator.microbench;

/** Why a description of a microbenchmark cannot become a program. */
public final class UnbuildableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * A reason.
   *
   * @param reason one line
   */
  public UnbuildableException(String reason) {
    super(reason);
  }

  UnbuildableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
