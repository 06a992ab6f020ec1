package org.unit430.cli.estimate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.unit430.cli.ArithmeticOption;
import org.unit430.cli.ClockOption;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.EnergyTableOption;
import org.unit430.cli.ExitCode;
import org.unit430.cli.MultiplierOption;
import org.unit430.cli.PercentileOption;
import org.unit430.cli.ProgressLine;
import org.unit430.cli.ReportOption;
import org.unit430.cli.compare.MethodList;
import org.unit430.cli.compare.ThresholdsOption;
import org.unit430.cli.device.DeviceOption;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.OutsideTableException;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.FirmwareDoesNotFitException;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.firmware.network.Sha256;
import org.unit430.firmware.npy.NpyException;
import org.unit430.firmware.onnx.Graph;
import org.unit430.firmware.onnx.Lowering;
import org.unit430.firmware.onnx.OnnxException;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.DeviceProfileException;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.FirmwareFault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unit430 estimate}: says what a user's ONNX model costs. */
@Command(
    name = "estimate",
    mixinStandardHelpOptions = true,
    description = {
      "Quantises an ONNX model to 16 bits, or takes it as it is with --arithmetic float32, plans"
          + " its memory, runs it on a simulated device under several methods and prints time,"
          + " energy and multiply-accumulates by step.",
      "'unit430 ops' lists the operators that are supported. Without --inputs the estimate is made"
          + " on generated inputs: the cost of dense inference, and that of UnIT as a function of"
          + " the share of work it skips."
    })
public final class EstimateCommand implements Callable<Integer> {
  /** Percentiles at which UnIT is run when there are no data to calibrate with. */
  private static final List<Double> SWEEP = List.of(0.0, 25.0, 50.0, 75.0, 90.0);

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model;

