package org.unit430.cli;

import picocli.CommandLine.Option;

/** The option by which commands let users choose how high UnIT's thresholds are. */
public final class PercentileOption {
  private static final double MOST = 100;

  @Option(
      names = "--percentile",
      paramLabel = "P",
      defaultValue = "50",
      description =
          "UnIT's thresholds: this percentile of the non-zero |x*w| that each is for (default:"
              + " ${DEFAULT-VALUE}).")
  private double percentile;

  /**
   * What the user chose, 0 to 100.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if it is something else
   */
  public double percentile() {
    CommandFailure.require(
        percentile >= 0 && percentile <= MOST, "--percentile must be 0 to 100, not " + percentile);
    return percentile;
  }
}
