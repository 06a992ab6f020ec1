package org.unit430.firmware.quantize;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.inference.LayerArithmetic;
import org.unit430.firmware.network.Convolution;
import org.unit430.firmware.network.FullyConnected;
import org.unit430.firmware.network.Layer;
import org.unit430.firmware.network.MaxPooling;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.QuantizedLayer.Formats;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.firmware.quantize.QuantizedLayer.Windows;

/**
 * Turns a float network into 16-bit fixed point after training. Weights get as many fraction bits
 * as fit both 16 bits and a 32-bit accumulator that no input can overflow; outputs get as many as
 * the largest output seen on the calibration inputs leaves room for, with a quarter to spare,
 * beyond which they saturate. Layers are quantised in order, each on what the quantised ones before
 * it really give.
 */
public final class Quantizer {
  static final int LARGEST = 32767;
  static final int MOST_SHIFT = 16;

  /** Room above the largest calibration output before saturation sets in. */
  static final double HEADROOM = 1.25;

  private Quantizer() {}

  /**
   * Quantises a network whose inputs are not negative.
   *
   * @param network layers; max pooling only behind a convolution
   * @param calibration inputs in the network's real units; all values 0 to {@code inputLimit}
   * @param inputLimit largest magnitude an input can have
   * @throws IllegalArgumentException if the network has a form that the kernels do not know, naming
   *     the layer
   */
  public static QuantizedNetwork quantize(
      Network network, List<float[]> calibration, double inputLimit) {
    return quantize(network, calibration, inputLimit, false);
  }

  /**
   * Quantises a network.
   *
   * @param network layers; max pooling only behind a convolution
   * @param calibration inputs in the network's real units; all values 0 to {@code inputLimit}, or
   *     also their negatives
   * @param inputLimit largest magnitude an input can have
   * @param signedInput whether an input can have negative values
   * @throws IllegalArgumentException if the network has a form that the kernels do not know, naming
   *     the layer
   */
  public static QuantizedNetwork quantize(
      Network network, List<float[]> calibration, double inputLimit, boolean signedInput) {
    int fractionBits = fractionBits(inputLimit);
    int inputMaximum = (int) Math.rint(Math.scalb(inputLimit, fractionBits));
    List<short[]> activations = new ArrayList<>();
    for (float[] input : calibration) {
      short[] fixed = new short[input.length];
      for (int i = 0; i < input.length; i++) {
        fixed[i] = (short) toFixed(input[i], fractionBits, inputMaximum);
      }
      activations.add(fixed);
    }
    List<QuantizedLayer> quantized = new ArrayList<>();
    Shape shape = network.input();
    boolean signed = signedInput;
    List<Layer> layers = network.layers();
    for (int i = 0; i < layers.size(); i++) {
      int pool = 1;
      Layer layer = layers.get(i);
      if (i + 1 < layers.size() && layers.get(i + 1) instanceof MaxPooling pooling) {
        pool = pooling.size();
        i++;
      }
      boolean last = i == layers.size() - 1;
      Weights weights = weightsOf(layer, shape, pool, signed);
      QuantizedLayer made =
          quantize(weights, shape, pool, last, fractionBits, inputMaximum, activations);
      quantized.add(made);
      if (!last) {
        activations.replaceAll(input -> LayerArithmetic.dense(made, input));
      }
      shape = made.output();
      signed = !made.relu();
      fractionBits = made.formats().output();
      inputMaximum = LARGEST;
    }
    return new QuantizedNetwork(network.name(), quantized);
  }

