package org.unit430.cli.program;

import org.unit430.simulator.isa.CpuCore;
import picocli.CommandLine.Option;

/** The option by which commands on programs let users choose the instruction set. */
final class CoreOption {
  @Option(
      names = "--core",
      paramLabel = "CORE",
      defaultValue = "CPUX",
      description = "Instruction set: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private CpuCore core;

  CpuCore core() {
    return core;
  }
}
