package org.unit430.cli.validate;

import java.util.ArrayList;
import java.util.List;
import org.unit430.cli.validate.BenchmarkRows.Setting;
import org.unit430.cli.validate.ValidationRow.Subject;
import org.unit430.energy.calibration.MeasuredBoard;
import org.unit430.energy.calibration.Observation;
import org.unit430.energy.calibration.SupplyCurrents;
import org.unit430.energy.validation.PublishedFigures;
import org.unit430.energy.validation.PublishedFigures.NotModelled;
import org.unit430.energy.validation.PublishedFigures.Statement;
import org.unit430.energy.validation.PublishedFigures.Statements;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.microbench.CacheProbe;
import org.unit430.simulator.microbench.Microbenchmark;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;
import org.unit430.simulator.microbench.RoutineBenchmark;
import org.unit430.simulator.runtime.RuntimeLibrary.Part;

/** Every figure about the FR5994 that comes with the program. */
final class PublishedRows {
  /** a = 123 and b = 1234, as measured. */
  private static final String OPERANDS = " mov #123, &DATA\n mov #1234, &DATA2\n";

  private final Pricing pricing;
  private final BenchmarkRows benchmarks;
  private final PublishedFigures figures = PublishedFigures.ofFr5994();

  PublishedRows(Pricing pricing, BenchmarkRows benchmarks) {
    this.pricing = pricing;
    this.benchmarks = benchmarks;
  }

  List<ValidationRow> all() {
    List<ValidationRow> rows = new ArrayList<>();
    instructions(rows);
    events(rows);
    calls(rows);
    routines(rows);
    probes(rows);
    statements(rows);
    currents(rows);
    return rows;
  }

  private void instructions(List<ValidationRow> rows) {
    MeasuredBoard board = pricing.calibration().board();
    for (MeasuredBoard.MeasuredInstruction row : board.instructions()) {
      Setting setting =
          new Setting(row.volts(), board.mclkHertz(), board.framWaitStates(), true, board.source());
      rows.add(
          benchmarks.instruction(
              setting,
              row.opcode(),
              orEmpty(row.source()),
              orEmpty(row.destination()),
              orEmpty(row.constant()),
              row.nanojoules()));
    }
  }

  private static String orEmpty(String text) {
    return text.equals("none") ? "" : text;
  }

  private void events(List<ValidationRow> rows) {
    PublishedFigures.Events events = figures.events();
    Setting setting = new Setting(events.voltageV(), events.mclkHz(), 1, true, events.source());
    for (PublishedFigures.EventRow row : events.rows()) {
      rows.addAll(benchmarks.event(setting, row.label(), row.nanojoules(), row.cycles()));
    }
  }

  private void calls(List<ValidationRow> rows) {
    PublishedFigures.Calls calls = figures.calls();
    Setting setting = new Setting(calls.voltageV(), calls.mclkHz(), 1, true, calls.source());
    for (PublishedFigures.CallRow row : calls.rows()) {
      rows.addAll(
          benchmarks.routine(
              setting, row.routine(), row.arguments(), row.nanojoules(), row.cycles()));
    }
  }

  private void routines(List<ValidationRow> rows) {
    PublishedFigures.Routines routines = figures.routines();
    for (PublishedFigures.RoutineCycles row : routines.rows()) {
      rows.add(
          new Subject(
                  RowGroup.ROUTINE_CYCLES,
                  row.routine() + " " + row.arguments(),
                  Double.NaN,
                  routines.mclkHz(),
                  row.cycles(),
                  "cycles",
                  routines.source())
              .predicted(
                  () ->
                      Prediction.exact(
                          RoutineBenchmark.cyclesOfCall(row.routine(), row.arguments()))));
    }
  }

  private void probes(List<ValidationRow> rows) {
    PublishedFigures.Probes probes = figures.probes();
    for (PublishedFigures.Probe row : probes.rows()) {
      rows.add(
          new Subject(
                  RowGroup.CACHE_PROBES,
                  row.calls(),
                  Double.NaN,
                  probes.mclkHz(),
                  row.extraCycles(),
                  "cycles",
                  probes.source())
              .predicted(() -> Prediction.exact((double) CacheProbe.extraCycles(row.calls()))));
    }
  }

  private void statements(List<ValidationRow> rows) {
    Statements statements = figures.statements();
    for (Statement row : statements.rows()) {
      String code = " " + String.join("\n ", row.code()).replace("\n 1:", "\n1:");
      List<Part> parts =
          row.routine().equals("none") ? List.of() : List.of(Part.valueOf(row.routine()));
      rows.add(
          subject(row.key(), row.cycles(), "cycles")
              .predicted(
                  () ->
                      Placements.of(
                              Microbenchmark.unrolled("statement", OPERANDS, "", code)
                                  .calling("", parts),
                              Conditions.at(statements.mclkHz()))
                          .cycles()));
      rows.add(statementEnergy(row.key(), code, parts, row.nanojoules()));
    }
    for (NotModelled row : statements.notModelled()) {
      rows.add(subject(row.key(), row.measured(), row.unit()).notBuilt(row.why()));
    }
  }

  private ValidationRow statementEnergy(
      String key, String code, List<Part> parts, double nanojoules) {
    Statements statements = figures.statements();
    Conditions conditions = Conditions.at(statements.mclkHz());
    OperatingPoint point =
        new OperatingPoint(statements.mclkHz(), statements.voltageV(), conditions.framWaitStates());
    return subject(key, nanojoules, "nJ")
        .predicted(
            () -> {
              Placements runs =
                  Placements.of(
                      Microbenchmark.loop("statement", OPERANDS, code).calling("", parts),
                      conditions);
              Measurement middle = runs.nearest(runs.cycles().value());
              return pricing.nanojoules(middle, point, "", false, false);
            });
  }

  private Subject subject(String key, double measured, String unit) {
    Statements statements = figures.statements();
    return new Subject(
        RowGroup.STATEMENTS,
        key,
        unit.equals("cycles") ? Double.NaN : statements.voltageV(),
        statements.mclkHz(),
        measured,
        unit,
        statements.source());
  }

  private void currents(List<ValidationRow> rows) {
    SupplyCurrents sheet = pricing.calibration().currents();
    for (Observation row : pricing.calibration().observations()) {
      RowGroup group =
          switch (row.group()) {
            case ACTIVE_CURRENT -> RowGroup.CURRENTS;
            case SLOW_ACTIVE_CURRENT, SLEEP_CURRENT -> RowGroup.SLOW_CURRENTS;
            default -> null;
          };
      if (group != null) {
        String[] words = row.name().split(" ", -1);
        rows.add(
            new Subject(
                    group,
                    row.name(),
                    Double.parseDouble(words[words.length - 2]),
                    1e6 * Double.parseDouble(words[words.length - 4]),
                    row.target(),
                    row.unit(),
                    sheet.source())
                .predicted(() -> pricing.microamperes(row)));
      }
    }
  }
}
