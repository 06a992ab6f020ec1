package org.unit430.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.unit430.cli.ClockOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.device.DeviceOption;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.environment.CioConsole;
import org.unit430.simulator.environment.HostEnvironment;
import org.unit430.simulator.environment.HostFiles;
import org.unit430.simulator.gdb.GdbServer;
import org.unit430.simulator.gdb.GdbSession;
import org.unit430.simulator.gdb.MonitorCommands;
import org.unit430.simulator.machine.ClockHistory;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.SleepHistory;
import org.unit430.simulator.program.ProgramFormatException;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unit430 gdb}: lets GDB debug a program on a simulated device. */
@Command(
    name = "gdb",
    mixinStandardHelpOptions = true,
    description = {
      "Loads an MSP430 program (ELF, TI-TXT or Intel HEX) and waits for GDB on a port of this"
          + " computer: 'target remote localhost:PORT' in msp430-elf-gdb.",
      "Ends when the client detaches or kills the program."
    })
public final class GdbCommand implements Callable<Integer> {
  private static final int MOST_PORT = 65_535;
  private static final double MICRO = 1e6;

  @Parameters(paramLabel = "FILE", description = "Program to debug.")
  private Path program;

  @Option(
      names = "--port",
      required = true,
      paramLabel = "N",
      description = "TCP port on 127.0.0.1; 0 takes any that is free. Standard error says which.")
  private int port;

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--vcc",
      paramLabel = "VOLTS",
      defaultValue = "3.0",
      description = "Supply voltage, for 'monitor energy' (default: ${DEFAULT-VALUE}).")
  private double vcc;

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandFailure.require(
        port >= 0 && port <= MOST_PORT, "--port must be 0 to " + MOST_PORT + ", not " + port);
    ClockOption.requireVolts(vcc);
    DeviceProfile profile = device.profile();
    ProgramImage image = image();
    Machine machine = MachineFactory.create(profile);
    try {
      machine.load(image);
    } catch (IllegalArgumentException e) {
      throw refused(
          "%s: %s; is it a program for the %s? (see --device)"
              .formatted(program, e.getMessage(), profile.name()),
          e);
    }
    ProgramRunner.startAtResetVector(machine, image);
    serve(machine, image);
    return ExitCode.OK;
  }

  private ProgramImage image() {
    try {
      return ProgramLoader.load(program);
    } catch (ProgramFormatException e) {
      throw refused(e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw refused(program + ": there is no such file", e);
    } catch (IOException e) {
      throw refused(program + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private void serve(Machine machine, ProgramImage image) {
    PrintWriter err = spec.commandLine().getErr();
    ClockHistory clocks = machine.recordClocks();
    SleepHistory sleep = machine.recordSleep();
    MonitorCommands monitor =
        new MonitorCommands(machine, image.entry(), counted -> energy(machine, clocks, sleep));
    // HostFiles closes the files that the firmware opened, not the streams it was given.
    OutputStream console = System.out;
    OutputStream errors = System.err;
    try (HostFiles files = new HostFiles(System.in, console, errors, Optional.empty());
        GdbServer server = open()) {
      connect(machine, image, clocks, files, err);
      err.println("listening on 127.0.0.1:" + server.port());
      err.flush();
      server.serve(() -> new GdbSession(machine, monitor));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.INTERNAL_ERROR, "port " + port + " failed: " + e.getMessage(), e);
    }
  }

  private GdbServer open() {
    try {
      return new GdbServer(port);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--port: %d cannot be opened: %s; 0 takes a free one".formatted(port, e.getMessage()),
          e);
    }
  }

  private void connect(
      Machine machine, ProgramImage image, ClockHistory clocks, HostFiles files, PrintWriter err) {
    Optional<CioConsole> console = CioConsole.of(image, files, err::println);
    machine.setEnvironment(
        machine.device().systemCalls()
            ? HostEnvironment.ofSim(
                files,
                console,
                List.of(String.valueOf(program.getFileName())),
                () -> (long) (clocks.seconds() * MICRO),
                err::println)
            : HostEnvironment.ofDevice(console, err::println));
  }

  /** What the CPU's work has cost, each stretch at the clock at which it was done. */
  private String energy(Machine machine, ClockHistory clocks, SleepHistory sleep) {
    RunEnergy energy =
        RunEnergy.of(
            machine.device().name(),
            energyTable.find(machine.device().name()),
            clocks.stretches(),
            vcc,
            machine.framCache().waitStates(),
            sleep.stretches());
    return energy
        .unknownBecause()
        .map(because -> "unknown: " + because)
        .orElseGet(
            () ->
                "%.6g uJ (95 %% interval %.6g to %.6g) at %s V%s, by table %s, sha256 %.12s"
                    .formatted(
                        energy.meanJoules() * MICRO,
                        energy.lowJoules() * MICRO,
                        energy.highJoules() * MICRO,
                        vcc,
                        energy.excludes().map(what -> ", without " + what).orElse(""),
                        energy.tableId(),
                        energy.tableSha256()));
  }

  private static CommandFailure refused(String complaint, Exception cause) {
    return new CommandFailure(ExitCode.UNSUPPORTED_INPUT, complaint, cause);
  }
}
