package org.unit430.cli;

import org.unit430.simulator.device.OperatingPoint;
import picocli.CommandLine.Option;

/** The options by which commands that build firmware let users choose clock and supply. */
public final class ClockOption {
  private static final double TOO_MANY_VOLTS = 100;

  @Option(
      names = "--mhz",
      paramLabel = "8|16",
      defaultValue = "16",
      description = "CPU clock in MHz (default: ${DEFAULT-VALUE}).")
  private int mhz;

  @Option(
      names = "--vcc",
      paramLabel = "VOLTS",
      defaultValue = "3.0",
      description = "Supply voltage (default: ${DEFAULT-VALUE}).")
  private double volts;

  /**
   * MCLK in MHz.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if it is neither 8 nor 16, for which
   *     firmware is built
   */
  public int megahertz() {
    if (mhz != 8 && mhz != 16) {
      throw new CommandFailure(ExitCode.USAGE, "--mhz must be 8 or 16, not " + mhz);
    }
    return mhz;
  }

  /**
   * Supply at VCC; energy tables refuse what they do not cover.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if it is no voltage
   */
  public double volts() {
    return requireVolts(volts);
  }

  /**
   * Returns the value of a {@code --vcc}.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if no device can be meant
   */
  public static double requireVolts(double volts) {
    CommandFailure.require(
        volts > 0 && volts < TOO_MANY_VOLTS,
        "--vcc must be above 0 and below %.0f V, not %s".formatted(TOO_MANY_VOLTS, volts));
    return volts;
  }

  /** Both, with one FRAM wait state above 8 MHz (SLASE54 5.3). */
  public OperatingPoint point() {
    return point(megahertz(), volts());
  }

  /** The point of a clock, 8 or 16 MHz, and a supply. */
  public static OperatingPoint point(int megahertz, double volts) {
    return new OperatingPoint(megahertz * 1e6, volts, megahertz > 8 ? 1 : 0);
  }
}
