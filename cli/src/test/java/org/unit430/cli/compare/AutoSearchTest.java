package org.unit430.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unit430.cli.CommandLineRun;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Activations;
import org.unit430.firmware.prune.Method.Weights;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdScope;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Formats;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.machine.MachineFactory;

/** The search on a network of two small layers. */
class AutoSearchTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");
  private static final QuantizedNetwork NETWORK =
      new QuantizedNetwork(
          "two", List.of(layer("hidden", 12, 8, 6, 0), layer("logits", 8, 4, 0, -6)));
  private static final List<short[]> INPUTS = inputs();

  /** Builds firmware at percentile 60. */
  private static final AutoSearch.Networks NETWORKS = new FixedNetworks();

  private static class FixedNetworks implements AutoSearch.Networks {
    @Override
    public QuantizedNetwork network(Method method) {
      return method.activations() == Activations.AS_TRAINED
          ? NETWORK
          : new QuantizedNetwork(
              "two", List.of(NETWORK.layers().get(0).withCutoff(3), NETWORK.layers().get(1)));
    }

    @Override
    public Thresholds thresholds(Method method) {
      return method.skips().hasThreshold()
          ? ThresholdCalibrator.percentile(network(method), INPUTS, 60, method.skips())
          : Thresholds.zero(2);
    }

    @Override
    public boolean hasKernels(Method method) {
      return true;
    }

    @Override
    public boolean roundsSums() {
      return false;
    }

    @Override
    public short[] input(NetworkProgram program, int index) {
      return INPUTS.get(index);
    }

    @Override
    public IntUnaryOperator classifier(Method owner, Method method, Thresholds thresholds) {
      ReferenceInference reference = new ReferenceInference(network(owner), method, thresholds);
      return index -> reference.run(INPUTS.get(index)).predicted();
    }

    @Override
    public NetworkProgram build(Method method, Thresholds thresholds) {
      return new FirmwareBuilder(DEVICE, 8).build(network(method), method, thresholds);
    }
  }

  /** The same in single precision, whose weights are the same integers. */
  private static final class FloatNetworks extends FixedNetworks {
    @Override
    public boolean roundsSums() {
      return true;
    }

    @Override
    public boolean hasKernels(Method method) {
      return FloatFirmwareBuilder.refusal(method).isEmpty();
    }

    @Override
    public NetworkProgram build(Method method, Thresholds thresholds) {
      return new FloatFirmwareBuilder(DEVICE, 8, Multiplier.MPY32)
          .build(floats(method), method, real(method, method, thresholds));
    }

    @Override
    public short[] input(NetworkProgram program, int index) {
      return program.input(input(index));
    }

    @Override
    public IntUnaryOperator classifier(Method owner, Method method, Thresholds thresholds) {
      FloatReference reference =
          new FloatReference(floats(owner), method, real(owner, method, thresholds));
      return index -> reference.run(input(index)).predicted();
    }

    private static float[] input(int index) {
      short[] words = INPUTS.get(index);
      float[] real = new float[words.length];
      for (int i = 0; i < real.length; i++) {
        real[i] = words[i];
      }
      return real;
    }

    private List<FloatThreshold> real(Method owner, Method method, Thresholds thresholds) {
      return FloatThresholds.of(network(owner), method, thresholds);
    }

    private FloatNetwork floats(Method owner) {
      List<Layer> layers =
          NETWORK.layers().stream()
              .map(
                  layer -> {
                    float[] weights = new float[layer.weights().length];
                    for (int i = 0; i < weights.length; i++) {
                      weights[i] = layer.weights()[i];
                    }
                    return (Layer)
                        new FullyConnected(
                            layer.name(),
                            layer.weightsPerOutput(),
                            layer.outputChannels(),
                            weights,
                            new float[layer.outputChannels()],
                            layer.relu());
                  })
              .toList();
      Network network = new Network("two", new Shape(1, 1, 12), layers);
      return FloatNetwork.of(network, false).withCutoffsOf(network(owner));
    }
  }

  @Test
  void withoutABudgetForErrorsEveryLabelStays() {
    AutoChoice choice = choose(0);
    assertThat(choice.reference()).isEqualTo(INPUTS.size());
    assertThat(choice.correct()).isEqualTo(choice.reference());
    assertThat(choice.exhaustive()).isTrue();
  }

  @Test
  void withAllTheBudgetEveryLayerTakesItsCheapestMethod() {
    AutoChoice choice = choose(100);
    // The first combination is the sum of the least, so it is the only one tried for the choice;
    // runners-up are allowed whatever they do.
    for (AutoChoice.Layer layer : choice.layers()) {
      assertThat(layer.runnerUp().orElseThrow().cost())
          .isGreaterThanOrEqualTo(layer.chosen().cost());
    }
    assertThat(choice.cost()).isLessThanOrEqualTo(choose(0).cost());
  }

  @Test
  void theChoiceRunsAsTheReferenceSaysAndCostsAboutWhatWasAdded() {
    AutoChoice choice = choose(100);
    NetworkProgram firmware = NETWORKS.build(choice.method(), choice.thresholds());
    ReferenceInference reference =
        new ReferenceInference(
            NETWORKS.network(choice.method()), choice.method(), choice.thresholds());
    FirmwareRunner runner = new FirmwareRunner(firmware, MachineFactory.create(DEVICE));
    double cycles = 0;
    for (short[] input : INPUTS.subList(0, CalibrationSplit.MEASURED)) {
      FirmwareRunner.InferenceRun run = runner.run(input);
      assertThat(run.logits()).isEqualTo(reference.run(input).logits());
      cycles += run.layers().stream().mapToLong(layer -> layer.total().cycles()).sum();
    }
    // The second layer's inputs depend a little on how the first was pruned.
    assertThat(cycles / CalibrationSplit.MEASURED)
        .isCloseTo(choice.cost(), within(0.15 * choice.cost()));
  }

  @Test
  void inSinglePrecisionTheSearchRunsFloatKernels() {
    AutoSearch.Networks networks = new FloatNetworks();
    AutoChoice choice = choose(networks, 100);
    NetworkProgram program = networks.build(choice.method(), choice.thresholds());
    assertThat(program).isInstanceOf(FloatFirmware.class);
    FirmwareRunner runner = new FirmwareRunner(program, MachineFactory.create(DEVICE));
    IntUnaryOperator reference =
        networks.classifier(choice.method(), choice.method(), choice.thresholds());
    double cycles = 0;
    for (int i = 0; i < CalibrationSplit.MEASURED; i++) {
      FirmwareRunner.InferenceRun run = runner.run(networks.input(program, i));
      assertThat(program.predicted(run.logits())).isEqualTo(reference.applyAsInt(i));
      cycles += run.layers().stream().mapToLong(layer -> layer.total().cycles()).sum();
    }
    // Of few products: whether one less of the second layer's inputs is 0 shows.
    assertThat(cycles / CalibrationSplit.MEASURED)
        .isCloseTo(choice.cost(), within(0.3 * choice.cost()));
    // What the report says of the choice is of the choice itself, not of one that adds in another
    // order or rounds other quotients.
    for (AutoChoice found : List.of(choice, choose(networks, 0), choose(networks, 25))) {
      IntUnaryOperator own =
          networks.classifier(found.method(), found.method(), found.thresholds());
      // The labels are what 16 bits say with nothing skipped.
      IntUnaryOperator labels =
          NETWORKS.classifier(
              MethodList.parse(List.of("dense")).get(0),
              MethodList.parse(List.of("dense")).get(0),
              Thresholds.zero(2));
      long correct =
          IntStream.range(0, INPUTS.size())
              .filter(i -> own.applyAsInt(i) == labels.applyAsInt(i))
              .count();
      assertThat((long) found.correct()).isEqualTo(correct);
    }
    // Divisions of integers have no float kernels: 12 candidates of 18.
    assertThat(choice.candidates()).isEqualTo(12);
    assertThat(choose(100).candidates()).isEqualTo(18);
    // A product of floats costs over 100 cycles, one of integers 8.
    assertThat(choice.cost()).isGreaterThan(5 * choose(100).cost());
    AutoChoice careful = choose(networks, 0);
    assertThat(careful.correct()).isEqualTo(careful.reference());
  }

  @Test
  void theSearchIsDeterministic() {
    assertThat(choose(20)).isEqualTo(choose(20));
  }

  @Test
  void minimiseNeedsSomethingToSearch() {
    CommandLineRun run = CommandLineRun.of("compare", "--minimise", "time", "--methods", "dense");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("add one of them");
    assertThat(CommandLineRun.of("compare", "--budget", "many").exitCode()).isEqualTo(2);
  }

  @Test
  void thresholdsRiseAsFarAsTheBudgetAllows() {
    for (String scope : List.of("global", "layer", "group:2")) {
      PercentileChoice none = find(0, scope);
      PercentileChoice some = find(20, scope);
      PercentileChoice all = find(100, scope);
      assertThat(none.correct()).isGreaterThanOrEqualTo(none.reference());
      assertThat(20 * (some.reference() - some.correct())).isLessThanOrEqualTo(4 * 20);
      // Nothing stops the search below the top of the ladder, unless a layer gains nothing by it.
      assertThat(all.percents().get(0)).containsOnly(99.0);
      assertThat(all.cost()).isLessThan(all.costAtZero());
      assertThat(all.tried()).isPositive();
    }
    // 8 and 4 outputs in twos.
    assertThat(find(20, "group:2").percents().get(0)).hasSize(4);
    assertThat(find(20, "group:2").percents().get(1)).hasSize(2);
    assertThat(find(20, "group:2")).isEqualTo(find(20, "group:2"));
  }

  private static PercentileChoice find(double points, String scope) {
    return PercentileSearch.find(
        MethodList.parse(List.of("unit:exact")).get(0),
        ThresholdScope.parse(scope),
        NETWORKS,
        split(NETWORKS),
        new Budget(points, true, Minimise.TIME));
  }

  private static AutoChoice choose(double points) {
    return choose(NETWORKS, points);
  }

  private static AutoChoice choose(AutoSearch.Networks networks, double points) {
    return AutoSearch.choose(
        Method.undecided("auto", Weights.UNPRUNED),
        ThresholdScope.LAYER,
        networks,
        split(networks),
        new Budget(points, false, Minimise.TIME));
  }

  private static CalibrationSplit split(AutoSearch.Networks networks) {
    ReferenceInference dense =
        new ReferenceInference(
            NETWORK, MethodList.parse(List.of("dense")).get(0), Thresholds.zero(2));
    return new CalibrationSplit(
        networks,
        INPUTS,
        INPUTS.stream().map(input -> dense.run(input).predicted()).toList(),
        DEVICE,
        EventCounts::cycles);
  }

  private static List<short[]> inputs() {
    SplittableRandom random = new SplittableRandom(6);
    List<short[]> inputs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      short[] input = new short[12];
      for (int j = 0; j < input.length; j++) {
        input[j] = (short) (random.nextBoolean() ? 0 : random.nextInt(100));
      }
      inputs.add(input);
    }
    return inputs;
  }

  private static QuantizedLayer layer(
      String name, int inputs, int outputs, int shift, int inputBits) {
    SplittableRandom random = new SplittableRandom(inputs);
    short[] weights = new short[inputs * outputs];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (short) (random.nextInt(101) - 50);
    }
    return new QuantizedLayer(
        name,
        Kind.FULLY_CONNECTED,
        new Shape(1, 1, inputs),
        outputs,
        1,
        inputs,
        1,
        weights,
        new int[outputs],
        new Formats(inputBits, 0, inputBits - shift),
        shift,
        shift > 0,
        32767);
  }
}
