package org.unit430.cli.validate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.unit430.cli.validate.ValidationRow.Subject;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.microbench.InstructionBenchmark;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;
import org.unit430.simulator.microbench.RoutineBenchmark;

/** Builds and runs the microbenchmark that a measured row describes, and prices it. */
final class BenchmarkRows {
  /** Routines that the calibration knows, by the names of its rows. */
  private static final Map<String, String> FITTED_ROUTINES =
      Map.of(
          "__mspabi_divu", "library division of 16 bits",
          "__mspabi_divli", "library division of 32 bits");

  /** Rows of the calibration that hold an event's measurement under another name. */
  private static final Map<String, String> STRETCHES =
      Map.of(
          "loop_memset_1", "loop of 1 byte move held in the cache",
          "loop_memset_4", "loop of 4 byte moves held in the cache",
          "loop_memset_8", "loop of 8 byte moves that refills every line",
          "push_and_pop", "push and pop in a row",
          "call_and_ret", "call, 50 nop and ret");

  /** A loop with fewer line fills a pass is held in the cache. */
  private static final double HELD = 0.5;

  /** MCLK of all measured rows of the calibration. */
  private static final double FITTED_HERTZ = 16e6;

  private final Pricing pricing;

  /**
   * Where and how a row was measured.
   *
   * @param voltageV supply, V
   * @param mclkHz MCLK, Hz
   * @param waitStates NWAITS
   * @param fittedBoard whether it is the board that the table was fitted to
   * @param source of the row
   */
  record Setting(
      double voltageV, double mclkHz, int waitStates, boolean fittedBoard, String source) {
    private OperatingPoint point() {
      return new OperatingPoint(mclkHz, voltageV, waitStates);
    }

    /** Whether rows of the calibration were measured like this. */
    private boolean isFitted() {
      return fittedBoard && mclkHz == FITTED_HERTZ && waitStates == 1;
    }

    private Conditions conditions() {
      return new Conditions(mclkHz, waitStates);
    }

    private Subject subject(RowGroup group, String key, double measured, String unit) {
      return new Subject(
          group, key, unit.equals("nJ") ? voltageV : Double.NaN, mclkHz, measured, unit, source);
    }
  }

  BenchmarkRows(Pricing pricing) {
    this.pricing = pricing;
  }

  /** Energy of one instruction. */
  ValidationRow instruction(
      Setting setting, String opcode, String from, String to, String constant, double nanojoules) {
    RowGroup group = setting.fittedBoard() ? RowGroup.INSTRUCTIONS : RowGroup.OLD_INSTRUCTIONS;
    String key = (opcode + " " + from + (from.isEmpty() || to.isEmpty() ? "" : ",") + to).strip();
    if (constant.matches("\\d+")) {
      key += " #" + constant;
    }
    return setting
        .subject(group, key, nanojoules, "nJ")
        .predicted(
            () ->
                energy(
                    Placements.of(
                            InstructionBenchmark.of(opcode, from, to, constant),
                            setting.conditions())
                        .nearest(0),
                    setting,
                    observation(setting, opcode, from, to)));
  }

  /** Energy and cycles of one unit of a labelled event. */
  List<ValidationRow> event(Setting setting, String label, double nanojoules, double cycles) {
    boolean straight = !label.startsWith("loop_") && !label.equals("call_and_ret");
    Supplier<Placements> runs =
        Placements.later(() -> InstructionBenchmark.ofLabel(label), setting.conditions());
    Subject energy = setting.subject(RowGroup.INSTRUCTIONS, label, nanojoules, "nJ");
    ValidationRow energyRow =
        energy.predicted(
            () -> energy(runs.get().nearest(cycles), setting, observation(setting, label)));
    if (STRETCHES.containsKey(label) || !straight) {
      RowGroup group =
          energyRow.prediction().isPresent() && isHeld(runs.get().nearest(cycles))
              ? RowGroup.CACHED_LOOPS
              : RowGroup.OTHER_LOOPS;
      energyRow = inGroup(energyRow, group);
    }
    ValidationRow cycleRow =
        setting
            .subject(
                straight ? RowGroup.STRAIGHT_LINE_CYCLES : RowGroup.LOOP_CYCLES,
                label,
                cycles,
                "cycles")
            .predicted(() -> runs.get().cycles());
    return List.of(energyRow, cycleRow);
  }

  /** Energy and cycles of one call of a library routine, its call site and loop included. */
  List<ValidationRow> routine(
      Setting setting, String routine, String arguments, double nanojoules, double cycles) {
    String key = routine + " " + arguments;
    Supplier<Placements> runs =
        Placements.later(() -> RoutineBenchmark.of(routine, arguments), setting.conditions());
    return List.of(
        setting
            .subject(RowGroup.ROUTINE_ENERGIES, key, nanojoules, "nJ")
            .predicted(
                () ->
                    mixed(
                        runs.get().nearest(cycles),
                        setting,
                        FITTED_ROUTINES.getOrDefault(routine, ""))),
        setting
            .subject(RowGroup.ROUTINE_CYCLES, key, cycles, "cycles")
            .predicted(() -> runs.get().cycles()));
  }

  /** Of copies of the same few instructions. */
  private Prediction energy(Measurement run, Setting setting, String observation) {
    return energy(run, setting, observation, true);
  }

  /** Of code whose lines differ. */
  private Prediction mixed(Measurement run, Setting setting, String observation) {
    return energy(run, setting, observation, false);
  }

  private Prediction energy(
      Measurement run, Setting setting, String observation, boolean repeated) {
    String seen = setting.isFitted() ? observation : "";
    return pricing.nanojoules(run, setting.point(), seen, repeated, setting.fittedBoard());
  }

  private static ValidationRow inGroup(ValidationRow row, RowGroup group) {
    return new ValidationRow(
        group,
        row.key(),
        row.voltageV(),
        row.mclkHz(),
        row.measured(),
        row.unit(),
        row.source(),
        row.prediction(),
        row.notBuilt());
  }

  private static boolean isHeld(Measurement run) {
    return run.unitEvents().lineFills() < HELD * run.units();
  }

  /** Name that the calibration has for the row of an instruction, if it has one. */
  private static String observation(Setting setting, String opcode, String from, String to) {
    return String.format(
        Locale.ROOT, "%s %s,%s %s V", opcode, orNone(from), orNone(to), setting.voltageV());
  }

  private static String observation(Setting setting, String label) {
    String stretch = STRETCHES.get(label);
    if (stretch != null) {
      return setting.voltageV() == 3.3 ? stretch : "";
    }
    List<String> parts = List.of(label.split("_", -1));
    return switch (parts.size()) {
      case 1 -> observation(setting, label, "", "");
      case 2 ->
          parts.get(0).startsWith("j")
              ? observation(setting, parts.get(0), "pc_relative", "")
              : observation(setting, parts.get(0), "", parts.get(1));
      case 3 ->
          observation(
              setting,
              parts.get(0),
              parts.get(1),
              parts.get(2).matches("[A-Z0-9]+") ? "absolute(" + parts.get(2) + ")" : parts.get(2));
      default -> "";
    };
  }

  private static String orNone(String mode) {
    return mode.isEmpty() ? "none" : mode;
  }
}
