package org.unit430.cli.compare;

import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.simulator.machine.Engine;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;

/** Repeats every inference of a machine on the other engine, and compares the machines. */
final class EngineCheck {
  private final NetworkProgram firmware;
  private final Machine checked;
  private final Machine other;
  private final FirmwareRunner runner;

  /** A check of a machine that has started its firmware and done no inference. */
  EngineCheck(NetworkProgram firmware, Machine checked) {
    this.firmware = firmware;
    this.checked = checked;
    this.other = MachineFactory.create(checked.device());
    if (checked.engine() == Engine.INTERPRET) {
      other.translateEagerly();
    }
    this.runner = new FirmwareRunner(firmware, other);
  }

  /**
   * Repeats the inference that the machine has just done.
   *
   * @throws CommandFailure if the machines are not in the same state behind it
   */
  void compare(short[] input, int number) {
    runner.run(input);
    checked
        .save()
        .differenceFrom(other.save())
        .ifPresent(
            difference -> {
              throw new CommandFailure(
                  ExitCode.GATE_FAILED,
                  "method %s, input %d of the test set: the engine %s has %s; the same command with"
                          .formatted(firmware.method(), number, checked.engine(), difference)
                      + " --inputs and --methods of these alone shows it again");
            });
  }
}
