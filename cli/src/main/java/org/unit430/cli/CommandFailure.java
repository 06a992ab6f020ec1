package org.unit430.cli;

/**
 * Ends a command with an exit code and one line for the user: {@code unit430: message} on standard
 * error.
 *
 * <p>The message names the file, line, node or address, the cause, and what to do next.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /**
   * A failure that the input explains.
   *
   * @param exitCode one of {@link ExitCode}, not {@link ExitCode#OK}
   * @param message one line
   */
  public CommandFailure(int exitCode, String message) {
    this(exitCode, message, null);
  }

  /**
   * A failure whose cause is worth showing with {@code --stacktrace}.
   *
   * @param exitCode one of {@link ExitCode}, not {@link ExitCode#OK}
   * @param message one line, saying all that the user needs of the cause
   * @param cause what was caught, or null
   */
  public CommandFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    if (exitCode == ExitCode.OK) {
      throw new IllegalArgumentException("a failure needs an exit code other than 0: " + message);
    }
    this.exitCode = exitCode;
  }

  /**
   * Refuses a command line.
   *
   * @param condition what must hold
   * @param complaint one line, naming the option and what it takes
   * @throws CommandFailure with {@link ExitCode#USAGE} if it does not
   */
  public static void require(boolean condition, String complaint) {
    if (!condition) {
      throw new CommandFailure(ExitCode.USAGE, complaint);
    }
  }

  /** Returns the process's exit code. */
  public int exitCode() {
    return exitCode;
  }
}
