package org.unit430.cli;

import picocli.CommandLine.Option;

/** The option by which commands let users choose how many inputs set formats and thresholds. */
public final class CalibrationOption {
  @Option(
      names = "--calibration",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "Inputs of the calibration split that set scales and thresholds (default:"
              + " ${DEFAULT-VALUE}).")
  private int calibration;

  /**
   * How many.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if there are none
   */
  public int count() {
    CommandFailure.require(calibration >= 1, "--calibration must be 1 or more, not " + calibration);
    return calibration;
  }
}
