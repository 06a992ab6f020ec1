package org.unit430.cli.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.unit430.cli.CalibrationOption;
import org.unit430.cli.ClockOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.EngineOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.PercentileOption;
import org.unit430.cli.ProgressLine;
import org.unit430.cli.ReportOption;
import org.unit430.cli.TestInputsOption;
import org.unit430.cli.WorkloadOption;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.OutsideTableException;
import org.unit430.firmware.build.FirmwareDoesNotFitException;
import org.unit430.firmware.cost.UnboundableException;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.model.ModelMismatchException;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.FirmwareFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unit430 compare}: runs one network under several methods and says what each costs. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a network on a simulated MSP430FR5994 under several methods of executing its"
          + " multiply-accumulates and prints what each costs: accuracy, cycles, time, energy and"
          + " memory, by operation and by layer.",
      "Without options it needs no data: the workload 'digits' generates its own images."
    })
public final class CompareCommand implements Callable<Integer> {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  @Mixin private WorkloadOption workload = new WorkloadOption();

  @Mixin private TestInputsOption inputs = new TestInputsOption();

  @Mixin private ClockOption clock = new ClockOption();

  @Option(
      names = "--methods",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "standard",
      description =
          "Methods, separated by commas; parts of a method are joined by plus, as ttp-csr+unit."
              + " 'unit' stands for its divisions named by --division, 'unit:tree' for one of any,"
              + " 'auto' and 'ttp-auto' for a method chosen for each layer by a search,"
              + " 'standard' (the default) for the published ones, 'all' for everything but"
              + " combinations.")
  private List<String> methods = List.of();

  @Option(
      names = "--division",
      paramLabel = "LIST",
      split = ",",
      defaultValue = "exact,shift",
      description =
          "Divisions that 'unit' stands for: exact, shift, tree, mask, table, reciprocal, mitchell,"
              + " or all (default: ${DEFAULT-VALUE}).")
  private List<String> divisions = List.of();

  @Mixin private PercentileOption percentile = new PercentileOption();

  @Mixin private ThresholdsOption thresholds = new ThresholdsOption();

  @Mixin private BudgetOption budget = new BudgetOption();

  @Mixin private CalibrationOption calibration = new CalibrationOption();

  @Mixin private FidelityOption fidelity = new FidelityOption();

  @Mixin private ReportOption report = new ReportOption();

  @Mixin private KernelOptions kernels = new KernelOptions();

  @Mixin private EngineOption engine = new EngineOption();

  @Mixin private CostOptions costs = new CostOptions();

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Setup setup = setup();
    try {
      run(setup);
    } catch (DatasetException | FirmwareDoesNotFitException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (OutsideTableException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    } catch (ModelMismatchException | UnboundableException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (FirmwareFault e) {
      throw new CommandFailure(ExitCode.FIRMWARE_FAULT, e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private Setup setup() {
    List<Method> chosen = MethodList.parse(methods, MethodList.divisions(divisions));
    CommandFailure.require(
        costs.baseline().stream()
            .allMatch(label -> chosen.stream().anyMatch(method -> method.label().equals(label))),
        "--baseline must be one of the compared methods: "
            + chosen.stream().map(Method::label).collect(Collectors.joining(", ")));
    Setup setup =
        new Setup(
            workload.name(),
            workload.data(),
            inputs.count(),
            inputs.seed(),
            clock.megahertz(),
            clock.volts(),
            chosen,
            percentile.percentile(),
            thresholds.scope(chosen),
            budget.budget(chosen),
            calibration.count(),
            fidelity.of(engine),
            kernels.arithmetic(),
            kernels.multiplier(DEVICE));
    KernelOptions.check(setup, costs);
    return setup;
  }

  private void run(Setup setup) throws InterruptedException {
    EnergyModel energy = energyTable.require(DEVICE.name());
    // Refuses a clock or supply that the table does not cover, before any work is done.
    energy.price(EventCounts.NONE, setup.point());
    WorkloadData loaded = WorkloadData.of(workload.source(), setup);
    Comparison comparison = new Comparison(setup, loaded, DEVICE, energy);
    Configuration configuration = Configurations.of(setup, loaded, comparison, energy);
    List<MethodRow> rows;
    try (ProgressLine progress =
        ProgressLine.of("inferences", (long) setup.inputs() * setup.methods().size())) {
      rows = comparison.run(engine, progress::step);
    }
    CostFigures figures = CostFigures.of(costs, setup, comparison, rows);
    ChoiceReport choices = new ChoiceReport(setup, comparison, rows);
    ObjectNode tree = JsonReport.of(configuration, rows, figures);
    choices.addTo(tree);
    String text =
        new TextReport(
                    configuration,
                    rows,
                    energy,
                    comparison.point(),
                    figures,
                    Differences.baseline(rows, costs.baseline()))
                .render()
            + choices.text();
    report.print(spec, tree, text);
  }
}
