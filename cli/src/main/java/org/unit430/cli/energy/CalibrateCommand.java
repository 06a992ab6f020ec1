package org.unit430.cli.energy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.cli.JsonOption;
import org.unit430.cli.OutputDirectory;
import org.unit430.energy.Coefficient;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.EnergyTableCatalog;
import org.unit430.energy.calibration.BoardCalibration;
import org.unit430.energy.calibration.BoardCalibration.LeftOut;
import org.unit430.energy.calibration.Calibration;
import org.unit430.energy.calibration.CalibrationReport;
import org.unit430.energy.calibration.TableWriter;
import org.unit430.energy.calibration.UnderdeterminedFitException;
import org.unit430.firmware.network.Sha256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unit430 calibrate}: fits an energy table to measurements of a board. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    description = {
      "Fits an energy table to the energies that you measured on your own FR5994 board with the"
          + " programs of 'unit430 microbench', and says how well it predicts each row from the"
          + " others. Use the table with --energy-table.",
      "Without --measured it repeats the fit of the table that comes with the program."
    })
public final class CalibrateCommand implements Callable<Integer> {
  private static final String REFERENCE = "MSP430FR5994";

  @Option(
      names = "--measured",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Forms of 'unit430 microbench', filled in.")
  private List<Path> measured = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the table.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = "--id",
      paramLabel = "NAME",
      defaultValue = "my-board-1",
      description = "Name of your calibration, for reports (default: ${DEFAULT-VALUE}).")
  private String id;

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description =
          "Without --measured: write pictures of predicted against measured and of the errors.")
  private Optional<Path> plots = Optional.empty();

  @Mixin private JsonOption json = new JsonOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!id.matches("[A-Za-z0-9._-]+")) {
      throw new CommandFailure(
          ExitCode.USAGE, "--id may have letters, digits, '.', '_' and '-' only, not " + id);
    }
    if (plots.isPresent() && !measured.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "--plots shows the committed fit: no --measured");
    }
    return measured.isEmpty() ? repeat() : fit();
  }

  /** The fit of the committed table. */
  private int repeat() {
    Calibration calibration = Calibration.ofFr5994();
    EnergyTable table = calibration.table();
    save(table);
    plots.ifPresent(
        directory -> new AccuracyPlots(calibration).write(new OutputDirectory(directory)));
    json.print(
        spec,
        () -> CalibrationJson.of(calibration, table, Calibration.filesOfFr5994()),
        () -> CalibrationReport.write(calibration));
    return ExitCode.OK;
  }

  private int fit() {
    MeasuredRegions form = new MeasuredRegions();
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    for (Path file : measured) {
      CsvTable table = CsvTable.read(file);
      form.add(table);
      inputs.put(file.toString(), table.content());
    }
    EnergyTable reference = EnergyTableCatalog.forDevice(REFERENCE);
    BoardCalibration calibration;
    try {
      calibration = new BoardCalibration(form.regions(), reference);
    } catch (UnderdeterminedFitException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT,
          "%d measured rows do not determine %s; add %s ('unit430 microbench' writes them%s)"
              .formatted(
                  form.regions().size(),
                  String.join(", ", e.coefficients()),
                  MissingBenchmarks.of(e.coefficients(), form.regions()),
                  form.emptyRows() == 0
                      ? ""
                      : "; %d rows of the form are empty".formatted(form.emptyRows())),
          e);
    }
    String files =
        measured.stream()
            .map(file -> String.valueOf(file.getFileName()))
            .collect(Collectors.joining(" "));
    EnergyTable table =
        calibration.table(
            id,
            "rows of " + hashed(inputs),
            "unit430 calibrate --measured " + files + " --id " + id);
    save(table);
    List<LeftOut> rows = calibration.leaveOneOut();
    json.print(
        spec,
        () -> CalibrationJson.of(calibration, rows, table, inputs),
        () -> text(table, calibration, rows));
    return ExitCode.OK;
  }

  private static String hashed(Map<String, byte[]> inputs) {
    return inputs.entrySet().stream()
        .map(
            input ->
                "%s (sha256 %.12s)"
                    .formatted(Path.of(input.getKey()).getFileName(), Sha256.hex(input.getValue())))
        .collect(Collectors.joining(", "));
  }

  private void save(EnergyTable table) {
    if (output.isPresent()) {
      Path file = output.get().toAbsolutePath();
      Path name = file.getFileName();
      if (name == null) {
        throw new CommandFailure(ExitCode.USAGE, "--output must be a file, not " + output.get());
      }
      new OutputDirectory(file.getParent()).write(name.toString(), TableWriter.write(table));
    }
  }

  private static String text(EnergyTable table, BoardCalibration calibration, List<LeftOut> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "calibration %s of an %s from %d rows".formatted(table.id(), table.device(), rows.size()));
    lines.add("");
    lines.add("coefficient            value  +- one std. deviation");
    for (Coefficient coefficient : table.coefficients()) {
      boolean fitted = calibration.fit().names().contains(coefficient.name());
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-18s %8.1f  +- %-6.1f %-5s%s",
              coefficient.name(),
              coefficient.quantity().value(),
              coefficient.standardUncertainty(),
              coefficient.quantity().unit().symbol(),
              fitted ? "" : "  lent by " + coefficient.source().split(":", 2)[0]));
    }
    lines.add("");
    lines.add("each row predicted by a fit to the others");
    for (LeftOut row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-38s %12.1f nJ  %s",
              row.region().name(),
              row.region().joules() * 1e9,
              row.relativeError()
                  .map(error -> String.format(Locale.ROOT, "%+.1f %%", 100 * error))
                  .orElse("determines a coefficient alone")));
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "median error %s, worst %s, reduced chi square %.2f",
            percent(BoardCalibration.median(rows)),
            percent(BoardCalibration.worst(rows)),
            calibration.fit().reducedChiSquare()));
    return String.join("\n", lines) + "\n";
  }

  private static String percent(Optional<Double> share) {
    return share.map(value -> String.format(Locale.ROOT, "%.1f %%", 100 * value)).orElse("unknown");
  }
}
