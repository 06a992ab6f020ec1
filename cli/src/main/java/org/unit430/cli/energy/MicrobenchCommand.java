package org.unit430.cli.energy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.unit430.cli.BuildInfo;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.cli.Json;
import org.unit430.cli.OutputDirectory;
import org.unit430.firmware.network.Sha256;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.microbench.Microbenchmark;
import org.unit430.simulator.microbench.MicrobenchmarkProgram;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;
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
          + " MSP430FR5994, each at 8 MHz and at 16 MHz; manifest.json, which has the hash of each"
          + " and what it does in how many cycles; and measurements.csv, the form for what you"
          + " measure.",
      "A program repeats its event for ever. Pin P1.3 is high while the event lasts, and low for at"
          + " least a millisecond between events. docs/calibrate.md says how to measure."
    })
public final class MicrobenchCommand implements Callable<Integer> {
  /** Name of the form for measurements. */
  static final String FORM = "measurements.csv";

  private static final String MANIFEST = "manifest.json";

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
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("schema", "unit430.microbench/1");
    manifest.put("unit430", BuildInfo.current().toString());
    manifest.put("device", MicrobenchmarkProgram.DEVICE);
    manifest.put("marker", "P1.3 is high while the event lasts");
    ArrayNode programs = manifest.putArray("programs");
    for (Microbenchmark standard : MicrobenchmarkSuite.all()) {
      Microbenchmark benchmark = passes == null ? standard : standard.repeated(passes);
      for (int megahertz : MicrobenchmarkSuite.MEGAHERTZ) {
        Conditions conditions = Conditions.at(megahertz * 1e6);
        MicrobenchmarkProgram program = new MicrobenchmarkProgram(benchmark, conditions);
        String name = "%s-%dmhz".formatted(benchmark.name(), megahertz);
        write(name + ".elf", program);
        write(name + ".txt", program);
        Measurement event = program.run();
        programs.add(entry(name, program, event, conditions));
        form.append(
            String.format(
                Locale.ROOT,
                "%s,%d000000,%d,%.1f,,,\n",
                benchmark.name(),
                megahertz,
                benchmark.passes(),
                event.seconds(conditions.mclkHertz()) * 1e6));
      }
    }
    directory.write(FORM, form.toString());
    directory.write(MANIFEST, Json.print(manifest));
    spec.commandLine()
        .getErr()
        .printf(
            "unit430: wrote %d programs, %s and %s to %s; flash one after the other, fill in the"
                + " form, then: unit430 calibrate --measured %s -o table.yaml%n",
            programs.size(), MANIFEST, FORM, out, out.resolve(FORM));
    return ExitCode.OK;
  }

  /** What a program is, what the simulator says about its event, and what it is good for. */
  private ObjectNode entry(
      String name, MicrobenchmarkProgram program, Measurement event, Conditions conditions) {
    Microbenchmark benchmark = program.benchmark();
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    entry.put("benchmark", benchmark.name());
    entry.put("mclkHz", Math.round(conditions.mclkHertz()));
    entry.put("framWaitStates", conditions.framWaitStates());
    entry.put("passes", benchmark.passes());
    for (String suffix : List.of("elf", "txt")) {
      entry.put(suffix, name + "." + suffix);
      entry.put(suffix + "Sha256", sha256(name + "." + suffix));
    }
    entry.put("eventCycles", event.event().cycles());
    entry.put("eventSleepUs", event.sleepSeconds() * 1e6);
    entry.put("expectedUs", event.seconds(conditions.mclkHertz()) * 1e6);
    MissingBenchmarks.shownBy(benchmark.name()).forEach(entry.putArray("shows")::add);
    ObjectNode events = entry.putObject("events");
    for (Event kind : Event.values()) {
      if (event.event().get(kind) != 0) {
        events.put(kind.name(), event.event().get(kind));
      }
    }
    return entry;
  }

  private String sha256(String file) {
    try {
      return Sha256.hex(Files.readAllBytes(out.resolve(file)));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private void write(String file, MicrobenchmarkProgram program) {
    try {
      ProgramWriter.write(out.resolve(file), program.image());
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private CommandFailure unwritable(String file, IOException e) {
    return new CommandFailure(
        ExitCode.USAGE,
        "cannot write %s: %s; choose another --out".formatted(out.resolve(file), e.getMessage()),
        e);
  }
}
