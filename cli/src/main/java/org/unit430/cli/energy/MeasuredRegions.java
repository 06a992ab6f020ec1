package org.unit430.cli.energy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.energy.calibration.MeasuredRegion;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.microbench.Microbenchmark;
import org.unit430.simulator.microbench.MicrobenchmarkProgram;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;
import org.unit430.simulator.microbench.MicrobenchmarkSuite;
import org.unit430.simulator.microbench.UnbuildableException;

/**
 * The form that {@code microbench} writes, filled in: each row becomes a region with its events.
 */
final class MeasuredRegions {
  /** A probe's gain and its grid in time. */
  private static final double DEFAULT_UNCERTAINTY = 0.01;

  /** A DCO is off by 2 % at most between 0 and 50 C (SLASE54 table 5-6), and a grid adds to it. */
  private static final double MOST_TIME_ERROR = 0.04;

  private static final List<String> COLUMNS =
      List.of("benchmark", "mclk_hz", "voltage_v", "energy_nj", "duration_us");

  private record Key(String benchmark, double mclkHertz, int passes) {}

  private final Map<Key, Measurement> simulated = new HashMap<>();
  private final List<MeasuredRegion> regions = new ArrayList<>();
  private int empty;

  /**
   * Reads a form. Rows without an energy were not measured, and are counted.
   *
   * @throws CommandFailure naming file and row where one cannot be right
   */
  void add(CsvTable table) {
    for (String column : COLUMNS) {
      if (!table.columns().contains(column)) {
        throw new CommandFailure(
            ExitCode.UNSUPPORTED_INPUT,
            "%s: there is no column %s; it needs %s, as in the form that 'unit430 microbench' writes"
                .formatted(table.file(), column, String.join(", ", COLUMNS)));
      }
    }
    for (CsvTable.Row row : table.rows()) {
      if (row.optionalNumber("energy_nj").isEmpty()) {
        empty++;
      } else {
        regions.add(region(row));
      }
    }
  }

  private MeasuredRegion region(CsvTable.Row row) {
    String name = row.text("benchmark");
    Microbenchmark standard =
        MicrobenchmarkSuite.byName(name)
            .orElseThrow(
                () ->
                    row.error(
                        "there is no microbenchmark %s; there are %s"
                            .formatted(
                                name,
                                String.join(
                                    ", ",
                                    MicrobenchmarkSuite.all().stream()
                                        .map(Microbenchmark::name)
                                        .toList()))));
    double hertz = row.positive("mclk_hz");
    double volts = row.positive("voltage_v");
    double seconds = row.positive("duration_us") * 1e-6;
    double passes = row.optionalNumber("passes").orElse((double) standard.passes());
    if (passes != Math.rint(passes) || passes < 1 || passes > 0xFFFF) {
      throw row.error("passes must be 1 to 65535, and is " + row.text("passes"));
    }
    Measurement run = run(row, standard, hertz, (int) passes);
    double expected = run.seconds(hertz);
    if (Math.abs(seconds / expected - 1) > MOST_TIME_ERROR) {
      throw row.error(
          "%s took %.1f us, and takes %.1f us at %.0f MHz with %d passes: check the clock, and"
                  .formatted(name, seconds * 1e6, expected * 1e6, hertz / 1e6, (int) passes)
              + " that the row is of this program");
    }
    double joules = row.positive("energy_nj") * 1e-9;
    double uncertainty =
        row.optionalNumber("std_nj")
            .map(deviation -> Math.max(DEFAULT_UNCERTAINTY, deviation * 1e-9 / joules))
            .orElse(DEFAULT_UNCERTAINTY);
    return new MeasuredRegion(
        "%s at %.0f MHz and %s V".formatted(name, hertz / 1e6, row.text("voltage_v")),
        run.event(),
        run.sleepSeconds(),
        MicrobenchmarkSuite.isRepeated(standard),
        new OperatingPoint(hertz, volts, Conditions.at(hertz).framWaitStates()),
        joules,
        uncertainty);
  }

  private Measurement run(CsvTable.Row row, Microbenchmark standard, double hertz, int passes) {
    Key key = new Key(standard.name(), hertz, passes);
    Measurement known = simulated.get(key);
    if (known == null) {
      try {
        known = new MicrobenchmarkProgram(standard.repeated(passes), Conditions.at(hertz)).run();
      } catch (UnbuildableException e) {
        throw row.error(e.getMessage());
      }
      simulated.put(key, known);
    }
    return known;
  }

  /** The regions measured. */
  List<MeasuredRegion> regions() {
    return regions;
  }

  /** Rows that no energy was filled in to. */
  int emptyRows() {
    return empty;
  }
}
