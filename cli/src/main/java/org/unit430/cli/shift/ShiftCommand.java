package org.unit430.cli.shift;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.unit430.cli.CalibrationOption;
import org.unit430.cli.ClockOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.PercentileOption;
import org.unit430.cli.ProgressLine;
import org.unit430.cli.ReportOption;
import org.unit430.cli.SeedOption;
import org.unit430.cli.compare.WorkerPool;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.OutsideTableException;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.model.ModelMismatchException;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Weights;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.shift.Domain;
import org.unit430.firmware.shift.Domains;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unit430 shift}: what pruning is worth on inputs that a network was not made for. */
@Command(
    name = "shift",
    mixinStandardHelpOptions = true,
    description = {
      "Meets inputs from other domains than the one a network was made for (turned, blurred, noisy"
          + " or pale digits; other voices, noise; other people) with the unpruned network, its"
          + " twin pruned in training, that twin retrained on the target, and UnIT with thresholds"
          + " of the source or of unlabelled inputs of the target; prints accuracy, MACs, time and"
          + " energy, and whether differences are more than chance.",
      "Costs are those of a simulated MSP430FR5994 by fidelity model."
    })
public final class ShiftCommand implements Callable<Integer> {
  private static final String DEVICE = "MSP430FR5994";

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      required = true,
      description = "mnist, kws or har.")
  private String workload = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "Directory with the workload's original files.")
  private Path data = Path.of("");

  @Option(
      names = "--domains",
      paramLabel = "LIST",
      split = ",",
      description = "Only these domains, separated by commas (default: all).")
  private List<String> domains = List.of();

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Inputs that judge each domain; all it has, if these are fewer (default:"
              + " ${DEFAULT-VALUE}).")
  private int inputs;

  @Mixin private SeedOption seed = new SeedOption();

  @Option(
      names = "--unit",
      paramLabel = "METHOD",
      defaultValue = "unit:shift",
      description =
          "How UnIT is executed: a method with one division, on the unpruned network (default:"
              + " ${DEFAULT-VALUE}).")
  private String unit = "";

  @Mixin private PercentileOption percentile = new PercentileOption();

  @Mixin private CalibrationOption calibration = new CalibrationOption();

  @Mixin private ClockOption clock = new ClockOption();

  @Mixin private ReportOption printed = new ReportOption();

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    CommandFailure.require(inputs >= 1, "--inputs must be 1 or more, not " + inputs);
    ShiftSetup setup =
        new ShiftSetup(
            inputs,
            seed.seed(),
            unitMethod(),
            percentile.percentile(),
            calibration.count(),
            clock.megahertz(),
            clock.volts());
    try {
      ShiftReport report = report(setup);
      printed.print(spec, report.json(), report.text());
    } catch (DatasetException | ModelMismatchException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (OutsideTableException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private Method unitMethod() {
    List<Method> methods;
    try {
      methods = MethodName.parse(unit);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--unit: " + e.getMessage(), e);
    }
    Method first = methods.get(0);
    CommandFailure.require(
        methods.size() == 1
            && first.skips().dividesThresholds()
            && first.weights() == Weights.UNPRUNED,
        "--unit must be UnIT with one division on the unpruned network, as unit:shift, not "
            + unit);
    return first;
  }

  private ShiftReport report(ShiftSetup setup) throws InterruptedException {
    EnergyModel energy = energyTable.require(DEVICE);
    // Refuses a clock or supply that the table does not cover, before any work is done.
    energy.price(EventCounts.NONE, setup.point());
    DeviceProfile device = DeviceCatalog.byName(DEVICE);
    List<Domain> chosen = chosen();
    List<DomainResult> results = new ArrayList<>();
    try (WorkerPool pool = new WorkerPool(Runtime.getRuntime().availableProcessors())) {
      DomainStudy study = new DomainStudy(setup, device, energy, pool);
      long inferences =
          chosen.stream()
              .mapToLong(domain -> (long) study.inputs(domain) * Arm.of(domain).size())
              .sum();
      AtomicInteger done = new AtomicInteger();
      try (ProgressLine progress = ProgressLine.of("inferences", inferences)) {
        for (Domain domain : chosen) {
          results.add(study.run(domain, () -> progress.step(done.incrementAndGet())));
        }
      }
    }
    return new ShiftReport(workload, setup, device.name(), energy.table(), results);
  }

  private List<Domain> chosen() {
    List<Domain> all;
    try {
      all = Domains.bundled(workload, data);
    } catch (DatasetException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
    List<String> names = all.stream().map(Domain::name).toList();
    for (String name : domains) {
      CommandFailure.require(
          names.contains(name),
          "workload %s has no domain '%s'; there are %s"
              .formatted(workload, name, String.join(", ", names)));
    }
    return all.stream()
        .filter(domain -> domains.isEmpty() || domains.contains(domain.name()))
        .toList();
  }
}
