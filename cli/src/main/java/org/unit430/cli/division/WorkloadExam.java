package org.unit430.cli.division;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.inference.LayerArithmetic;
import org.unit430.firmware.inference.LayerArithmetic.LayerResult;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;

/** A workload's network, thresholds and inputs, on which divisions decide. */
final class WorkloadExam {
  private static final int CLOCK_MEGAHERTZ = 8;

  private final Network trained;
  private final QuantizedNetwork network;
  private final Thresholds thresholds;
  private final Dataset test;

  /**
   * What a division decided.
   *
   * @param wronglySkipped multiply-accumulates above T that it skips
   * @param wronglyKept those not above T that it executes
   * @param all multiply-accumulates
   * @param correct inputs classified correctly
   */
  record Decisions(long wronglySkipped, long wronglyKept, long all, int correct) {}

  WorkloadExam(Workload workload, int inputs, long seed, int calibration, double percentile) {
    Dataset images = workload.calibration(calibration);
    List<float[]> floats = images.images();
    trained = workload.network();
    network = Quantizer.quantize(trained, floats, 1, workload.signedInput());
    thresholds =
        ThresholdCalibrator.percentile(
            network,
            floats.stream().map(network::quantizeInput).toList(),
            percentile,
            Method.Skips.BELOW_THRESHOLD);
    test = workload.test(inputs, seed);
  }

  /**
   * The exam of single precision on the same workload, by the same thresholds as real numbers.
   *
   * @param product T at which cycles and errors are taken, at the scale of the second layer's
   *     accumulator, or of the only one's
   */
  FloatExam inFloats(DeviceProfile device, int product) {
    List<FloatThreshold> real = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      real.add(FloatThreshold.whole(real(i, thresholds.of(i).product())));
    }
    return new FloatExam(
        FloatNetwork.of(trained),
        real,
        real(Math.min(1, network.layers().size() - 1), product),
        test,
        device);
  }

  private float real(int layer, int product) {
    int bits = network.layers().get(layer).formats().accumulator();
    return (float) Math.scalb((double) product, -bits);
  }

  /** T of every layer. */
  List<Integer> products() {
    return thresholds.layers().stream().map(LayerThreshold::product).toList();
  }

  /**
   * Lets a division decide on every multiply-accumulate of every input. A decision counts as wrong
   * against the product test on the same activations.
   *
   * @param division t of T and a magnitude of 1 to 32767
   */
  Decisions decide(IntBinaryOperator division) {
    int[][] made = new int[network.layers().size()][ThresholdDivision.LARGEST_THRESHOLD + 1];
    for (int[] ofLayer : made) {
      Arrays.fill(ofLayer, -1);
      ofLayer[0] = ThresholdDivision.LARGEST_THRESHOLD;
    }
    long[] wrong = new long[2];
    long all = 0;
    int correct = 0;
    for (int i = 0; i < test.size(); i++) {
      short[] activations = network.quantizeInput(test.image(i));
      int[] logits = {};
      for (int l = 0; l < network.layers().size(); l++) {
        QuantizedLayer layer = network.layers().get(l);
        LayerResult result =
            run(layer, activations, thresholds.of(l).product(), made[l], division, wrong);
        all += layer.macs();
        logits = result.outputs();
        activations = LayerArithmetic.toShorts(logits);
      }
      correct += predicted(logits) == test.label(i) ? 1 : 0;
    }
    return new Decisions(wrong[0], wrong[1], all, correct);
  }

  private static LayerResult run(
      QuantizedLayer layer,
      short[] input,
      int product,
      int[] made,
      IntBinaryOperator division,
      long[] wrong) {
    boolean ownedByWeight = layer.kind() == Kind.CONVOLUTION;
    return LayerArithmetic.run(
        layer,
        input,
        (x, w) -> {
          int activation = Math.abs(input[x]);
          int weight = Math.abs(layer.weights()[w]);
          int owner = ownedByWeight ? weight : activation;
          if (made[owner] < 0) {
            made[owner] = division.applyAsInt(product, owner);
          }
          boolean kept = (ownedByWeight ? activation : weight) > made[owner];
          boolean above = activation * weight > product;
          wrong[0] += above && !kept ? 1 : 0;
          wrong[1] += kept && !above ? 1 : 0;
          return kept;
        });
  }

  /**
   * How often UnIT makes a threshold from each magnitude, over all inputs: from a convolution's
   * weights once an inference, from a fully connected layer's activations whenever they are not 0.
   *
   * @return counts by magnitude, 0 to 32767
   */
  long[] operands() {
    long[] counts = new long[ThresholdDivision.LARGEST_THRESHOLD + 1];
    ReferenceInference exact =
        new ReferenceInference(network, Method.unit(ThresholdDivision.EXACT), thresholds);
    for (int i = 0; i < test.size(); i++) {
      exact.run(
          network.quantizeInput(test.image(i)),
          (index, activations) -> {
            QuantizedLayer layer = network.layers().get(index);
            boolean byWeight = layer.kind() == Kind.CONVOLUTION;
            for (short operand : byWeight ? layer.weights() : activations) {
              counts[Math.abs(operand)] += operand == 0 ? 0 : 1;
            }
            return (channel, part, accumulator, executed, saturated) -> {};
          });
    }
    return counts;
  }

  /** Inputs that the network labels right if nothing is left out. */
  int correctWithNothingSkipped() {
    ReferenceInference dense =
        new ReferenceInference(
            network, MethodName.parse("dense").get(0), Thresholds.zero(network.layers().size()));
    return test.countCorrect(image -> dense.run(network.quantizeInput(image)).predicted());
  }

  private static int predicted(int[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  /**
   * Cycles that a skipped multiply-accumulate saves, divisions apart: the difference between one
   * inference at T = 0 and one at the thresholds, on the machine, by the multiply-accumulates that
   * they differ in.
   */
  double cyclesSavedBySkipping(DeviceProfile device) {
    List<Long> cycles = new ArrayList<>();
    List<Long> macs = new ArrayList<>();
    short[] input = network.quantizeInput(test.image(0));
    for (Thresholds t : List.of(Thresholds.zero(network.layers().size()), thresholds)) {
      FirmwareRunner.InferenceRun run =
          new FirmwareRunner(
                  new FirmwareBuilder(device, CLOCK_MEGAHERTZ)
                      .build(network, Method.unit(ThresholdDivision.EXACT), t),
                  MachineFactory.create(device))
              .run(input);
      Profile total = run.total();
      cycles.add(total.cycles() - total.byOperation().get(Operation.DIVIDE).events().cycles());
      macs.add(IntStream.range(0, network.layers().size()).mapToLong(run::macsExecuted).sum());
    }
    return (double) (cycles.get(0) - cycles.get(1)) / (macs.get(0) - macs.get(1));
  }
}
