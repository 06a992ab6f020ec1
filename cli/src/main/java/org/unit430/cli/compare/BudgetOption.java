package org.unit430.cli.compare;

import java.util.Optional;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import picocli.CommandLine.Option;

/** What searches may cost in accuracy, and what for. */
final class BudgetOption {
  private static final double DEFAULT_POINTS = 1;

  @Option(
      names = "--budget",
      paramLabel = "POINTS",
      description =
          "Accuracy, in points on the calibration split (1pt or 1), that auto may give up against"
              + " the same network with nothing skipped (default: 1pt).")
  private Optional<String> budget = Optional.empty();

  @Option(
      names = "--minimise",
      paramLabel = "energy|time",
      description = "What auto makes as small as it can (default: energy).")
  private Optional<Minimise> minimise = Optional.empty();

  /**
   * What the user said.
   *
   * @param searches whether a method that is chosen by a search was asked for
   */
  Budget budget(boolean searches) {
    if (!searches && (minimise.isPresent() || budget.isPresent())) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--budget and --minimise are for methods that are searched for; add auto or ttp-auto to"
              + " --methods");
    }
    return new Budget(
        budget.map(BudgetOption::points).orElse(DEFAULT_POINTS),
        minimise.orElse(Minimise.ENERGY));
  }

  private static double points(String text) {
    String number = text.endsWith("pt") ? text.substring(0, text.length() - 2) : text;
    if (!number.matches("[0-9]{1,3}(\\.[0-9]{1,6})?") || Double.parseDouble(number) > 100) {
      throw new CommandFailure(
          ExitCode.USAGE, "--budget must be 0pt to 100pt, as in 1pt or 0.5pt, not " + text);
    }
    return Double.parseDouble(number);
  }
}
