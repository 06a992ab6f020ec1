package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.MachineFactory;

/** All that a search may look at: the calibration inputs of one network. */
final class CalibrationSplit {
  /** Inputs on which the machine measures what layers cost. */
  static final int MEASURED = 2;

  private static final int CHUNK = 8;

  private final AutoSearch.Networks networks;
  private final List<short[]> inputs;
  private final List<Integer> labels;
  private final int[] failures;
  private final DeviceProfile device;
  private final ToDoubleFunction<EventCounts> cost;

  /**
   * A split.
   *
   * @param networks what runs on it
   * @param inputs at the 16-bit network's scale, from which thresholds come
   * @param labels of the inputs
   * @param cost of events
   */
  CalibrationSplit(
      AutoSearch.Networks networks,
      List<short[]> inputs,
      List<Integer> labels,
      DeviceProfile device,
      ToDoubleFunction<EventCounts> cost) {
    this.networks = networks;
    this.inputs = List.copyOf(inputs);
    this.labels = List.copyOf(labels);
    this.failures = new int[inputs.size()];
    this.device = device;
    this.cost = cost;
  }

  int size() {
    return inputs.size();
  }

  List<short[]> inputs() {
    return inputs;
  }

  /** Inputs that the machine measures costs on: the first ones. */
  int measured() {
    return Math.min(MEASURED, inputs.size());
  }

  /**
   * Inputs labelled right, by the reference, which the firmware equals.
   *
   * @param owner whose network it runs
   */
  int correct(Method owner, Method method, Thresholds thresholds) {
    return correct(owner, method, thresholds, size()).orElseThrow();
  }

  /**
   * Inputs labelled right, unless too many are labelled wrong, which ends the count early.
   *
   * @param owner whose network it runs
   * @param errors how many may be
   */
  OptionalInt correct(Method owner, Method method, Thresholds thresholds, int errors) {
    IntUnaryOperator classifier = networks.classifier(owner, method, thresholds);
    // Inputs that failed before are likely to fail again: with them first, bad candidates end soon.
    List<Integer> order =
        IntStream.range(0, inputs.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> -failures[i]))
            .toList();
    int wrong = 0;
    for (int from = 0; from < order.size() && wrong <= errors; from += CHUNK) {
      List<Integer> failed =
          order.subList(from, Math.min(order.size(), from + CHUNK)).parallelStream()
              .filter(i -> classifier.applyAsInt(i) != labels.get(i))
              .toList();
      failed.forEach(i -> failures[i]++);
      wrong += failed.size();
    }
    return wrong <= errors ? OptionalInt.of(inputs.size() - wrong) : OptionalInt.empty();
  }

  /** What each layer costs on the machine, and last what lies between; means per inference. */
  List<Double> costs(NetworkProgram firmware) {
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(device));
    int layers = firmware.steps();
    double[] sums = new double[layers + 1];
    for (int index = 0; index < measured(); index++) {
      InferenceRun run = runner.run(networks.input(firmware, index));
      EventCounts rest = run.total().total();
      for (int i = 0; i < layers; i++) {
        EventCounts counts = run.layers().get(i).total();
        sums[i] += cost.applyAsDouble(counts);
        rest = rest.minus(counts);
      }
      sums[layers] += cost.applyAsDouble(rest);
    }
    List<Double> means = new ArrayList<>();
    for (double sum : sums) {
      means.add(sum / measured());
    }
    return means;
  }
}