  @Option(
      names = "--inputs",
      paramLabel = "FILE|DIR",
      description =
          "Inputs as the model takes them, in an NPY or NPZ file (array x), or a directory of NPY"
              + " files. The first calibrate, the others are measured.")
  private Optional<Path> inputs = Optional.empty();

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Classes of the inputs, in an NPY or NPZ file (default: array y of an NPZ archive).")
  private Optional<Path> labels = Optional.empty();

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = {"--method", "--methods"},
      paramLabel = "LIST",
      split = ",",
      defaultValue = "dense,zero-skip,unit",
      description =
          "Methods, separated by commas (default: ${DEFAULT-VALUE}); all of them run the model's"
              + " own weights.")
  private List<String> methods = List.of();

  @Mixin private PercentileOption percentile = new PercentileOption();

  @Mixin private ThresholdsOption thresholds = new ThresholdsOption();

  @Option(
      names = "--calibration",
      paramLabel = "N",
      description =
          "Inputs that set scales and thresholds, from the first on (default: half of them, at most"
              + " 64).")
  private Optional<Integer> calibration = Optional.empty();

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most inputs to measure (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--input-limit",
      paramLabel = "X",
      description =
          "Largest magnitude of an input in 16 bits, beyond which it saturates; with --arithmetic"
              + " float32 in the 16-bit form from which thresholds come. Generated inputs reach it."
              + " (Default: the largest of the calibration inputs; 1 without inputs.)")
  private Optional<Double> inputLimit = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Generates inputs when there are none (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private ClockOption clock = new ClockOption();

  @Mixin private ArithmeticOption arithmetic = new ArithmeticOption();

  @Mixin private MultiplierOption multiplier = new MultiplierOption();

  @Mixin private ReportOption printed = new ReportOption();

  @Mixin private EnergyTableOption energyTable = new EnergyTableOption();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    calibration.ifPresent(
        n -> CommandFailure.require(n >= 1, "--calibration must be 1 or more, not " + n));
    CommandFailure.require(runs >= 1, "--runs must be 1 or more, not " + runs);
    percentile.percentile(); // refuses what is wrong of it before any work is done
    inputLimit.ifPresent(
        limit ->
            CommandFailure.require(
                limit > 0 && limit <= Short.MAX_VALUE,
                "--input-limit must be above 0 and at most 32767, not " + limit));
    CommandFailure.require(labels.isEmpty() || inputs.isPresent(), "--labels needs --inputs");
    try {
      run(MethodList.parse(methods));
    } catch (OnnxException | NpyException | FirmwareDoesNotFitException e) {
      throw new CommandFailure(ExitCode.UNSUPPORTED_INPUT, e.getMessage(), e);
    } catch (OutsideTableException | DeviceProfileException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
    } catch (FirmwareFault e) {
      throw new CommandFailure(ExitCode.FIRMWARE_FAULT, e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private void run(List<Method> chosen) {
    for (Method method : chosen) {
      if (method.isByLayer()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "estimate has no labelled calibration inputs on which to choose methods for '%s';"
                    .formatted(method.name())
                + " name one, or use compare");
      }
      if (method.activations() == Method.Activations.FATRELU) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "estimate has no labelled calibration inputs from which to set FATReLU's cut-offs for"
                + " method '%s'; leave it out, or use compare".formatted(method.name()));
      }
    }
    ThresholdScope scope = thresholds.scope(chosen);
    DeviceProfile profile = device.profile();
    Multiplier unit = multiplier.on(profile);
    boolean floats = arithmetic.arithmetic() == Arithmetic.FLOAT32;
    boolean quantises = !floats || chosen.stream().anyMatch(m -> m.skips().hasThreshold());
    if (floats) {
      ArithmeticOption.requireFloat(chosen);
      CommandFailure.require(
          quantises || inputs.isEmpty() || inputLimit.isEmpty(),
          "--input-limit limits inputs in 16 bits, from which thresholds come; these methods have"
              + " none, and --arithmetic float32 limits nothing");
    }
    for (Method method : chosen) {
      CommandFailure.require(
          floats || unit != Multiplier.SOFTWARE || !method.isModelled(),
          "method %s is modelled from products of equal cost; --multiplier software has none"
              .formatted(method.label()));
    }
    EnergyModel energy = energyTable.require(profile.name());
    OperatingPoint point = clock.point();
    // Refuses a clock or supply that the table does not cover, before any work is done.
    energy.price(EventCounts.NONE, point);
    Graph graph = Graph.read(model);
    StepGraph steps = Lowering.lower(graph);
    ModelData data = data(graph);
    double limit = inputLimit.orElse(data.generated() ? 1.0 : data.largest());
    Estimator estimator =
        estimator(graph, steps, data, limit, profile, energy, point, unit, quantises);
    List<Job> jobs = jobs(chosen, data.generated());
    List<Estimate> estimates;
    try (ProgressLine progress =
        ProgressLine.of("inferences", (long) data.measured().size() * jobs.size())) {
      AtomicInteger done = new AtomicInteger();
      Estimate[] results = new Estimate[jobs.size()];
      IntStream.range(0, jobs.size())
          .parallel()
          .forEach(
              i ->
                  results[i] =
                      estimator.run(
                          jobs.get(i).method,
                          jobs.get(i).percentile,
                          scope,
                          () -> progress.step(done.incrementAndGet())));
      estimates = List.of(results);
    }
    EstimateReport report =
        new EstimateReport(
            graph, sha256(), data, limit, estimator, scope, profile, energy, point, estimates);
    printed.print(spec, report.json(), report.text());
  }

  private record Job(Method method, double percentile) {}

  private List<Job> jobs(List<Method> chosen, boolean sweep) {
    List<Job> jobs = new ArrayList<>();
    for (Method method : chosen) {
      if (sweep && method.division().isPresent()) {
        SWEEP.forEach(percent -> jobs.add(new Job(method, percent)));
      } else {
        jobs.add(new Job(method, percentile.percentile()));
      }
    }
    return jobs;
  }

  private ModelData data(Graph graph) {
    int[] shape = graph.inputShape();
    if (inputs.isEmpty()) {
      int size = IntStream.of(shape).reduce(1, (a, b) -> a * b);
      return ModelData.generate(size, inputLimit.orElse(1.0), seed);
    }
    return ModelData.read(inputs.get(), labels, shape, calibration, runs);
  }

  private Estimator estimator(
      Graph graph,
      StepGraph steps,
      ModelData data,
      double limit,
      DeviceProfile profile,
      EnergyModel energy,
      OperatingPoint point,
      Multiplier unit,
      boolean quantises) {
    Arithmetic numbers = arithmetic.arithmetic();
    try {
      return new Estimator(
          graph, steps, data, limit, profile, energy, point, numbers, unit, quantises);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT,
          "%s cannot be quantised to 16 bits%s: %s"
              .formatted(
                  graph.name(),
                  numbers == Arithmetic.Q15 ? "" : ", where thresholds come from",
                  e.getMessage()),
          e);
    }
  }

  private String sha256() {
    try {
      return Sha256.hex(Files.readAllBytes(model));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNSUPPORTED_INPUT, model + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
