package org.unit430.cli.validate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.JsonOption;
import org.unit430.cli.energy.CsvTable;
import org.unit430.energy.EnergyTable;
import org.unit430.simulator.microbench.MicrobenchmarkProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unit430 validate}: what the program predicts beside what was measured. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Compares predictions with silicon: energies of instructions, loops and library routines,"
          + " cycles, FRAM cache probes, data sheet currents of the MSP430FR5994.",
      "Every microbenchmark is assembled and run on the simulator at the row's clock and voltage."
          + " Rows that the energy table was fitted to are predicted by a fit without them; a table"
          + " of your own (--energy-table) predicts all rows as it is."
    })
public final class ValidateCommand implements Callable<Integer> {
  @Option(
      names = "--measured",
      paramLabel = "FILE",
      arity = "1..*",
      description = {
        "CSV files with the columns of instruction_energy.csv, event_stats.csv or"
            + " routine_energy.csv (docs/validation.md); compared instead of the figures that come"
            + " with the program."
      })
  private List<Path> measured = new ArrayList<>();

  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to a file instead of standard output.")
  private Path out;

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  ValidateCommand() {}

  @Override
  public Integer call() {
    List<CsvTable> files = measured.stream().map(CsvTable::read).toList();
    EnergyTable table = energyTable.require(MicrobenchmarkProgram.DEVICE).table();
    Pricing pricing = new Pricing(table, energyTable.isGiven());
    BenchmarkRows benchmarks = new BenchmarkRows(pricing);
    List<ValidationRow> rows = new ArrayList<>();
    if (files.isEmpty()) {
      rows.addAll(new PublishedRows(pricing, benchmarks).all());
    } else {
      MeasuredRows reader = new MeasuredRows(benchmarks);
      files.forEach(file -> rows.addAll(reader.of(file)));
    }
    String report =
        json.render(
            () -> ValidationJson.document(table, rows),
            () -> ValidationText.render(table, energyTable.isGiven(), rows));
    if (out == null) {
      PrintWriter printer = spec.commandLine().getOut();
      printer.print(report);
      printer.flush();
    } else {
      write(report);
    }
    return ExitCode.OK;
  }

  private void write(String report) {
    try {
      Files.writeString(out, report, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "cannot write " + out + ": " + e.getMessage() + "; choose another --out",
          e);
    }
  }
}
