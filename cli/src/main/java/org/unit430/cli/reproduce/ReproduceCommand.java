package org.unit430.cli.reproduce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.unit430.cli.CalibrationOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.EngineOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.PercentileOption;
import org.unit430.cli.ProgressLine;
import org.unit430.cli.ReportOption;
import org.unit430.cli.TestInputsOption;
import org.unit430.cli.compare.Budget;
import org.unit430.cli.compare.FidelityOption;
import org.unit430.cli.compare.Setup;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Split;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
import org.unit430.firmware.model.ModelMismatchException;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.simulator.machine.FirmwareFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unit430 reproduce}: the published comparison of UnIT with models pruned in training. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the comparison that the abstract of the UnIT paper (arXiv 2507.07885) reports, UnIT"
          + " against models pruned in training, on every workload whose data are there, and says"
          + " which reading of it is consistent with the published ranges: whether the pruned model"
          + " multiplies its zero weights, tests them or leaves them out, and whether a"
          + " multiply-accumulate is a tuned loop's or a call of a library's multiply.",
      "Without --data it runs the workload that makes its own inputs."
    })
public final class ReproduceCommand implements Callable<Integer> {
  private static final int MCLK_MEGAHERTZ = 16;
  private static final double SUPPLY_VOLTS = 3.0;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory with the files of workloads, in it or in directories in it.")
  private Optional<Path> data = Optional.empty();

  @Mixin private TestInputsOption inputs = new TestInputsOption();

  @Option(
      names = "--division",
      paramLabel = "NAME",
      defaultValue = "shift",
      description =
          "How UnIT makes its thresholds; the paper approximates divisions (default:"
              + " ${DEFAULT-VALUE}).")
  private String division = "";

  @Mixin private PercentileOption percentile = new PercentileOption();

  @Mixin private CalibrationOption calibration = new CalibrationOption();

  @Mixin private FidelityOption fidelity = new FidelityOption();

  @Mixin private ReportOption report = new ReportOption();

  @Mixin private EngineOption engine = new EngineOption();

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    // Refuses what is wrong of these before any work is done.
    inputs.count();
    percentile.percentile();
    calibration.count();
    fidelity.of(engine);
    ThresholdDivision chosen =
        ThresholdDivision.byLabel(division)
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "--division: there is no division '%s'; there are %s"
                            .formatted(
                                division,
                                Arrays.stream(ThresholdDivision.values())
                                    .map(ThresholdDivision::label)
                                    .collect(Collectors.joining(", ")))));
    try {
      report(chosen);
    } catch (DatasetException | ModelMismatchException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (FirmwareFault e) {
      throw new CommandFailure(ExitCode.FIRMWARE_FAULT, e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private void report(ThresholdDivision chosen) throws InterruptedException {
    EnergyModel energy = energyTable.require("MSP430FR5994");
    Sources sources = Sources.in(data);
    List<Gain> gains = new ArrayList<>();
    Setup setup = null;
    int methods = Reading.methods(chosen).size();
    int done = 0;
    try (ProgressLine progress =
        ProgressLine.of("inferences", (long) inputs.count() * methods * sources.found().size())) {
      for (Map.Entry<String, Workload> entry : sources.found().entrySet()) {
        int before = done;
        setup = setup(entry.getKey(), entry.getValue(), chosen);
        gains.addAll(
            Reproduction.run(
                setup,
                entry.getValue(),
                energy,
                engine,
                chosen,
                step -> progress.step(before + step)));
        done += setup.inputs() * methods;
      }
    }
    Conditions conditions =
        new Conditions(setup, chosen, energy.table().id(), energy.table().sha256(), sources);
    report.print(
        spec, ReproduceJson.of(conditions, gains), new ReproduceText(conditions, gains).render());
  }

  private Setup setup(String name, Workload workload, ThresholdDivision chosen) {
    // A small test split is taken whole.
    int count = Math.min(inputs.count(), workload.size(Split.TEST));
    return new Setup(
        name,
        Workloads.needsData(name) ? data : Optional.empty(),
        count,
        inputs.seed(),
        MCLK_MEGAHERTZ,
        SUPPLY_VOLTS,
        Reading.methods(chosen),
        percentile.percentile(),
        ThresholdScope.LAYER,
        Budget.DEFAULT,
        Math.min(calibration.count(), workload.size(Split.CALIBRATION)),
        fidelity.of(engine),
        Arithmetic.Q15,
        Multiplier.MPY32);
  }
}
