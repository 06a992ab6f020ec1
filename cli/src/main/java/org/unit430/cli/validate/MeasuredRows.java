package org.unit430.cli.validate;

import java.util.ArrayList;
import java.util.List;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.cli.energy.CsvTable;
import org.unit430.cli.validate.BenchmarkRows.Setting;

/** The rows of a CSV file with the columns of one of the files of measured-energy. */
final class MeasuredRows {
  private static final String[] INSTRUCTION = {
    "opcode", "src_mode", "dst_mode", "constant", "voltage_v", "mclk_hz", "energy_nj"
  };
  private static final String[] EVENT = {
    "label", "voltage_v", "mclk_hz", "energy_per_unit_nj_corrected", "cycles_per_unit_corrected"
  };
  private static final String[] ROUTINE = {
    "routine",
    "arguments",
    "voltage_v",
    "mclk_hz",
    "energy_per_call_nj_incl_call_site",
    "cycles_per_call_incl_call_site"
  };

  /** Up to here no wait state is needed, SLASE54 5.3. */
  private static final double NO_WAITS_HERTZ = 8e6;

  private final BenchmarkRows benchmarks;

  MeasuredRows(BenchmarkRows benchmarks) {
    this.benchmarks = benchmarks;
  }

  /**
   * Builds and runs every row of a file.
   *
   * @throws CommandFailure if the file has other columns
   */
  List<ValidationRow> of(CsvTable file) {
    List<ValidationRow> rows = new ArrayList<>();
    for (CsvTable.Row line : file.rows()) {
      if (has(file, INSTRUCTION)) {
        rows.add(
            benchmarks.instruction(
                setting(line),
                line.text("opcode"),
                line.text("src_mode"),
                line.text("dst_mode"),
                constant(line),
                orUnknown(line, "energy_nj")));
      } else if (has(file, EVENT)) {
        rows.addAll(
            benchmarks.event(
                setting(line),
                line.text("label"),
                orUnknown(line, "energy_per_unit_nj_corrected"),
                orUnknown(line, "cycles_per_unit_corrected")));
      } else if (has(file, ROUTINE)) {
        rows.addAll(
            benchmarks.routine(
                setting(line),
                line.text("routine"),
                line.text("arguments"),
                orUnknown(line, "energy_per_call_nj_incl_call_site"),
                orUnknown(line, "cycles_per_call_incl_call_site")));
      } else {
        throw new CommandFailure(
            ExitCode.UNSUPPORTED_INPUT,
            "%s: the columns are not those of a file of measurements; needed are %s, or %s, or %s"
                .formatted(
                    file.file(),
                    String.join(",", INSTRUCTION),
                    String.join(",", EVENT),
                    String.join(",", ROUTINE)));
      }
    }
    return rows;
  }

  /** A row that counts a word for its constant did not take it from the constant generator. */
  private static String constant(CsvTable.Row line) {
    String constant = line.text("constant");
    String wordsWithConstant = line.text("dst_mode").equals("register") ? "2" : "3";
    return constant.equals("const_gen") && line.text("code_words").equals(wordsWithConstant)
        ? ""
        : constant;
  }

  /**
   * Board X of the series 2026 ran with the wait states that the clock needs, and the table was
   * fitted to it. The boards of 2025 ran at 16 MHz with NWAITS as reset leaves it, 0.
   */
  private static Setting setting(CsvTable.Row line) {
    double hertz = line.positive("mclk_hz");
    boolean old =
        line.text("series").startsWith("2025")
            || (line.text("series").isEmpty() && line.text("board").startsWith("board"));
    return new Setting(
        line.positive("voltage_v"),
        hertz,
        old || hertz <= NO_WAITS_HERTZ ? 0 : 1,
        line.text("board").equals("X"),
        line.text("source_file").isEmpty()
            ? line.place()
            : line.place() + ", " + line.text("source_file"));
  }

  private static boolean has(CsvTable file, String... columns) {
    return file.columns().containsAll(List.of(columns));
  }

  private static double orUnknown(CsvTable.Row line, String column) {
    return line.optionalNumber(column).orElse(Double.NaN);
  }
}
