package org.unit430.cli.energy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.cli.OutputDirectory;
import org.unit430.simulator.microbench.Microbenchmark;
import org.unit430.simulator.microbench.MicrobenchmarkProgram;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkSuite;
import org.unit430.simulator.program.ProgramWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unit430 microbench}: writes programs to flash and measure, for {@code calibrate}. */
@Command(
    name = "microbench",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the microbenchmarks that determine an energy table as TI-TXT and ELF for an"
          + " MSP430FR5994, each at 8 MHz and at 16 MHz, and measurements.csv, the form for what"
          + " you measure.",
      "A program repeats its event for ever. Pin P1.3 is high while the event lasts, and low for at"
          + " least a millisecond between events. docs/calibrate.md says how to measure."
    })
public final class MicrobenchCommand implements Callable<Integer> {
  /** Name of the form for measurements. */
  static final String FORM = "measurements.csv";

  private static final int MOST_PASSES = 0xFFFF;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Where to write them.")
  private Path out;

  @Option(
      names = "--passes",
      paramLabel = "N",
      description =
          "Passes through the repeated code in an event, 1 to 65535: more make events longer, for"
              + " probes that are slow (default: as suits 50,000 samples a second).")
  private Integer passes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (passes != null && (passes < 1 || passes > MOST_PASSES)) {
      throw new CommandFailure(ExitCode.USAGE, "--passes must be 1 to 65535, not " + passes);
    }
    OutputDirectory directory = new OutputDirectory(out);
    StringBuilder form = new StringBuilder();
    form.append("# One line an event. expected_us is what the simulator says; the other columns\n")
        .append(
            "# are yours: energy of one event, its length, and the voltage at the supply pin.\n")
        .append("benchmark,mclk_hz,passes,expected_us,voltage_v,energy_nj,duration_us\n");
    int programs = 0;
    for (Microbenchmark standard : MicrobenchmarkSuite.all()) {
      Microbenchmark benchmark = passes == null ? standard : standard.repeated(passes);
      for (int megahertz : MicrobenchmarkSuite.MEGAHERTZ) {
        Conditions conditions = Conditions.at(megahertz * 1e6);
        MicrobenchmarkProgram program = new MicrobenchmarkProgram(benchmark, conditions);
        String name = "%s-%dmhz".formatted(benchmark.name(), megahertz);
        write(name + ".elf", program);
        write(name + ".txt", program);
        form.append(
            String.format(
                Locale.ROOT,
                "%s,%d000000,%d,%.1f,,,\n",
                benchmark.name(),
                megahertz,
                benchmark.passes(),
                program.run().seconds(conditions.mclkHertz()) * 1e6));
        programs++;
      }
    }
    directory.write(FORM, form.toString());
    spec.commandLine()
        .getErr()
        .printf(
            "unit430: wrote %d programs and %s to %s; flash one after the other, fill in the form,"
                + " then: unit430 calibrate --measured %s -o table.yaml%n",
            programs, FORM, out, out.resolve(FORM));
    return ExitCode.OK;
  }

  private void write(String file, MicrobenchmarkProgram program) {
    try {
      ProgramWriter.write(out.resolve(file), program.image());
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "cannot write %s: %s; choose another --out".formatted(out.resolve(file), e.getMessage()),
          e);
    }
  }
}
