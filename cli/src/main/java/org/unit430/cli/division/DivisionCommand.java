package org.unit430.cli.division;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.unit430.cli.CalibrationOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.JsonOption;
import org.unit430.cli.PercentileOption;
import org.unit430.cli.TestInputsOption;
import org.unit430.cli.WorkloadOption;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.dataset.DatasetException;
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
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final OperatingPoint POINT = new OperatingPoint(8e6, 3.0, 0);
  private static final List<Multiplier> MULTIPLIERS =
      List.of(Multiplier.MPY32, Multiplier.MPY16, Multiplier.SOFTWARE);
  private static final double NANO = 1e9;
  private static final double PERCENT = 100;

  @Mixin private WorkloadOption workload = new WorkloadOption();

  @Mixin private TestInputsOption inputs = new TestInputsOption();

  @Mixin private PercentileOption percentile = new PercentileOption();

  @Mixin private CalibrationOption calibration = new CalibrationOption();

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

  @Mixin private JsonOption json = new JsonOption();

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Optional<String> source = candidate.map(DivisionCommand::read); // refused before any work
    int asked = threshold.orElse(1);
    CommandFailure.require(asked >= 1, "--threshold must be 1 or more, not " + asked);
    WorkloadExam exam;
    try {
      exam =
          new WorkloadExam(
              workload.source(),
              inputs.count(),
              inputs.seed(),
              calibration.count(),
              percentile.percentile());
    } catch (DatasetException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    }
    int product =
        threshold.orElseGet(() -> exam.products().get(Math.min(1, exam.products().size() - 1)));
    FloatExam floats = exam.inFloats(DEVICE, product);
    List<Row> rows = rows(exam, floats, product, source);
    DivisionReport report =
        new DivisionReport(
            workload.name(),
            inputs.count(),
            inputs.seed(),
            product,
            floats.product(),
            Map.of(
                Arithmetic.Q15,
                exam.correctWithNothingSkipped(),
                Arithmetic.FLOAT32,
                floats.correctWithNothingSkipped()),
            POINT,
            rows);
    json.print(spec, report::json, report::text);
    return ExitCode.OK;
  }

  private List<Row> rows(
      WorkloadExam exam, FloatExam floats, int product, Optional<String> source) {
    DeviceProfile device = DEVICE;
    EnergyModel energy = energyTable.require(device.name());
    // The candidate first: its faults show before the rest is measured.
    Optional<ExamMachine> own =
        source.map(text -> candidate(device, candidate.orElseThrow(), text));
    Optional<WorkloadExam.Decisions> ownDecisions =
        own.map(machine -> exam.decide(machine::threshold));
    double saved = exam.cyclesSavedBySkipping(device);
    long[] operands = exam.operands();
    List<Row> rows = new ArrayList<>();
    for (ThresholdDivision division : ThresholdDivision.values()) {
      WorkloadExam.Decisions decisions = exam.decide(division::threshold);
      Map<Map<Integer, ByteBuffer>, Row> byCode = new HashMap<>();
      for (Multiplier multiplier : MULTIPLIERS) {
        ExamMachine machine = ExamMachine.of(device, division, multiplier, product);
        // Most routines do not multiply: the same machine code need not run again.
        Row row =
            byCode.computeIfAbsent(
                machine.code(),
                code ->
                    row(
                        division.label(),
                        multiplier.label(),
                        machine,
                        product,
                        energy,
                        decisions,
                        operands,
                        saved));
        rows.add(row.on(multiplier.label()));
      }
    }
    rows.addAll(floats.rows(energy, POINT));
    own.ifPresent(
        machine ->
            rows.add(
                row(
                    candidate.orElseThrow().getFileName().toString(),
                    Row.CANDIDATE,
                    machine,
                    product,
                    energy,
                    ownDecisions.orElseThrow(),
                    operands,
                    saved)));
    return rows;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, file + ": is no text in UTF-8; give a source for MSP430", e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT,
          file + ": cannot be read: " + e.getMessage() + "; give a source for MSP430",
          e);
    }
  }

  private static ExamMachine candidate(DeviceProfile device, Path file, String source) {
    try {
      return new ExamMachine(
          device, file.toString(), new AssemblyUnit("divide", file.toString(), source, Map.of()));
    } catch (AssemblerException e) {
      AssemblerException.Problem problem = e.problems().get(0);
      boolean ofCaller = !problem.position().file().equals(file.toString());
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT,
          ofCaller ? file + ": has no label 'run'; put it where the routine begins" : "" + problem,
          e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, file + ": " + e.getMessage(), e);
    }
  }

  private static Row row(
      String division,
      String multiplier,
      ExamMachine machine,
      int product,
      EnergyModel energy,
      WorkloadExam.Decisions decisions,
      long[] operands,
      double savedCycles) {
    long least = Long.MAX_VALUE;
    long most = 0;
    double sum = 0;
    double worst = 0;
    double sign = 0;
    double onWorkload = 0;
    boolean above = false;
    EventCounts before = machine.counts();
    int magnitudes = ThresholdDivision.LARGEST_THRESHOLD;
    for (int m = 1; m <= magnitudes; m++) {
      long start = machine.cycle();
      int t = machine.threshold(product, m);
      long cycles = machine.cycle() - start;
      least = Math.min(least, cycles);
      most = Math.max(most, cycles);
      onWorkload += (double) operands[m] * cycles;
      int exact = ThresholdDivision.EXACT.threshold(product, m);
      double error = (double) Math.abs(t - exact) / Math.max(1, exact);
      sum += error;
      worst = Math.max(worst, error);
      sign += Integer.signum(t - exact);
      above |= t > exact;
    }
    EventCounts counts = machine.counts().minus(before);
    return new Row(
        division,
        Arithmetic.Q15,
        multiplier,
        least,
        (double) counts.cycles() / magnitudes,
        most,
        energy.price(counts, POINT).meanJoules() * NANO / magnitudes,
        sum / magnitudes,
        worst,
        sign / magnitudes,
        above || decisions.wronglySkipped() > 0 || ofBundled(division),
        PERCENT * decisions.wronglySkipped() / decisions.all(),
        PERCENT * decisions.wronglyKept() / decisions.all(),
        decisions.correct(),
        onWorkload / LongStream.of(operands).sum() / savedCycles);
  }

  /** What is proven of a division that comes with the program; nothing is of a candidate. */
  private static boolean ofBundled(String division) {
    return ThresholdDivision.byLabel(division)
        .map(ThresholdDivision::canSkipAboveThreshold)
        .orElse(false);
  }
}
