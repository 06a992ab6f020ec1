package org.unit430.firmware.build;

import java.io.ByteArrayOutputStream;
import org.unit430.firmware.quantize.QuantizedLayer;

/**
 * Lays weights and biases out in FRAM as the kernels read them; formats are documented in the
 * kernels' sources.
 */
final class WeightData {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private WeightData() {}

  /** {@code int16 [output][weight]}. */
  static byte[] dense(QuantizedLayer layer) {
    WeightData data = new WeightData();
    for (short weight : layer.weights()) {
      data.word(weight);
    }
    return data.bytes.toByteArray();
  }

  /** {@code int16 [input][output]}. */
  static byte[] inputMajor(QuantizedLayer layer) {
    WeightData data = new WeightData();
    int inputs = layer.weightsPerOutput();
    for (int input = 0; input < inputs; input++) {
      for (int output = 0; output < layer.outputChannels(); output++) {
        data.word(layer.weights()[output * inputs + input]);
      }
    }
    return data.bytes.toByteArray();
  }

  /** Pairs of room for a threshold and the weight. */
  static byte[] thresholdPairs(QuantizedLayer layer) {
    WeightData data = new WeightData();
    for (short weight : layer.weights()) {
      data.word(0);
      data.word(weight);
    }
    return data.bytes.toByteArray();
  }

  /**
   * Non-zero weights of each output with their offsets, behind two words that tell the unrolled
   * loop how often to go round and where to begin.
   *
   * @param base added to every offset: 0, or the address of the input
   * @param unroll passes in a round
   * @param passBytes code bytes of one pass
   */
  static byte[] sparse(QuantizedLayer layer, int base, int unroll, int passBytes) {
    WeightData data = new WeightData();
    int perOutput = layer.weightsPerOutput();
    for (int output = 0; output < layer.outputChannels(); output++) {
      int count = 0;
      for (int i = 0; i < perOutput; i++) {
        count += layer.weights()[output * perOutput + i] != 0 ? 1 : 0;
      }
      data.word((count + unroll - 1) / unroll);
      data.word((unroll - count % unroll) % unroll * passBytes);
      for (int i = 0; i < perOutput; i++) {
        short weight = layer.weights()[output * perOutput + i];
        if (weight != 0) {
          data.word(base + activationOffset(layer, i));
          data.word(weight);
        }
      }
    }
    return data.bytes.toByteArray();
  }

  /** Bytes from a window's first activation to the one that a weight is multiplied with. */
  private static int activationOffset(QuantizedLayer layer, int weight) {
    int column = weight % layer.kernelWidth();
    int row = weight / layer.kernelWidth() % layer.kernelHeight();
    int channel = weight / (layer.kernelWidth() * layer.kernelHeight());
    return 2 * ((channel * layer.input().height() + row) * layer.input().width() + column);
  }

  /** {@code int32 [output]}: where accumulators begin. */
  static byte[] bias(QuantizedLayer layer) {
    WeightData data = new WeightData();
    for (int output = 0; output < layer.outputChannels(); output++) {
      int initial = layer.initialAccumulator(output);
      data.word(initial);
      data.word(initial >> 16);
    }
    return data.bytes.toByteArray();
  }

  private void word(int value) {
    bytes.write(value);
    bytes.write(value >> 8);
  }
}
