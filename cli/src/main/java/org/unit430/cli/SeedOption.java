package org.unit430.cli;

import picocli.CommandLine.Option;

/** The option that chooses inputs among those of a split. */
public final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Chooses the inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  /** What the user chose. */
  public long seed() {
    return seed;
  }
}
