package org.unit430.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which commands let users choose inputs of a workload's test split. */
public final class TestInputsOption {
  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Test inputs of a workload to take (default: ${DEFAULT-VALUE}).")
  private int inputs;

  @Mixin private SeedOption seed = new SeedOption();

  /**
   * How many.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if there are none
   */
  public int count() {
    CommandFailure.require(inputs >= 1, "--inputs must be 1 or more, not " + inputs);
    return inputs;
  }

  /** What chooses them. */
  public long seed() {
    return seed.seed();
  }
}
