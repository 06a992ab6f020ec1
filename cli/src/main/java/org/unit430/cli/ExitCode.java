package org.unit430.cli;

/** What the process tells its caller. A firmware's own exit status may take any other value. */
public final class ExitCode {
  /** The command did what it was asked. */
  public static final int OK = 0;

  /** A defect of unit430 itself. */
  public static final int INTERNAL_ERROR = 1;

  /** The command line makes no sense. */
  public static final int USAGE = 2;

  /** The command ran and its result missed what it was asked to reach. */
  public static final int GATE_FAILED = 3;

  /** The input is readable but not supported, or not readable. */
  public static final int UNSUPPORTED_INPUT = 4;

  /** The simulated machine stopped on a fault of its program. */
  public static final int FIRMWARE_FAULT = 5;

  /** The simulated machine reached its cycle or instruction limit. */
  public static final int TIME_OUT = 42;

  private ExitCode() {}
}
