package org.unit430.simulator.machine;

import java.util.Optional;

/**
 * Two machines of one device with one program, of which one interprets and the other translates:
 * run in slices, they have to be in the same state behind each of them.
 */
public final class LockStep {
  private final Machine interpreted;
  private final Machine translated;

  /**
   * How a run in lock step ended.
   *
   * @param reason why the machines stopped, or would have
   * @param difference what was different, and since when; empty if nothing was
   */
  public record Outcome(StopReason reason, Optional<String> difference) {}

  /** Two machines in the same state; their engines are set here. */
  public LockStep(Machine interpreted, Machine translated) {
    this.interpreted = interpreted;
    this.translated = translated;
    interpreted.setEngine(Engine.INTERPRET);
    translated.translateEagerly();
  }

  /**
   * Runs both.
   *
   * @param cycles how far, in MCLK cycles
   * @param slice after how many cycles the machines are compared; a translated machine does not
   *     leave the interpreter for less than a way through a region
   */
  public Outcome run(long cycles, long slice) {
    long end = interpreted.cycle() + cycles;
    while (true) {
      long begin = interpreted.cycle();
      RunLimits limits = RunLimits.cycles(Math.min(slice, end - begin));
      // Told of every instruction, the interpreter charges each at once: the plainest of its ways.
      StopReason expected = interpreted.run(limits, (began, instruction, registers) -> {});
      StopReason reason = translated.run(limits);
      Optional<String> difference = difference(expected, reason);
      if (difference.isPresent()) {
        return new Outcome(
            expected,
            Optional.of(
                String.format(
                    "translated and interpreted run differ between cycles %d and %d: %s",
                    begin, interpreted.cycle(), difference.get())));
      }
      if (!(expected instanceof StopReason.CycleLimit) || interpreted.cycle() >= end) {
        return new Outcome(expected, Optional.empty());
      }
    }
  }

  private Optional<String> difference(StopReason expected, StopReason reason) {
    return reason.equals(expected)
        ? translated.save().differenceFrom(interpreted.save())
        : Optional.of("stopped with " + reason + ", not " + expected);
  }
}
