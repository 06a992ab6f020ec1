package org.unit430.cli;

import org.unit430.simulator.machine.Engine;
import picocli.CommandLine.Option;

/** The option by which commands that run machines let users choose the engine. */
public final class EngineOption {
  @Option(
      names = "--engine",
      paramLabel = "interpret|translate",
      defaultValue = "translate",
      description =
          "How instructions are executed: one by one, or hot code translated to JVM classes."
              + " Results are the same (default: ${DEFAULT-VALUE}).")
  private Engine engine = Engine.TRANSLATE;

  @Option(
      names = "--check-engine",
      description =
          "Run on both engines at once and fail (3) at the first difference between them:"
              + " registers, memory, cycles, counts, FRAM cache or modules.")
  private boolean check;

  /** What the user chose. */
  public Engine engine() {
    return engine;
  }

  /** Whether both engines are to be held against each other. */
  public boolean check() {
    return check;
  }
}
