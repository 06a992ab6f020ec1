package org.unit430.cli.compare;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which costs beyond those of the inputs a comparison shows. */
final class CostOptions {
  @Option(
      names = "--worst-case",
      description =
          "Bound the latency of every method from the structure of its code: nothing skipped, the"
              + " slower side of every branch, the slowest way through the division, every line"
              + " missing the FRAM cache. In single precision it holds for inputs of which every"
              + " value is 0 or of a magnitude from 2^-24 to 256; for every input if a test input"
              + " is not of these. The report says which.")
  private boolean worstCase;

  @Option(
      names = "--break-even",
      description =
          "Show for each layer what a multiply-accumulate costs that is executed, and that is"
              + " skipped, what a threshold costs, and the skip rate from which on the method is"
              + " faster than dense, ttp-csr and library-dense, as far as these are compared.")
  private boolean breakEven;

  @Option(
      names = "--baseline",
      paramLabel = "METHOD",
      description =
          "The method from which the table of differences is made (default: ttp-csr if it is"
              + " compared, else dense). JSON has the differences from both.")
  private Optional<String> baseline = Optional.empty();

  boolean worstCase() {
    return worstCase;
  }

  boolean breakEven() {
    return breakEven;
  }

  Optional<String> baseline() {
    return baseline;
  }
}
