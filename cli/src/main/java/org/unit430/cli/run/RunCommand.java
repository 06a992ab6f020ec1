package org.unit430.cli.run;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.unit430.cli.ClockOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.EngineOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.device.DeviceOption;
import org.unit430.simulator.device.DeviceProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unit430 run}: runs programs and says how they ended and what they cost. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs MSP430 programs (ELF, TI-TXT or Intel HEX), one after another, each on a device just"
          + " switched on. What a program prints goes to standard output, how it ended to standard"
          + " error.",
      "A program ends when it calls exit, reaches --until, comes to rest (JMP $ or sleep that"
          + " nothing will end), faults or runs into a limit. Exit code: 0, or of the worst file 4"
          + " (no program), 5 (fault), 42 (limit), 3 (text)."
    })
public final class RunCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Programs to run.")
  private List<Path> programs = List.of();

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--mhz",
      paramLabel = "MHZ",
      description = "MCLK at the start; the program may change it (default: as after a reset).")
  private Optional<Double> mhz = Optional.empty();

  @Option(
      names = "--vcc",
      paramLabel = "VOLTS",
      defaultValue = "3.0",
      description = "Supply voltage (default: ${DEFAULT-VALUE}).")
  private double vcc;

  @Option(
      names = "--max-cycles",
      paramLabel = "N",
      description = "End a run after N MCLK cycles (default: no limit).")
  private Optional<Long> maxCycles = Optional.empty();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "End a run after so much wall time (default: no limit).")
  private Optional<Double> timeout = Optional.empty();

  @Option(
      names = "--exit-from-firmware",
      description = "Exit with the program's own exit status if it gives one.")
  private boolean exitFromFirmware;

  @Option(
      names = "--until",
      paramLabel = "WHERE",
      description = "Stop before the instruction at a symbol or address (0x4400, 4400h).")
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--expect-text",
      paramLabel = "TEXT",
      description = "Exit with 3 unless the program prints TEXT.")
  private Optional<String> expectText = Optional.empty();

  @Option(
      names = "--fail-text",
      paramLabel = "TEXT",
      description = "Exit with 3 if the program prints TEXT.")
  private Optional<String> failText = Optional.empty();

  @Option(
      names = "--files",
      paramLabel = "DIR",
      description = "Let programs on sim open the files in DIR (default: none).")
  private Optional<Path> files = Optional.empty();

  @Option(
      names = "--uart",
      paramLabel = "FILE",
      description = "Write what the UARTs transmit to FILE (default: standard output).")
  private Optional<Path> uart = Optional.empty();

  @Option(
      names = "--uart-in",
      paramLabel = "FILE",
      description =
          "Type the bytes of FILE into the first UART, at its baud rate; - is standard input"
              + " (default: nothing).")
  private Optional<String> uartIn = Optional.empty();

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description = "Write a line an instruction: cycle, PC, text, R0 to R15 behind it.")
  private Optional<Path> trace = Optional.empty();

  @Option(
      names = "--trace-limit",
      paramLabel = "N",
      description = "Trace the first N instructions only.")
  private Optional<Long> traceLimit = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "Write a callgrind profile of cycles and energy (for KCachegrind).")
  private Optional<Path> profile = Optional.empty();

  @Option(
      names = "--vcd",
      paramLabel = "FILE",
      description = "Write waveforms: power mode, MCLK, power of the CPU.")
  private Optional<Path> vcd = Optional.empty();

  @Option(
      names = "--strict",
      description =
          "Make an access to a register that is not modelled, and a store that FRAM loses, a"
              + " fault.")
  private boolean strict;

  @Option(names = "--json", description = "Print a JSON document a file, each on one line.")
  private boolean json;

  @Mixin private EngineOption engine = new EngineOption();

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    DeviceProfile profileOfDevice = device.profile();
    RunSettings settings = settings();
    Batch.Runners runners =
        (in, out, err) -> new ProgramRunner(settings, profileOfDevice, strict, in, out, err);
    if (engine.check()) {
      return checkEngine(runners.of(System.in, System.out, System.err));
    }
    List<RunResult> results =
        new Batch(workers(), System.in, System.out, System.err)
            .run(programs, runners, result -> report(result, profileOfDevice));
    RunResult worst = results.get(0);
    for (RunResult result : results) {
      if (result.severity(exitFromFirmware) > worst.severity(exitFromFirmware)) {
        worst = result;
      }
    }
    return worst.processExitCode(exitFromFirmware);
  }

  /** Programs that share a folder may see each other's files there. */
  private int workers() {
    int cores = Runtime.getRuntime().availableProcessors();
    return files.isPresent() ? 1 : Math.min(cores, programs.size());
  }

  /** Runs no program for its own sake, but on both engines, and says whether they agree. */
  private int checkEngine(ProgramRunner runner) {
    int exitCode = ExitCode.OK;
    PrintWriter out = spec.commandLine().getOut();
    for (Path program : programs) {
      EngineCheck.Outcome outcome = runner.checkEngine(program);
      out.println(program + ": " + outcome.text());
      if (!outcome.agrees()) {
        exitCode = ExitCode.GATE_FAILED;
      }
    }
    out.flush();
    return exitCode;
  }

  private RunSettings settings() {
    ClockOption.requireVolts(vcc);
    CommandFailure.require(
        mhz.orElse(1.0) > 0 && mhz.orElse(1.0) < 1000, "--mhz must be above 0 and below 1000");
    CommandFailure.require(maxCycles.orElse(1L) >= 1, "--max-cycles must be 1 or more");
    CommandFailure.require(
        timeout.orElse(1.0) > 0 && timeout.orElse(1.0) < 1e9,
        "--timeout must be above 0 and below 1e9 s");
    CommandFailure.require(traceLimit.orElse(1L) >= 1, "--trace-limit must be 1 or more");
    CommandFailure.require(
        traceLimit.isEmpty() || trace.isPresent(), "--trace-limit needs --trace FILE");
    CommandFailure.require(
        programs.size() == 1 || Stream.of(uart, trace, profile, vcd).allMatch(Optional::isEmpty),
        "--uart, --trace, --profile and --vcd write about one program; run them one at a time");
    CommandFailure.require(
        programs.size() == 1 || !uartIn.equals(Optional.of(UartInput.STANDARD_INPUT)),
        "--uart-in -: standard input can be typed into one program only; name a file");
    CommandFailure.require(
        files.isEmpty() || Files.isDirectory(files.get()),
        "--files: " + files.map(Path::toString).orElse("") + " is no directory");
    return new RunSettings(
        mhz.isPresent() ? OptionalLong.of(Math.round(mhz.get() * 1e6)) : OptionalLong.empty(),
        vcc,
        maxCycles.orElse(Long.MAX_VALUE),
        timeout.map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9))),
        until,
        expectText,
        failText,
        files,
        uart,
        uartIn,
        trace,
        traceLimit.orElse(Long.MAX_VALUE),
        profile,
        vcd,
        energyTable,
        engine.engine(),
        json);
  }

  private void report(RunResult result, DeviceProfile profileOfDevice) {
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(RunReport.json(result, profileOfDevice.name()));
      out.flush();
      if (result.status() != RunStatus.REFUSED) {
        return;
      }
    }
    PrintWriter err = spec.commandLine().getErr();
    result.warnings().forEach(text -> err.println("unit430: " + result.file() + ": " + text));
    err.println("unit430: " + RunReport.text(result));
    err.flush();
  }
}
