package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;

/** Networks and inputs with random numbers, for comparing two ways of computing the same. */
public final class RandomNetworks {
  private final SplittableRandom random;
  private final double zeroWeights;

  /** Random numbers by a seed; weights are zero with a probability. */
  public RandomNetworks(long seed, double zeroWeights) {
    this.random = new SplittableRandom(seed);
    this.zeroWeights = zeroWeights;
  }

  /** The architecture of the bundled networks. */
  public Network leNet() {
    return new Network(
        "lenet",
        new Shape(1, 28, 28),
        List.of(
            convolution("conv1", 1, 6, 5, 5, true),
            new MaxPooling("pool1", 2),
            convolution("conv2", 6, 16, 5, 5, true),
            new MaxPooling("pool2", 2),
            fullyConnected("fc1", 256, 120, true),
            fullyConnected("fc2", 120, 84, true),
            fullyConnected("fc3", 84, 10, false)));
  }

  /**
   * What LeNet has not: oblong kernels, pools of 1 and 3, layers without ReLU, a prime number of
   * inputs and outputs.
   */
  public Network odd() {
    return new Network(
        "odd",
        new Shape(2, 13, 17),
        List.of(
            convolution("wide", 2, 3, 2, 6, true),
            new MaxPooling("pool", 3),
            convolution("tall", 3, 5, 3, 1, true),
            convolution("point", 5, 4, 1, 1, true),
            fullyConnected("prime", 32, 17, false),
            fullyConnected("bottleneck", 17, 1, true),
            fullyConnected("logits", 1, 7, false)));
  }

  /** One row, inputs and hidden values of both signs, pools of 2 and 3 values. */
  public Network signal() {
    return new Network(
        "signal",
        new Shape(2, 1, 40),
        List.of(
            convolution("conv1", 2, 6, 1, 5, false),
            new MaxPooling("pool1", 2),
            convolution("conv2", 6, 7, 1, 3, true),
            new MaxPooling("pool2", 3),
            fullyConnected("logits", 35, 5, false)));
  }

  /**
   * Few multiply-accumulates, for many inputs. With inputs of both signs there are a convolution
   * and a fully connected layer that get negative values, and a layer that can stop early.
   */
  public Network tiny() {
    return new Network(
        "tiny",
        new Shape(1, 6, 7),
        List.of(
            convolution("first", 1, 3, 3, 2, true),
            new MaxPooling("pool", 2),
            convolution("second", 3, 4, 2, 2, true),
            fullyConnected("hidden", 8, 5, false),
            fullyConnected("logits", 5, 3, false)));
  }

  /** Two fully connected layers. */
  public Network twoLayers(int inputs, int hidden, int outputs) {
    return new Network(
        "two",
        new Shape(1, 1, inputs),
        List.of(
            fullyConnected("hidden", inputs, hidden, true),
            fullyConnected("logits", hidden, outputs, false)));
  }

  /** Inputs of both signs, half of them zero. */
  public List<float[]> signedInputs(Network network, int count) {
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] input = new float[network.input().size()];
      for (int j = 0; j < input.length; j++) {
        input[j] = random.nextBoolean() ? 0 : (float) (2 * random.nextDouble() - 1);
      }
      inputs.add(input);
    }
    return inputs;
  }

  private Convolution convolution(
      String name, int in, int out, int height, int width, boolean relu) {
    return new Convolution(
        name,
        in,
        out,
        height,
        width,
        weights(in * out * height * width, in * height * width),
        weights(out, 4),
        relu);
  }

  private FullyConnected fullyConnected(String name, int in, int out, boolean relu) {
    return new FullyConnected(name, in, out, weights(in * out, in), weights(out, 4), relu);
  }

  private float[] weights(int count, int fanIn) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      boolean zero = random.nextDouble() < zeroWeights;
      weights[i] = zero ? 0 : (float) ((random.nextDouble() * 4 - 2) / Math.sqrt(fanIn));
    }
    return weights;
  }

  /** Inputs of which four fifths are zero, as in pictures of digits; the rest 0 to 1. */
  public List<float[]> inputs(Network network, int count) {
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] input = new float[network.input().size()];
      for (int j = 0; j < input.length; j++) {
        input[j] = random.nextDouble() < 0.8 ? 0 : (float) random.nextDouble();
      }
      inputs.add(input);
    }
    return inputs;
  }

  /** The network in fixed point, scaled on the inputs. */
  public static QuantizedNetwork quantize(Network network, List<float[]> inputs) {
    return Quantizer.quantize(network, inputs, 1);
  }

  /** The inputs at the network's scale. */
  public static List<short[]> fixed(QuantizedNetwork network, List<float[]> inputs) {
    return IntStream.range(0, inputs.size())
        .mapToObj(i -> network.quantizeInput(inputs.get(i)))
        .toList();
  }

  /** A method's thresholds, also of one that has another method in each layer. */
  public static Thresholds thresholds(
      QuantizedNetwork network, List<short[]> inputs, double percentile, Method method) {
    return new Thresholds(
        IntStream.range(0, network.layers().size())
            .mapToObj(
                i ->
                    ThresholdCalibrator.percentile(
                            network, inputs, percentile, method.at(i).skips())
                        .of(i))
            .toList());
  }

  /** A method that treats each layer of {@link #odd} in another way: every called division. */
  public static Method oddByLayer() {
    return byLayer(
        "unit:shift",
        "snapea",
        "unit:reciprocal",
        "unit-sorted:exact",
        "input-skip",
        "unit:mitchell");
  }

  /** The same for training-time-pruned weights: stored densely, sparsely and sorted. */
  public static Method prunedOddByLayer() {
    return byLayer(
        "ttp-zero-test",
        "ttp-csr+unit:shift",
        "ttp-csr",
        "ttp-dense+unit-sorted:exact",
        "ttp-csr+unit:exact",
        "ttp-dense+zero-skip");
  }

  private static Method byLayer(String... names) {
    return Method.composed(
        "auto", Arrays.stream(names).map(name -> MethodName.parse(name).get(0)).toList());
  }

  /** The network as a method runs it: under FATReLU with cut-offs that some outputs are below. */
  public static QuantizedNetwork prepared(QuantizedNetwork network, Method method) {
    if (method.activations() != Method.Activations.FATRELU) {
      return network;
    }
    return new QuantizedNetwork(
        network.name(),
        network.layers().stream()
            .map(layer -> layer.canCut() ? layer.withCutoff(3000) : layer)
            .toList());
  }
}