  /** A weighted layer's numbers, whatever its kind. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  record Weights(
      String name,
      Kind kind,
      int outputs,
      int kernelHeight,
      int kernelWidth,
      float[] weights,
      float[] bias,
      boolean relu,
      Windows windows) {}

  private static Weights weightsOf(Layer layer, Shape input, int pool, boolean signed) {
    Windows windows = new Windows(1, 1, 1, signed);
    if (layer instanceof Convolution c) {
      return new Weights(
          c.name(),
          Kind.CONVOLUTION,
          c.outputChannels(),
          c.kernelHeight(),
          c.kernelWidth(),
          c.weights(),
          c.bias(),
          c.relu(),
          windows);
    }
    if (layer instanceof FullyConnected f && pool == 1) {
      return new Weights(
          f.name(),
          Kind.FULLY_CONNECTED,
          f.outputs(),
          input.height(),
          input.width(),
          f.weights(),
          f.bias(),
          f.relu(),
          windows);
    }
    throw new IllegalArgumentException(
        "layer " + layer.name() + ": max pooling is supported only directly behind a convolution");
  }

  /**
   * Quantises one layer.
   *
   * @param last whether its accumulators are the result
   * @param inputBits fraction bits of its inputs
   * @param inputMaximum largest magnitude of its inputs
   * @param activations its calibration inputs
   */
  static QuantizedLayer quantize(
      Weights real,
      Shape input,
      int pool,
      boolean last,
      int inputBits,
      int inputMaximum,
      List<short[]> activations) {
    int weightBits = weightFractionBits(real, inputBits, inputMaximum);
    while (true) {
      // With a shift of 1 the layer keeps almost all of its accumulator: its largest value tells
      // the true shift.
      QuantizedLayer probe =
          layer(
              real, input, pool, new Formats(inputBits, weightBits, 0), last ? 0 : 1, inputMaximum);
      if (last) {
        return layer(
            real,
            input,
            pool,
            new Formats(inputBits, weightBits, inputBits + weightBits),
            0,
            inputMaximum);
      }
      long largest = 1;
      for (short[] activation : activations) {
        largest = Math.max(largest, LayerArithmetic.largestAccumulator(probe, activation));
      }
      int shift = 1;
      while (Math.scalb(largest * HEADROOM, -shift) > LARGEST) {
        shift++;
      }
      if (shift <= MOST_SHIFT) {
        Formats formats = new Formats(inputBits, weightBits, inputBits + weightBits - shift);
        return layer(real, input, pool, formats, shift, inputMaximum);
      }
      weightBits--;
    }
  }

  private static QuantizedLayer layer(
      Weights real, Shape input, int pool, Formats formats, int shift, int inputMaximum) {
    short[] weights = new short[real.weights.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (short) toFixed(real.weights[i], formats.weights(), LARGEST);
    }
    int[] bias = new int[real.bias.length];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = toFixed(real.bias[i], formats.accumulator(), Integer.MAX_VALUE);
    }
    return new QuantizedLayer(
        real.name,
        real.kind,
        input,
        real.outputs,
        real.kernelHeight,
        real.kernelWidth,
        pool,
        weights,
        bias,
        formats,
        shift,
        real.relu,
        inputMaximum,
        real.windows);
  }

  /**
   * The most fraction bits with which every weight fits 16 bits and no accumulator can overflow.
   */
  private static int weightFractionBits(Weights real, int inputBits, int inputMaximum) {
    int perOutput = real.weights.length / real.outputs;
    double largestWeight = 0;
    double largestSum = 0;
    for (int output = 0; output < real.outputs; output++) {
      double sum = Math.scalb(Math.abs((double) real.bias[output]), inputBits);
      for (int i = 0; i < perOutput; i++) {
        double magnitude = Math.abs((double) real.weights[output * perOutput + i]);
        largestWeight = Math.max(largestWeight, magnitude);
        sum += magnitude * inputMaximum;
      }
      largestSum = Math.max(largestSum, sum);
    }
    // Rounding may add half a unit to each weight, and rounding of the output up to 2^16 to the
    // accumulator.
    double roundings = 0.5 * perOutput * inputMaximum + (1 << MOST_SHIFT);
    int bits = fractionBits(Math.max(largestWeight, Double.MIN_NORMAL));
    while (Math.scalb(largestSum, bits) + roundings > Integer.MAX_VALUE) {
      bits--;
    }
    return bits;
  }

  /** The most fraction bits, at most 30, with which a magnitude fits 16 bits. */
  static int fractionBits(double magnitude) {
    int bits = 30;
    while (Math.rint(Math.scalb(magnitude, bits)) > LARGEST) {
      bits--;
    }
    return bits;
  }

  /** Rounds to nearest, ties to even, at a power-of-two scale and saturates to +-limit. */
  static int toFixed(double real, int fractionBits, int limit) {
    double scaled = Math.rint(Math.scalb(real, fractionBits));
    return (int) Math.max(-limit, Math.min(limit, scaled));
  }
}
