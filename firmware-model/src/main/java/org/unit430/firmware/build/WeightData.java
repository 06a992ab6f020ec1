package org.unit430.firmware.build;

import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.ThresholdDivision;
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

  /**
   * Pairs of a threshold plus 1 and the weight.
   *
   * @param division makes the thresholds here; empty leaves room for what the kernel makes
   * @param threshold T of the layer or of its groups of output channels
   */
  static byte[] thresholdPairs(
      QuantizedLayer layer, Optional<ThresholdDivision> division, LayerThreshold threshold) {
    WeightData data = new WeightData();
    for (int i = 0; i < layer.weights().length; i++) {
      short weight = layer.weights()[i];
      int product = threshold.of(i / layer.weightsPerOutput());
      int offline =
          weight == 0
              ? ThresholdDivision.LARGEST_THRESHOLD
              : division.map(d -> d.threshold(product, Math.abs(weight))).orElse(-1);
      data.word(division.isPresent() ? offline + 1 : 0);
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
          data.word(base + Short.BYTES * layer.activationOffset(i));
          data.word(weight);
        }
      }
    }
    return data.bytes.toByteArray();
  }

  /**
   * Non-zero weights of each output as {@link #sparse} lays them out, but with their number in
   * front and three words each: offset, weight, room for a threshold.
   */
  static byte[] sparseThresholds(QuantizedLayer layer, int unroll, int passBytes) {
    WeightData data = new WeightData();
    int perOutput = layer.weightsPerOutput();
    for (int output = 0; output < layer.outputChannels(); output++) {
      List<Integer> stored = weightsOf(layer, output, weight -> weight != 0);
      data.word(stored.size());
      data.rounds(stored.size(), unroll, passBytes);
      for (int i : stored) {
        data.word(Short.BYTES * layer.activationOffset(i));
        data.word(layer.weights()[output * perOutput + i]);
        data.word(0);
      }
    }
    return data.bytes.toByteArray();
  }

  /**
   * For each input the number of its non-zero weights, then for each the sum's offset and it; where
   * groups of outputs have thresholds of their own, for each input and group, and each input's
   * bytes in front.
   */
  static byte[] sparseInputMajor(QuantizedLayer layer, LayerThreshold threshold) {
    WeightData data = new WeightData();
    int inputs = layer.weightsPerOutput();
    for (int input = 0; input < inputs; input++) {
      List<Integer> stored = outputsOf(layer, input, weight -> weight != 0);
      if (threshold.groups() > 1) {
        data.word(2 * threshold.groups() + 4 * stored.size());
      }
      for (int group = 0; group < threshold.groups(); group++) {
        int current = group;
        List<Integer> ofGroup =
            stored.stream().filter(output -> threshold.groupOf(output) == current).toList();
        data.word(ofGroup.size());
        for (int output : ofGroup) {
          data.word(4 * output);
          data.word(layer.weights()[output * inputs + input]);
        }
      }
    }
    return data.bytes.toByteArray();
  }

  /** Rows of equal length, one for each activation of a window; see unit-sorted.s43. */
  static byte[] sorted(QuantizedLayer layer) {
    WeightData data = new WeightData();
    int inputs = layer.weightsPerOutput();
    int rowBytes = 4 * layer.outputChannels() + 6;
    for (int input = 0; input < inputs; input++) {
      List<Integer> positive = outputsOf(layer, input, weight -> weight > 0);
      data.word(4 + 4 * positive.size());
      data.descending(layer, input, positive);
      data.descending(layer, input, outputsOf(layer, input, weight -> weight < 0));
      while (data.bytes.size() < (input + 1) * rowBytes) {
        data.word(0);
      }
    }
    return data.bytes.toByteArray();
  }

  private void descending(QuantizedLayer layer, int input, List<Integer> outputs) {
    ToIntFunction<Integer> magnitude =
        output -> Math.abs(layer.weights()[output * layer.weightsPerOutput() + input]);
    outputs.stream()
        .sorted(Comparator.comparingInt(magnitude).reversed())
        .forEach(
            output -> {
              word(magnitude.applyAsInt(output));
              word(4 * output);
            });
    word(0);
  }

  /** Positive, then negative weights of each output; see snapea.s43. */
  static byte[] bySign(QuantizedLayer layer, int unroll, int check, int passBytes) {
    WeightData data = new WeightData();
    for (int output = 0; output < layer.outputChannels(); output++) {
      List<Integer> positive = weightsOf(layer, output, weight -> weight > 0);
      List<Integer> negative = weightsOf(layer, output, weight -> weight < 0);
      data.word(10 + 4 * (positive.size() + negative.size()));
      data.rounds(positive.size(), unroll, passBytes);
      data.pairs(layer, output, positive);
      data.rounds(negative.size(), check, passBytes);
      data.pairs(layer, output, negative);
    }
    return data.bytes.toByteArray();
  }

  private void rounds(int count, int unroll, int passBytes) {
    word((count + unroll - 1) / unroll);
    word((unroll - count % unroll) % unroll * passBytes);
  }

  private void pairs(QuantizedLayer layer, int output, List<Integer> weights) {
    for (int i : weights) {
      word(Short.BYTES * layer.activationOffset(i));
      word(layer.weights()[output * layer.weightsPerOutput() + i]);
    }
  }

  private static List<Integer> weightsOf(QuantizedLayer layer, int output, IntPredicate chosen) {
    int perOutput = layer.weightsPerOutput();
    return IntStream.range(0, perOutput)
        .filter(i -> chosen.test(layer.weights()[output * perOutput + i]))
        .boxed()
        .toList();
  }

  private static List<Integer> outputsOf(QuantizedLayer layer, int input, IntPredicate chosen) {
    int inputs = layer.weightsPerOutput();
    return IntStream.range(0, layer.outputChannels())
        .filter(output -> chosen.test(layer.weights()[output * inputs + input]))
        .boxed()
        .toList();
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
