package org.unit430.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.environment.CioConsole;
import org.unit430.simulator.environment.HostEnvironment;
import org.unit430.simulator.environment.HostFiles;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.ClockHistory;
import org.unit430.simulator.machine.InitialClock;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.SleepHistory;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramFormatException;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.program.ProgramLoader;

/** Runs one program file on a machine of its own. */
final class ProgramRunner {
  private static final int RESET_VECTOR = 0xFFFE;
  private static final double MICROSECONDS = 1e6;

  // The clock on the wall is looked at after so many instructions or cycles.
  private static final long INSTRUCTIONS_A_LOOK = 1_000_000;
  private static final long CYCLES_A_LOOK = 100_000_000;

  private final RunSettings settings;
  private final DeviceProfile device;
  private final boolean strict;
  private final InputStream in;
  private final OutputStream out;
  private final OutputStream err;

  /**
   * A runner for any number of files.
   *
   * @param strict whether an access to a register that is not modelled is a fault
   */
  ProgramRunner(
      RunSettings settings,
      DeviceProfile device,
      boolean strict,
      InputStream in,
      OutputStream out,
      OutputStream err) {
    this.settings = settings;
    this.device = device;
    this.strict = strict;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a file.
   *
   * @throws CommandFailure if an option makes no sense for it, or an output file cannot be written
   */
  RunResult run(Path file) {
    ProgramImage program;
    try {
      program = ProgramLoader.load(file);
    } catch (ProgramFormatException e) {
      return RunResult.refused(file.toString(), e.getMessage());
    } catch (NoSuchFileException e) {
      return RunResult.refused(file.toString(), file + ": there is no such file");
    } catch (IOException e) {
      return RunResult.refused(file.toString(), file + ": cannot be read: " + e.getMessage());
    }
    Machine machine;
    try {
      machine = loaded(program);
    } catch (IllegalArgumentException e) {
      return RunResult.refused(
          file.toString(),
          "%s: %s; is it a program for the %s? (see --device)"
              .formatted(file, e.getMessage(), device.name()));
    }
    machine.setEngine(settings.engine());
    return new Session(file, program, machine).run();
  }

  private Machine loaded(ProgramImage program) {
    Machine machine = MachineFactory.create(device);
    machine.load(program);
    startAtResetVector(machine, program);
    setClock(machine);
    return machine;
  }

  /**
   * Runs a file on both engines. What it prints is dropped, and its standard input is empty.
   *
   * @throws CommandFailure if the file is no program for the device
   */
  EngineCheck.Outcome checkEngine(Path file) {
    try {
      ProgramImage program = ProgramLoader.load(file);
      return new EngineCheck(() -> unheard(file, program), settings.maxCycles()).run();
    } catch (ProgramFormatException | IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, file + ": cannot be read", e);
    }
  }

  /** A machine with a program of which nobody hears. */
  private Machine unheard(Path file, ProgramImage program) {
    Machine machine = loaded(program);
    ConsoleOutput console = new ConsoleOutput(Optional.empty());
    HostFiles files =
        new HostFiles(InputStream.nullInputStream(), console, console, settings.files());
    Optional<CioConsole> cio = CioConsole.of(program, files, text -> {});
    machine.stopAtEndlessLoops();
    machine.setEnvironment(
        device.systemCalls()
            ? HostEnvironment.ofSim(
                files, cio, List.of(String.valueOf(file.getFileName())), machine::cycle, text -> {})
            : HostEnvironment.ofDevice(cio, text -> {}));
    settings
        .until()
        .ifPresent(where -> machine.setBreakpoint(CodeAddress.of(where, program, file)));
    return machine;
  }

  /** A device starts where its reset vector says, whatever the file calls its entry. */
  static void startAtResetVector(Machine machine, ProgramImage program) {
    int vector = machine.bus().peekWord(RESET_VECTOR);
    boolean loaded =
        program.segments().stream()
            .anyMatch(s -> s.address() <= RESET_VECTOR && s.end() >= RESET_VECTOR + 2);
    if (loaded && vector != 0) {
      machine.registers().set(Registers.PC, vector);
    }
  }

