package org.unit430.simulator.microbench;

import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.SleepHistory;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/**
 * What a microbenchmark does while P1.3 is high.
 *
 * @param events all events, the marker's own store among them
 * @param cycles MCLK cycles, sleep included
 * @param sleepSeconds time with the CPU off
 * @param units how often the repeated code ran
 */
public record MicrobenchmarkRun(EventCounts events, long cycles, double sleepSeconds, long units) {
  private static final String DEVICE = "MSP430FR5994";
  private static final long MOST_CYCLES = 400_000_000;

  /**
   * Runs the program on a simulated FR5994.
   *
   * @param megahertz 1, 8 or 16
   * @throws IllegalArgumentException if the program does not come to the falling edge
   */
  public static MicrobenchmarkRun of(Microbenchmark benchmark, int megahertz) {
    ProgramImage image = benchmark.image(megahertz);
    Machine machine = MachineFactory.create(DeviceCatalog.byName(DEVICE));
    machine.load(image);
    SleepHistory sleep = machine.recordSleep();
    runTo(machine, image.address(Microbenchmark.BEGIN), benchmark);
    EventCounts before = machine.profile().total();
    long began = machine.cycle();
    double slept = sleep.seconds();
    runTo(machine, image.address(Microbenchmark.END), benchmark);
    return new MicrobenchmarkRun(
        machine.profile().total().minus(before),
        machine.cycle() - began,
        sleep.seconds() - slept,
        benchmark.units());
  }

  private static void runTo(Machine machine, int address, Microbenchmark benchmark) {
    machine.setBreakpoint(address);
    StopReason reason = machine.run(RunLimits.cycles(MOST_CYCLES));
    machine.clearBreakpoint(address);
    if (!(reason instanceof StopReason.Breakpoint)) {
      throw new IllegalArgumentException(benchmark.name() + ": " + reason);
    }
  }

  /** What is left of a run if the loop and the marker are taken away. */
  public MicrobenchmarkRun less(MicrobenchmarkRun empty) {
    return new MicrobenchmarkRun(
        events.minus(empty.events),
        cycles - empty.cycles,
        sleepSeconds - empty.sleepSeconds,
        units);
  }

  /** The point at which {@link #of} runs. */
  public static OperatingPoint point(int megahertz, double supplyVolts) {
    return new OperatingPoint(megahertz * 1e6, supplyVolts, megahertz > 8 ? 1 : 0);
  }
}
