package org.unit430.firmware.build;

import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatThreshold;

/**
 * Lays weights and biases in single precision out in FRAM as the kernels read them; formats are
 * documented in the kernels' sources.
 */
final class FloatWeightData {
  private static final int BYTE_CHANNELS = 256;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  FloatWeightData() {}

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
    return data.toByteArray();
  }

  /** {@code float [input][output]}. */
  static byte[] inputMajor(FloatLayer layer) {
    FloatWeightData data = new FloatWeightData();
    for (int input = 0; input < layer.weightsPerOutput(); input++) {
      for (int output = 0; output < layer.outputChannels(); output++) {
        data.number(weight(layer, output, input));
      }
    }
    return data.toByteArray();
  }

  /** Pairs of room for a threshold and the weight. */
  static byte[] thresholdPairs(FloatLayer layer) {
    FloatWeightData data = new FloatWeightData();
    for (float weight : layer.weights()) {
      data.number(0);
      data.number(weight);
    }
    return data.toByteArray();
  }

  /**
   * For each input and group of outputs the number of its non-zero weights, then for each the sum's
   * offset and it; where there are several groups, in front of each input's the bytes that follow.
   */
  static byte[] sparseInputMajor(FloatLayer layer, FloatThreshold threshold) {
    FloatWeightData data = new FloatWeightData();
    for (int input = 0; input < layer.weightsPerOutput(); input++) {
      FloatWeightData ofInput = new FloatWeightData();
      for (int group = 0; group < threshold.groups(); group++) {
        List<Integer> outputs = outputsOf(layer, input, threshold, group);
        ofInput.word(outputs.size());
        for (int output : outputs) {
          ofInput.word(Float.BYTES * output);
          ofInput.number(weight(layer, output, input));
        }
      }
      byte[] bytes = ofInput.toByteArray();
      if (threshold.groups() > 1) {
        data.word(bytes.length);
      }
      data.bytes(bytes);
    }
    return data.toByteArray();
  }

  /** Rows of equal length, one for each activation of a window; see float-unit-sorted.s43. */
  static byte[] sorted(FloatLayer layer) {
    FloatWeightData data = new FloatWeightData();
    boolean words = layer.outputChannels() > BYTE_CHANNELS;
    for (int input = 0; input < layer.weightsPerOutput(); input++) {
      int row = input;
      Comparator<Integer> magnitude =
          Comparator.comparing(output -> Math.abs(weight(layer, output, row)));
      List<Integer> outputs =
          IntStream.range(0, layer.outputChannels()).boxed().sorted(magnitude.reversed()).toList();
      outputs.forEach(output -> data.number(weight(layer, output, row)));
      data.number(0);
      for (int output : outputs) {
        if (words) {
          data.word(output);
        } else {
          data.octet(output);
        }
      }
      data.align();
    }
    return data.toByteArray();
  }

  private static List<Integer> outputsOf(
      FloatLayer layer, int input, FloatThreshold threshold, int group) {
    return IntStream.range(0, layer.outputChannels())
        .filter(output -> threshold.groupOf(output) == group && weight(layer, output, input) != 0)
        .boxed()
        .toList();
  }

  private static float weight(FloatLayer layer, int output, int input) {
    return layer.weights()[output * layer.weightsPerOutput() + input];
  }

  void number(float value) {
    int bits = Float.floatToRawIntBits(value);
    word(bits);
    word(bits >> Short.SIZE);
  }

  void word(int value) {
    bytes.write(value);
    bytes.write(value >> Byte.SIZE);
  }

  void octet(int value) {
    bytes.write(value);
  }

  void bytes(byte[] values) {
    bytes.writeBytes(values);
  }

  /** Appends a byte where it takes one for the next word to begin at an even address. */
  void align() {
    if (bytes.size() % Short.BYTES != 0) {
      bytes.write(0);
    }
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
