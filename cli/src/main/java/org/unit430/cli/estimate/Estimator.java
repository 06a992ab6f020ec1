package org.unit430.cli.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.unit430.cli.estimate.Estimate.StepShare;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.GraphFirmwareBuilder;
import org.unit430.firmware.build.GraphProgram;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.float32.FloatGraph;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.firmware.inference.GraphInference;
import org.unit430.firmware.onnx.Graph;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.firmware.quantize.GraphQuantizer;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;

/** Quantises a model if need be, plans its memory and runs it on simulated machines. */
final class Estimator {
  private static final String BETWEEN_STEPS = "(between steps)";

  private final Graph model;
  private final ModelData data;
  private final StepGraph steps;
  private final FloatGraph floats;
  private final Optional<FixedGraph> fixed;
  private final GraphFirmwareBuilder builder;
  private final DeviceProfile device;
  private final EnergyModel energy;
  private final OperatingPoint point;
  private final Arithmetic arithmetic;
  private final Multiplier multiplier;

  /**
   * Prepares a model.
   *
   * @param quantises whether its 16-bit form is needed, if only for thresholds
   * @throws IllegalArgumentException naming the step that cannot be quantised
   */
  Estimator(
      Graph model,
      StepGraph steps,
      ModelData data,
      double inputLimit,
      DeviceProfile device,
      EnergyModel energy,
      OperatingPoint point,
      Arithmetic arithmetic,
      Multiplier multiplier,
      boolean quantises) {
    this.model = model;
    this.data = data;
    this.device = device;
    this.energy = energy;
    this.point = point;
    this.arithmetic = arithmetic;
    this.multiplier = multiplier;
    this.steps = steps;
    this.floats = FloatGraph.of(steps, data.negative());
    this.fixed =
        quantises
            ? Optional.of(
                GraphQuantizer.quantize(steps, data.calibration(), inputLimit, data.negative()))
            : Optional.empty();
    this.builder =
        new GraphFirmwareBuilder(device, (int) Math.round(point.mclkHertz() / 1e6), multiplier);
  }

  Multiplier multiplier() {
    return multiplier;
  }

  Arithmetic arithmetic() {
    return arithmetic;
  }

  /** Whether there is a 16-bit form: what runs, or what thresholds are found with. */
  boolean quantises() {
    return fixed.isPresent();
  }

  /** What runs. */
  StepGraph steps() {
    return steps;
  }

  /** Multiply-accumulates of one inference if none is skipped. */
  long macs() {
    return floats.macs();
  }

  /**
   * Builds and runs.
   *
   * @param percentile of non-zero products at which UnIT's thresholds are put
   * @param scope what shares one
   * @param progress run after each inference
   */
  Estimate run(Method method, double percentile, ThresholdScope scope, Runnable progress) {
    GraphProgram firmware = program(method, percentile, scope);
    Machine machine = MachineFactory.create(device);
    FirmwareRunner runner = new FirmwareRunner(firmware, machine);
    List<InferenceRun> runs = new ArrayList<>();
    int agreeing = 0;
    int correct = 0;
    for (int i = 0; i < data.measured().size(); i++) {
      InferenceRun run = runner.run(firmware.input(data.measured().get(i)));
      runs.add(run);
      int predicted = largest(firmware.real(run.logits()));
      agreeing += predicted == floatPrediction(data.measured().get(i)) ? 1 : 0;
      int index = i;
      correct += data.labels().filter(all -> all[index] == predicted).isPresent() ? 1 : 0;
      progress.run();
    }
    EventCounts total =
        runs.stream().map(run -> run.total().total()).reduce(EventCounts.NONE, EventCounts::plus);
    int found = correct;
    return new Estimate(
        method,
        percentile,
        firmware.memory(),
        runs.size(),
        data.labels().map(labels -> found),
        agreeing,
        runs.stream().mapToLong(run -> run.total().cycles()).min().orElse(0),
        runs.stream().mapToLong(run -> run.total().cycles()).max().orElse(0),
        energy.price(total, point),
        shares(runs, total));
  }

  private GraphProgram program(Method method, double percentile, ThresholdScope scope) {
    Thresholds thresholds =
        fixed
            .filter(graph -> method.skips().hasThreshold())
            .map(graph -> calibrated(graph, method, percentile, scope))
            .orElse(Thresholds.zero(steps.steps().size()));
    if (arithmetic == Arithmetic.Q15) {
      return builder.build(fixed.orElseThrow(), method, thresholds);
    }
    List<Optional<QuantizedLayer>> layers =
        IntStream.range(0, steps.steps().size())
            .mapToObj(step -> fixed.flatMap(graph -> graph.layer(step)))
            .toList();
    return builder.build(floats, method, FloatThresholds.of(layers, method, thresholds));
  }

  private Thresholds calibrated(
      FixedGraph graph, Method method, double percentile, ThresholdScope scope) {
    List<short[]> calibration = data.calibration().stream().map(graph::quantizeInput).toList();
    return GraphInference.calibrate(graph, calibration, percentile, method.skips(), scope);
  }

  private List<StepShare> shares(List<InferenceRun> runs, EventCounts total) {
    List<StepShare> shares = new ArrayList<>();
    EventCounts rest = total;
    for (int i = 0; i < steps.steps().size(); i++) {
      EventCounts counts = EventCounts.NONE;
      long executed = 0;
      for (InferenceRun run : runs) {
        counts = counts.plus(run.layers().get(i).total());
        executed += run.macsExecuted(i);
      }
      rest = rest.minus(counts);
      shares.add(
          new StepShare(
              steps.steps().get(i).name(),
              steps.steps().get(i).output().toString(),
              floats.layers().get(i).map(FloatLayer::macs).orElse(0L) * runs.size(),
              executed,
              counts.cycles(),
              energy.price(counts, point).meanJoules()));
    }
    shares.add(
        new StepShare(
            BETWEEN_STEPS, "", 0, 0, rest.cycles(), energy.price(rest, point).meanJoules()));
    return shares;
  }

  /** The class of the float model: its largest output, or the one that it names itself. */
  int floatPrediction(float[] input) {
    float[] output = model.infer(input);
    if (output.length == 1 && steps.outputOrder().size() > 1) {
      return (int) output[0]; // the model ends in ArgMax
    }
    double[] wide = new double[output.length];
    Arrays.setAll(wide, i -> output[i]);
    return largest(wide);
  }

  /** Labelled inputs that the float model gets right. */
  Optional<Integer> floatCorrect() {
    return data.labels()
        .map(
            labels -> {
              int correct = 0;
              for (int i = 0; i < labels.length; i++) {
                correct += floatPrediction(data.measured().get(i)) == labels[i] ? 1 : 0;
              }
              return correct;
            });
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
