package org.unit430.cli.compare;

import org.unit430.cli.CommandFailure;
import org.unit430.cli.EngineOption;
import org.unit430.cli.ExitCode;
import picocli.CommandLine.Option;

/** The option by which comparisons let users choose how the cost of an inference is found. */
public final class FidelityOption {
  @Option(
      names = "--fidelity",
      paramLabel = "machine|model",
      defaultValue = "machine",
      description =
          "machine runs every instruction; model charges each path through the kernels what it"
              + " costs on the machine: the same logits, MACs and instructions, FRAM waits"
              + " estimated, and whole test sets in seconds (default: ${DEFAULT-VALUE}).")
  private Fidelity fidelity = Fidelity.MACHINE;

  /**
   * What the user chose.
   *
   * @throws CommandFailure with {@link ExitCode#USAGE} if the engines are to be checked, which the
   *     model does not use
   */
  public Fidelity of(EngineOption engine) {
    CommandFailure.require(
        fidelity == Fidelity.MACHINE || !engine.check(),
        "--check-engine needs --fidelity machine: the model executes no instructions");
    return fidelity;
  }
}
