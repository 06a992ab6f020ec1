package org.unit430.cli.compare;

import java.util.List;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdScope;
import picocli.CommandLine.Option;

/** What shares one threshold T, as a user says it. */
public final class ThresholdsOption {
  @Option(
      names = "--thresholds",
      paramLabel = "global|layer|group:N",
      defaultValue = "layer",
      description =
          "What shares one threshold T: the network, a layer, or N output channels of a layer, the"
              + " last group having what is left (default: ${DEFAULT-VALUE}).")
  private String thresholds = "layer";

  /**
   * What the user said.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if it means nothing, or nothing for one of
   *     the methods
   */
  public ThresholdScope scope(List<Method> methods) {
    try {
      ThresholdScope scope = ThresholdScope.parse(thresholds);
      methods.forEach(scope::requireFor);
      return scope;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--thresholds: " + e.getMessage(), e);
    }
  }
}
