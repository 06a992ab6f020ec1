package org.unit430.cli.compare;

import java.util.List;
import java.util.Optional;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.prune.Method;
import picocli.CommandLine.Option;

/** What searches may cost in accuracy, and what for. */
final class BudgetOption {
  private static final double DEFAULT_POINTS = 1;

  @Option(
      names = "--budget",
      paramLabel = "POINTS",
      description =
          "Accuracy, in points on the calibration split (1pt or 1), that a search may give up"
              + " against the same network with nothing skipped. Thresholds of every method are"
              + " then searched instead of being put at --percentile; auto keeps them there, and"
              + " takes 1pt if nothing is said.")
  private Optional<String> budget = Optional.empty();

  @Option(
      names = "--minimise",
      paramLabel = "energy|time",
      description = "What auto and --budget make as small as they can (default: energy).")
  private Optional<Minimise> minimise = Optional.empty();

  /**
   * What the user said.
   *
   * @param methods that were asked for
   */
  Budget budget(List<Method> methods) {
    boolean auto = methods.stream().anyMatch(Method::isByLayer);
    boolean thresholds = methods.stream().anyMatch(method -> method.skips().hasThreshold());
    if (budget.isPresent() && !auto && !thresholds) {
      throw new CommandFailure(
          ExitCode.USAGE, "--budget is for auto and methods with thresholds, as unit: name one");
    }
    if (minimise.isPresent() && !auto && budget.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--minimise says what auto and --budget search for: add one of them");
    }
    return new Budget(
        budget.map(BudgetOption::points).orElse(DEFAULT_POINTS),
        budget.isPresent(),
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
