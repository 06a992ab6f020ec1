package org.unit430.firmware.build;

import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.unit430.firmware.float32.FloatLayer;

/**
 * Lays weights and biases in single precision out in FRAM as the kernels read them; formats are
 * documented in the kernels' sources.
 */
final class FloatWeightData {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private FloatWeightData() {}

  /** {@code float [output][weight]}. */
  static byte[] dense(FloatLayer layer) {
    return all(layer.weights());
  }

  /** {@code float [output]}: where sums begin. */
  static byte[] bias(FloatLayer layer) {
    return all(layer.bias());
  }

  private static byte[] all(float[] values) {
    FloatWeightData data = new FloatWeightData();
    for (float value : values) {
      data.number(value);
    }
    return data.bytes.toByteArray();
  }

  /** {@code float [input][output]}. */
  static byte[] inputMajor(FloatLayer layer) {
    FloatWeightData data = new FloatWeightData();
    for (int input = 0; input < layer.weightsPerOutput(); input++) {
      for (int output = 0; output < layer.outputChannels(); output++) {
        data.number(weight(layer, output, input));
      }
    }
    return data.bytes.toByteArray();
  }

  /** Pairs of room for a threshold and the weight. */
  static byte[] thresholdPairs(FloatLayer layer) {
    FloatWeightData data = new FloatWeightData();
    for (float weight : layer.weights()) {
      data.number(0);
      data.number(weight);
    }
    return data.bytes.toByteArray();
  }

  /**
   * For each output the number of its non-zero weights, then for each its activation's offset and
   * it.
   *
   * @param thresholds whether there is room for a threshold in front of each weight
   */
  static byte[] sparse(FloatLayer layer, boolean thresholds) {
    FloatWeightData data = new FloatWeightData();
    for (int output = 0; output < layer.outputChannels(); output++) {
      data.stored(layer, output, weight -> weight != 0, thresholds);
    }
    return data.bytes.toByteArray();
  }

  /** For each output its bytes, then its positive and its negative weights as above. */
  static byte[] bySign(FloatLayer layer) {
    FloatWeightData data = new FloatWeightData();
    for (int output = 0; output < layer.outputChannels(); output++) {
      FloatWeightData channel = new FloatWeightData();
      channel.stored(layer, output, weight -> weight > 0, false);
      channel.stored(layer, output, weight -> weight < 0, false);
      data.word(Short.BYTES + channel.bytes.size());
      data.bytes.writeBytes(channel.bytes.toByteArray());
    }
    return data.bytes.toByteArray();
  }

  private void stored(
      FloatLayer layer, int output, Predicate<Float> chosen, boolean thresholds) {
    List<Integer> weights =
        IntStream.range(0, layer.weightsPerOutput())
            .filter(input -> chosen.test(weight(layer, output, input)))
            .boxed()
            .toList();
    word(weights.size());
    for (int input : weights) {
      word(Float.BYTES * layer.activationOffset(input));
      if (thresholds) {
        number(0);
      }
      number(weight(layer, output, input));
    }
  }

  /** For each input the number of its non-zero weights, then for each the sum's offset and it. */
  static byte[] sparseInputMajor(FloatLayer layer) {
    FloatWeightData data = new FloatWeightData();
    for (int input = 0; input < layer.weightsPerOutput(); input++) {
      List<Integer> outputs = outputsOf(layer, input);
      data.word(outputs.size());
      for (int output : outputs) {
        data.word(Float.BYTES * output);
        data.number(weight(layer, output, input));
      }
    }
    return data.bytes.toByteArray();
  }

  /** Rows of equal length, one for each activation of a window; see float-unit-sorted.s43. */
  static byte[] sorted(FloatLayer layer) {
    FloatWeightData data = new FloatWeightData();
    int rowBytes = (Float.BYTES + Short.BYTES) * layer.outputChannels() + Float.BYTES;
    for (int input = 0; input < layer.weightsPerOutput(); input++) {
      int row = input;
      Comparator<Integer> magnitude =
          Comparator.comparing(output -> Math.abs(weight(layer, output, row)));
      for (int output : outputsOf(layer, input).stream().sorted(magnitude.reversed()).toList()) {
        data.number(weight(layer, output, input));
        data.word(Float.BYTES * output);
      }
      while (data.bytes.size() < (input + 1) * rowBytes) {
        data.word(0);
      }
    }
    return data.bytes.toByteArray();
  }

  private static List<Integer> outputsOf(FloatLayer layer, int input) {
    return IntStream.range(0, layer.outputChannels())
        .filter(output -> weight(layer, output, input) != 0)
        .boxed()
        .toList();
  }

  private static float weight(FloatLayer layer, int output, int input) {
    return layer.weights()[output * layer.weightsPerOutput() + input];
  }

  private void number(float value) {
    int bits = Float.floatToRawIntBits(value);
    word(bits);
    word(bits >> Short.SIZE);
  }

  private void word(int value) {
    bytes.write(value);
    bytes.write(value >> Byte.SIZE);
  }
}
