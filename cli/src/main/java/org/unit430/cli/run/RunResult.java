package org.unit430.cli.run;

import java.util.List;
import java.util.OptionalInt;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.SleepHistory;

/**
 * What came of running one file.
 *
 * @param file as the user named it
 * @param status how it ended
 * @param exitCode what the program gave to exit, -32768 to 32767; empty if it did not
 * @param instructions retired
 * @param cycles MCLK cycles that passed, those asleep among them
 * @param sleepCycles of them those with the CPU off
 * @param seconds simulated time
 * @param wallSeconds time that the simulation took
 * @param energy of the CPU's work, or why it is unknown
 * @param sleep how long the CPU slept in which mode
 * @param events what the CPU did
 * @param registers R0 to R15
 * @param output console output, as far as it was kept
 * @param warnings what the machine could not do for the program
 * @param textMissing whether an expected text did not appear or a forbidden one did
 * @param reason one line on why it ended
 */
record RunResult(
    String file,
    RunStatus status,
    OptionalInt exitCode,
    long instructions,
    long cycles,
    long sleepCycles,
    double seconds,
    double wallSeconds,
    RunEnergy energy,
    List<SleepHistory.Stretch> sleep,
    EventCounts events,
    List<Integer> registers,
    String output,
    List<String> warnings,
    boolean textMissing,
    String reason) {

  /** A file that could not be run. */
  static RunResult refused(String file, String reason) {
    return new RunResult(
        file,
        RunStatus.REFUSED,
        OptionalInt.empty(),
        0,
        0,
        0,
        0,
        0,
        RunEnergy.unknown("nothing was run"),
        List.of(),
        EventCounts.NONE,
        List.of(),
        "",
        List.of(),
        false,
        reason);
  }

  /**
   * The process's exit code, were this the only file.
   *
   * @param fromFirmware whether a program's own exit status counts
   */
  int processExitCode(boolean fromFirmware) {
    return switch (status) {
      case REFUSED -> ExitCode.UNSUPPORTED_INPUT;
      case FAULT -> ExitCode.FIRMWARE_FAULT;
      case LIMIT -> ExitCode.TIME_OUT;
      case EXITED, STOPPED -> {
        if (textMissing) {
          yield ExitCode.GATE_FAILED;
        }
        // As a shell sees it: the lowest byte.
        yield fromFirmware && exitCode.isPresent() ? exitCode.getAsInt() & 0xFF : ExitCode.OK;
      }
    };
  }

  /** How bad the outcome is; of several files the worst decides the exit code. */
  int severity(boolean fromFirmware) {
    return switch (status) {
      case REFUSED -> 5;
      case FAULT -> 4;
      case LIMIT -> 3;
      case EXITED, STOPPED ->
          textMissing ? 2 : processExitCode(fromFirmware) == ExitCode.OK ? 0 : 1;
    };
  }
}