  private void setClock(Machine machine) {
    settings
        .mclkHertz()
        .ifPresent(
            hertz -> {
              try {
                InitialClock.set(machine, hertz);
              } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.USAGE, "--mhz: " + e.getMessage(), e);
              }
            });
  }

  /** One run. */
  private final class Session {
    private final Path file;
    private final ProgramImage program;
    private final Machine machine;
    private final ClockHistory clocks;
    private final SleepHistory sleep;
    private final OptionalInt until;
    private final ConsoleOutput console;
    private final List<String> warnings = new ArrayList<>();
    private boolean timedOut;
    private Optional<String> complaint = Optional.empty();

    Session(Path file, ProgramImage program, Machine machine) {
      this.file = file;
      this.program = program;
      this.machine = machine;
      this.clocks = machine.recordClocks();
      this.sleep = machine.recordSleep();
      this.until =
          settings.until().isPresent()
              ? OptionalInt.of(CodeAddress.of(settings.until().get(), program, file))
              : OptionalInt.empty();
      this.console =
          new ConsoleOutput(settings.keepsOutput() ? Optional.empty() : Optional.of(out));
      machine.stopAtEndlessLoops();
      until.ifPresent(machine::setBreakpoint);
      machine.bus().onUnmodelledAccess(new UnmodelledRegisters(strict, this::warn));
      machine
          .framCache()
          .onLostWrite(
              new LostWrites(strict, () -> machine.registers().get(Registers.PC), this::warn));
    }

    private void warn(String text) {
      warnings.add(text);
    }

    RunResult run() {
      long began = System.nanoTime();
      StopReason reason;
      try (UartOutput uart = new UartOutput(settings.uart(), console, machine);
          HostFiles files =
              new HostFiles(in, console, settings.keepsOutput() ? console : err, settings.files());
          Observers observers = Observers.of(settings, file, program, machine)) {
        connect(files);
        settings.uartIn().ifPresent(input -> UartInput.connect(input, in, machine));
        reason = run(observers, began);
        observers.finish();
        complaint = complaint(uart);
      }
      return result(reason, (System.nanoTime() - began) / 1e9);
    }

    private void connect(HostFiles files) {
      Optional<CioConsole> cio = CioConsole.of(program, files, this::warn);
      machine.setEnvironment(
          device.systemCalls()
              ? HostEnvironment.ofSim(
                  files,
                  cio,
                  List.of(String.valueOf(file.getFileName())),
                  () -> (long) (clocks.seconds() * MICROSECONDS),
                  this::warn)
              : HostEnvironment.ofDevice(cio, this::warn));
    }

    private StopReason run(Observers observers, long began) {
      long deadline = settings.timeout().map(Duration::toNanos).orElse(Long.MAX_VALUE);
      boolean first = true;
      while (true) {
        long cyclesLeft = settings.maxCycles() - machine.cycle();
        if (!first && until.isPresent() && machine.registers().get(0) == until.getAsInt()) {
          return new StopReason.Breakpoint(until.getAsInt());
        }
        if (cyclesLeft <= 0) {
          return new StopReason.CycleLimit(settings.maxCycles());
        }
        RunLimits look = new RunLimits(Math.min(cyclesLeft, CYCLES_A_LOOK), INSTRUCTIONS_A_LOOK);
        StopReason reason = machine.run(look, observers.listener());
        boolean isLook =
            reason instanceof StopReason.CycleLimit
                || reason instanceof StopReason.InstructionLimit;
        if (!isLook) {
          return reason;
        }
        if (System.nanoTime() - began > deadline) {
          timedOut = true;
          return reason;
        }
        first = false;
      }
    }

    private RunResult result(StopReason reason, double wallSeconds) {
      EventCounts events = machine.profile().total();
      long sleepCycles = machine.cycle() - events.cycles();
      RunStatus status = status(reason);
      String output = console.text();
      if (console.isCut()) {
        warn(
            "the program wrote more than %d bytes; what is behind them is not kept"
                .formatted(ConsoleOutput.MOST_KEPT));
      }
      return new RunResult(
          file.toString(),
          status,
          reason instanceof StopReason.Exited exited
              ? OptionalInt.of(exited.status())
              : OptionalInt.empty(),
          machine.profile().instructions(),
          machine.cycle(),
          sleepCycles,
          clocks.seconds(),
          wallSeconds,
          RunEnergy.of(
              device.name(),
              settings.energyTable().find(device.name()),
              clocks.stretches(),
              settings.supplyVolts(),
              machine.framCache().waitStates(),
              sleep.stretches()),
          sleep.stretches(),
          events,
          Arrays.stream(machine.registers().toArray()).boxed().toList(),
          output,
          List.copyOf(warnings),
          complaint.isPresent(),
          reason(reason) + complaint.map(text -> "; " + text).orElse(""));
    }

    private RunStatus status(StopReason reason) {
      if (reason instanceof StopReason.Exited) {
        return RunStatus.EXITED;
      }
      if (reason instanceof StopReason.Fault) {
        return RunStatus.FAULT;
      }
      boolean limit =
          reason instanceof StopReason.CycleLimit || reason instanceof StopReason.InstructionLimit;
      return limit ? RunStatus.LIMIT : RunStatus.STOPPED;
    }

    private String reason(StopReason reason) {
      if (timedOut) {
        return "time-out of %s s reached at %05Xh"
            .formatted(
                settings.timeout().orElseThrow().toMillis() / 1e3, machine.registers().get(0));
      }
      String where =
          reason instanceof StopReason.Fault fault
              ? " (at %s)".formatted(CodeAddress.named(fault.address(), program))
              : "";
      return reason.description() + where;
    }

    private Optional<String> complaint(UartOutput uart) {
      Optional<String> missing =
          settings
              .expectText()
              .filter(text -> !printed(text, uart))
              .map(text -> "the output does not hold '" + text + "' (--expect-text)");
      return missing.or(
          () ->
              settings
                  .failText()
                  .filter(text -> printed(text, uart))
                  .map(text -> "the output holds '" + text + "' (--fail-text)"));
    }

    private boolean printed(String text, UartOutput uart) {
      return console.text().contains(text) || uart.contains(text);
    }
  }
}
