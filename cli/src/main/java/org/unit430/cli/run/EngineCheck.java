package org.unit430.cli.run;

import java.util.function.Supplier;
import org.unit430.simulator.machine.LockStep;
import org.unit430.simulator.machine.Machine;

/** Runs a program on both engines in lock step. */
final class EngineCheck {
  // States are compared after so many cycles; odd, so that no loop keeps step with it.
  private static final long SLICE = 9_973;

  private final Supplier<Machine> machines;
  private final long cycles;

  /**
   * The outcome of a check.
   *
   * @param agrees whether there was no difference
   * @param text for people
   */
  record Outcome(boolean agrees, String text) {}

  EngineCheck(Supplier<Machine> machines, long cycles) {
    this.machines = machines;
    this.cycles = cycles;
  }

  Outcome run() {
    Machine interpreted = machines.get();
    Machine translated = machines.get();
    LockStep.Outcome outcome = new LockStep(interpreted, translated).run(cycles, SLICE);
    long instructions = interpreted.profile().instructions();
    String text =
        outcome
            .difference()
            .map(
                difference ->
                    "%s; to reproduce it: --check-engine --max-cycles %d"
                        .formatted(difference, interpreted.cycle()))
            .orElseGet(
                () ->
                    "both engines agree in %,d instructions, of which %,d ran translated; %s"
                        .formatted(
                            instructions,
                            translated.translatedInstructions(),
                            outcome.reason().description()));
    return new Outcome(outcome.difference().isEmpty(), text);
  }
}
