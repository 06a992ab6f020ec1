package org.unit430.cli.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.cli.BuildInfo;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.isa.Instruction;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.StepListener;
import org.unit430.simulator.program.ProgramImage;

/** Whoever wants to know of every instruction: trace, profile, waveforms. */
final class Observers implements StepListener, AutoCloseable {
  private final List<StepListener> all = new ArrayList<>();
  private final List<BufferedWriter> writers = new ArrayList<>();
  private final List<Ending> endings = new ArrayList<>();
  private Optional<StepMeter> meter = Optional.empty();
  private Optional<TraceFile> trace = Optional.empty();

  private interface Ending {
    void run() throws IOException;
  }

  private Observers() {}

  /**
   * Opens the files that the settings name.
   *
   * @throws CommandFailure if one cannot be written, or a profile has no symbols to go by
   */
  static Observers of(RunSettings settings, Path file, ProgramImage program, Machine machine) {
    Observers observers = new Observers();
    try {
      observers.open(settings, file, program, machine);
      return observers;
    } catch (IOException e) {
      observers.close();
      throw unwritable(e);
    }
  }

  private void open(RunSettings settings, Path file, ProgramImage program, Machine machine)
      throws IOException {
    if (settings.profile().isPresent() || settings.vcd().isPresent()) {
      meter =
          Optional.of(
              new StepMeter(
                  machine,
                  settings.energyTable().find(machine.device().name()),
                  settings.supplyVolts()));
    }
    if (settings.trace().isPresent()) {
      trace =
          Optional.of(
              new TraceFile(writer(settings.trace().get()), program, settings.traceLimit()));
      all.add(trace.get());
    }
    if (settings.profile().isPresent()) {
      FunctionNames functions = new FunctionNames(program);
      if (functions.isEmpty()) {
        throw new CommandFailure(
            ExitCode.UNSUPPORTED_INPUT,
            file + ": --profile needs symbols and the file has none; give it the ELF file");
      }
      BufferedWriter out = writer(settings.profile().get());
      CallgrindProfile profile =
          new CallgrindProfile(
              meter.orElseThrow(), functions, machine.registers().get(Registers.PC));
      all.add(profile);
      endings.add(() -> profile.write(out, file.toString(), BuildInfo.current().toString()));
    }
    if (settings.vcd().isPresent()) {
      VcdFile vcd = new VcdFile(writer(settings.vcd().get()), machine, meter.orElseThrow());
      all.add(vcd);
      endings.add(vcd::finish);
    }
  }

  private BufferedWriter writer(Path file) throws IOException {
    BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    writers.add(writer);
    return writer;
  }

  /** Whom the machine has to tell, or null if nobody listens (any more). */
  StepListener listener() {
    boolean onlyFullTrace = all.size() == 1 && trace.isPresent() && trace.get().isFull();
    return all.isEmpty() || onlyFullTrace ? null : this;
  }

  @Override
  public void retired(long cycle, Instruction instruction, Registers registers) {
    meter.ifPresent(StepMeter::advance);
    try {
      for (StepListener listener : all) {
        listener.retired(cycle, instruction, registers);
      }
    } catch (UncheckedIOException e) {
      throw unwritable(e.getCause());
    }
  }

  /** Writes what can be written only at the end. */
  void finish() {
    try {
      for (Ending ending : endings) {
        ending.run();
      }
      for (BufferedWriter writer : writers) {
        writer.flush();
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static CommandFailure unwritable(IOException e) {
    return new CommandFailure(
        ExitCode.USAGE, "cannot write %s; choose another file".formatted(e.getMessage()), e);
  }

  @Override
  public void close() {
    for (BufferedWriter writer : writers) {
      try {
        writer.close();
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }
}
