package org.unit430.cli.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.unit430.cli.ClockOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.EngineOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.Json;
import org.unit430.cli.OutputDirectory;
import org.unit430.cli.ProgressLine;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.OutsideTableException;
import org.unit430.firmware.build.FirmwareDoesNotFitException;
import org.unit430.firmware.cost.UnboundableException;
import org.unit430.firmware.dataset.DatasetException;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.dataset.Workloads;
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

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      description =
          "cifar10, digits, gesture, har, har-leaky, kws or mnist (default: digits; mnist with"
              + " --data).")
  private Optional<String> workload = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory with the workload's original files, packed as they are handed out or not.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--inputs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Test inputs to run (default: ${DEFAULT-VALUE}).")
  private int inputs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Chooses the test inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

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

  @Option(
      names = "--percentile",
      paramLabel = "P",
      defaultValue = "50",
      description =
          "UnIT's thresholds: this percentile of the non-zero |x*w| that each is for (default:"
              + " ${DEFAULT-VALUE}).")
  private double percentile;

  @Mixin private ThresholdsOption thresholds = new ThresholdsOption();

  @Mixin private BudgetOption budget = new BudgetOption();

  @Option(
      names = "--calibration",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "Inputs of the calibration split that set scales and thresholds (default:"
              + " ${DEFAULT-VALUE}).")
  private int calibration;

  @Option(
      names = "--fidelity",
      paramLabel = "machine|model",
      defaultValue = "machine",
      description =
          "machine runs every instruction; model charges each path through the kernels what it"
              + " costs on the machine: the same logits, MACs and instructions, FRAM waits"
              + " estimated, and whole test sets in seconds (default: ${DEFAULT-VALUE}).")
  private Fidelity fidelity = Fidelity.MACHINE;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write compare.json and compare.txt there too.")
  private Optional<Path> out = Optional.empty();

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
    require(inputs >= 1, "--inputs must be 1 or more, not " + inputs);
    require(calibration >= 1, "--calibration must be 1 or more, not " + calibration);
    require(
        fidelity == Fidelity.MACHINE || !engine.check(),
        "--check-engine needs --fidelity machine: the model executes no instructions");
    require(
        percentile >= 0 && percentile <= 100, "--percentile must be 0 to 100, not " + percentile);
    String name = workload.orElse(Workloads.defaultName(data));
    List<Method> chosen = MethodList.parse(methods, MethodList.divisions(divisions));
    require(
        costs.baseline().stream()
            .allMatch(label -> chosen.stream().anyMatch(method -> method.label().equals(label))),
        "--baseline must be one of the compared methods: "
            + chosen.stream().map(Method::label).collect(Collectors.joining(", ")));
    Setup setup =
        new Setup(
            name,
            data,
            inputs,
            seed,
            clock.megahertz(),
            clock.volts(),
            chosen,
            percentile,
            thresholds.scope(chosen),
            budget.budget(chosen),
            calibration,
            fidelity,
            kernels.arithmetic(),
            kernels.multiplier(DEVICE));
    KernelOptions.check(setup, costs);
    return setup;
  }

  private static void require(boolean condition, String complaint) {
    if (!condition) {
      throw new CommandFailure(ExitCode.USAGE, complaint);
    }
  }

  private void run(Setup setup) throws InterruptedException {
    EnergyModel energy = energyTable.require(DEVICE.name());
    // Refuses a clock or supply that the table does not cover, before any work is done.
    energy.price(EventCounts.NONE, setup.point());
    WorkloadData loaded = WorkloadData.of(source(setup), setup);
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
    String document = Json.print(tree);
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
    out.map(OutputDirectory::new)
        .ifPresent(
            directory -> {
              directory.write("compare.json", document);
              directory.write("compare.txt", text);
            });
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(json ? document : text);
    writer.flush();
  }

  private static Workload source(Setup setup) {
    try {
      return Workloads.byName(setup.workload(), setup.data());
    } catch (DatasetException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    }
  }
}
