package org.unit430.cli.division;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.Json;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.simulator.asm.AssemblerException;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unit430 division}: examines every division, and one of the user's. */
@Command(
    name = "division",
    mixinStandardHelpOptions = true,
    description = {
      "Examines the ways of making a threshold t = T / magnitude: cycles and energy of the machine"
          + " code on a simulated MSP430FR5994 at 8 MHz for every 16-bit magnitude, the error, and"
          + " what it does to a workload.",
      "A candidate of your own is a source for MSP430 with the label 'run': T in R13:R12, magnitude"
          + " (1 to 32767) in R14, threshold (0 to 32767) in R12; it may change R11 to R15."
    })
public final class DivisionCommand implements Callable<Integer> {
  private static final double MCLK_HERTZ = 8e6;
  private static final double NANO = 1e9;
  private static final double PERCENT = 100;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description = "digits or mnist (default: digits; mnist with --data).")
  private Optional<String> workload = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory with the workload's original files.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Test inputs to decide on (default: ${DEFAULT-VALUE}).")
  private int inputs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Chooses the test inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--percentile",
      paramLabel = "P",
      defaultValue = "50",
      description = "Sets each layer's T, as in compare (default: ${DEFAULT-VALUE}).")
  private double percentile;

  @Option(
      names = "--calibration",
      paramLabel = "N",
      defaultValue = "64",
      description = "Inputs of the calibration split (default: ${DEFAULT-VALUE}).")
  private int calibration;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description =
          "T at which cycles and errors are taken over all magnitudes, 1 to 2147483647 (default:"
              + " that of the workload's second layer, or its only one).")
  private Optional<Integer> threshold = Optional.empty();

  @Option(
      names = "--candidate",
      paramLabel = "FILE.s43",
      description = "Examine this routine, too.")
  private Optional<Path> candidate = Optional.empty();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    require(inputs >= 1, "--inputs must be 1 or more, not " + inputs);
    require(calibration >= 1, "--calibration must be 1 or more, not " + calibration);
    require(
        percentile >= 0 && percentile <= PERCENT,
        "--percentile must be 0 to 100, not " + percentile);
    require(threshold.orElse(1) >= 1, "--threshold must be 1 or more, not " + threshold.orElse(1));
    String name = workload.orElse(Workloads.defaultName(data));
    WorkloadExam exam;
    try {
      exam = new WorkloadExam(source(name), inputs, seed, calibration, percentile);
    } catch (DatasetException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    }
    int product =
        threshold.orElseGet(() -> exam.products().get(Math.min(1, exam.products().size() - 1)));
    List<Row> rows = rows(exam, product);
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(json ? Json.print(document(name, product, rows)) : text(name, product, rows));
    writer.flush();
    return ExitCode.OK;
  }

  private static void require(boolean condition, String complaint) {
    if (!condition) {
      throw new CommandFailure(ExitCode.USAGE, complaint);
    }
  }

  private Workload source(String name) {
    try {
      return Workloads.byName(name, data);
    } catch (DatasetException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
  }

  private List<Row> rows(WorkloadExam exam, int product) {
    DeviceProfile device = DeviceCatalog.byName("MSP430FR5994");
    EnergyModel energy = energyTable.require(device.name());
    // The candidate first: its faults show before the rest is measured.
    Optional<ExamMachine> own = candidate.map(file -> candidate(device, file));
    Optional<WorkloadExam.Decisions> ownDecisions =
        own.map(machine -> exam.decide(machine::threshold));
    double saved = exam.cyclesSavedBySkipping(device);
    List<Row> rows = new ArrayList<>();
    for (ThresholdDivision division : ThresholdDivision.values()) {
      WorkloadExam.Decisions decisions = exam.decide(division::threshold);
      for (Multiplier multiplier : List.of(Multiplier.MPY32, Multiplier.SOFTWARE)) {
        rows.add(
            row(
                division.label(),
                multiplier.name().toLowerCase(Locale.ROOT),
                ExamMachine.of(device, division, multiplier, product),
                product,
                energy,
                decisions,
                saved));
      }
    }
    own.ifPresent(
        machine ->
            rows.add(
                row(
                    candidate.orElseThrow().getFileName().toString(),
                    "as written",
                    machine,
                    product,
                    energy,
                    ownDecisions.orElseThrow(),
                    saved)));
    return rows;
  }

  private static ExamMachine candidate(DeviceProfile device, Path file) {
    try {
      return new ExamMachine(
          device,
          file.toString(),
          new AssemblyUnit("divide", file.toString(), Files.readString(file), Map.of()));
    } catch (AssemblerException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT,
          e.problems().get(0) + "; the candidate needs the label 'run'",
          e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, file + ": cannot be read; give a source for MSP430", e);
    }
  }

  private static Row row(
      String division,
      String multiplier,
      ExamMachine machine,
      int product,
      EnergyModel energy,
      WorkloadExam.Decisions decisions,
      double savedCycles) {
    long least = Long.MAX_VALUE;
    long most = 0;
    double sum = 0;
    double worst = 0;
    double sign = 0;
    boolean above = false;
    EventCounts before = machine.counts();
    int magnitudes = ThresholdDivision.LARGEST_THRESHOLD;
    for (int m = 1; m <= magnitudes; m++) {
      long start = machine.cycle();
      int t = machine.threshold(product, m);
      long cycles = machine.cycle() - start;
      least = Math.min(least, cycles);
      most = Math.max(most, cycles);
      int exact = ThresholdDivision.EXACT.threshold(product, m);
      double error = (double) Math.abs(t - exact) / Math.max(1, exact);
      sum += error;
      worst = Math.max(worst, error);
      sign += Integer.signum(t - exact);
      above |= t > exact;
    }
    EventCounts counts = machine.counts().minus(before);
    double mean = (double) counts.cycles() / magnitudes;
    return new Row(
        division,
        multiplier,
        least,
        mean,
        most,
        energy.price(counts, new OperatingPoint(MCLK_HERTZ, 3.0, 0)).meanJoules()
            * NANO
            / magnitudes,
        sum / magnitudes,
        worst,
        sign / magnitudes,
        above || decisions.wronglySkipped() > 0 || ofBundled(division),
        PERCENT * decisions.wronglySkipped() / decisions.all(),
        PERCENT * decisions.wronglyKept() / decisions.all(),
        decisions.correct(),
        mean / savedCycles);
  }

  /** What is proven of a division that comes with the program; nothing is of a candidate. */
  private static boolean ofBundled(String division) {
    return ThresholdDivision.byLabel(division)
        .map(ThresholdDivision::canSkipAboveThreshold)
        .orElse(false);
  }

  /**
   * Those that nothing else beats in cycles, in error and in wrongly skipped products at once; the
   * table, which would beat all, is out of competition because of its memory.
   */
  private static List<Row> best(List<Row> all) {
    List<Row> rows =
        all.stream()
            .filter(row -> !row.division().equals(ThresholdDivision.TABLE.label()))
            .toList();
    return rows.stream()
        .filter(row -> rows.stream().noneMatch(other -> beats(other, row)))
        .toList();
  }

  private static boolean beats(Row one, Row other) {
    boolean notWorse =
        one.meanCycles() <= other.meanCycles()
            && one.meanError() <= other.meanError()
            && one.wronglySkipped() <= other.wronglySkipped();
    return notWorse
        && (one.meanCycles() < other.meanCycles()
            || one.meanError() < other.meanError()
            || one.wronglySkipped() < other.wronglySkipped());
  }

  private ObjectNode document(String name, int product, List<Row> rows) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("schema", "unit430.division/1");
    document.put("workload", name).put("inputs", inputs).put("seed", seed);
    document.put("device", "MSP430FR5994").put("mclkHz", MCLK_HERTZ).put("threshold", product);
    ArrayNode array = document.putArray("rows");
    for (Row row : rows) {
      ObjectNode node = array.addObject();
      node.put("division", row.division()).put("arithmetic", "q15");
      node.put("multiplier", row.multiplier()).put("source", "simulated");
      node.putObject("cycles")
          .put("min", row.minCycles())
          .put("mean", row.meanCycles())
          .put("max", row.maxCycles());
      node.put("energyNj", row.energyNj());
      node.putObject("relativeError")
          .put("mean", row.meanError())
          .put("max", row.maxError())
          .put("meanSign", row.meanSign());
      node.put("canSkipAboveT", row.skipsAbove());
      node.put("wronglySkippedPct", row.wronglySkipped());
      node.put("wronglyKeptPct", row.wronglyKept());
      node.put("correct", row.correct());
      node.put("payback", row.payback());
      node.put("notBeaten", best(rows).contains(row));
    }
    return document;
  }

  private String text(String name, int product, List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append("workload     %s, %d test inputs, seed %d\n".formatted(name, inputs, seed));
    text.append("device       MSP430FR5994, MCLK 8 MHz, no FRAM wait state, VCC 3.00 V\n");
    text.append(
        ("threshold    T = %,d; cycles (CALL and RET included), energy and error over all 32,767"
                + " magnitudes,\n             the error against floor(T/m) in parts of it\n\n")
            .formatted(product));
    text.append(
        "%-12s %-10s %16s %7s %9s %9s %6s %7s %8s %8s %8s %8s\n"
            .formatted(
                "division",
                "multiplier",
                "cycles min-max",
                "mean",
                "nJ",
                "err mean",
                "max",
                "sign",
                "lost %",
                "extra %",
                "correct",
                "payback"));
    for (Row row : rows) {
      text.append(
          "%-12s %-10s %16s %7.1f %9.2f %9.4f %6.3f %+7.2f %8.3f %8.3f %8s %8.1f\n"
              .formatted(
                  row.division(),
                  row.multiplier(),
                  row.minCycles() + "-" + row.maxCycles(),
                  row.meanCycles(),
                  row.energyNj(),
                  row.meanError(),
                  row.maxError(),
                  row.meanSign(),
                  row.wronglySkipped(),
                  row.wronglyKept(),
                  row.correct() + "/" + inputs,
                  row.payback()));
    }
    text.append(
        """

        sign     above 0: thresholds too large on average, more is skipped; below 0: too small
        lost     multiply-accumulates above T that are skipped, percent of all of the workload
        extra    multiply-accumulates not above T that are executed, percent of all
        payback  multiply-accumulates that one threshold must help to skip before it has paid for
                 itself; table's row is a lookup in 64 KB of FRAM for one T (a convolution whose
                 thresholds lie beside its weights pays nothing)

        """);
    text.append(
        "Where 64 KB for a table cannot be spared, beaten by no other in cycles, mean error and"
            + " lost products at once:\n");
    text.append(
        best(rows).stream()
            .map(row -> row.division() + " (" + row.multiplier() + ")")
            .collect(Collectors.joining(", ")));
    return text.append(".\n").toString();
  }
}
