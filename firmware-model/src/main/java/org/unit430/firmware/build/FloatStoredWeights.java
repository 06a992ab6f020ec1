package org.unit430.firmware.build;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.unit430.firmware.float32.FloatLayer;

/**
 * Non-zero weights of each output in single precision, with steps from activation to activation, as
 * float.s43 reads them: 5 bytes a weight where no step exceeds a byte.
 */
final class FloatStoredWeights {
  private static final int LARGEST_BYTE = 255;

  private FloatStoredWeights() {}

  /**
   * The weights.
   *
   * @param bySign whether positive and negative ones are lists of their own
   * @param thresholds whether there is room for a threshold in front of each weight
   */
  static byte[] of(FloatLayer layer, boolean bySign, boolean thresholds) {
    int stepBytes = stepBytes(layer, bySign);
    FloatWeightData data = new FloatWeightData();
    for (int output = 0; output < layer.outputChannels(); output++) {
      FloatWeightData channel = new FloatWeightData();
      for (List<Integer> list : lists(layer, output, bySign)) {
        channel.word(list.size());
        for (int weight : list) {
          if (thresholds) {
            channel.number(0);
          }
          channel.number(layer.weights()[output * layer.weightsPerOutput() + weight]);
        }
        steps(layer, list)
            .forEach(
                step -> {
                  if (stepBytes == 1) {
                    channel.octet(step);
                  } else {
                    channel.word(step);
                  }
                });
        channel.align();
      }
      byte[] bytes = channel.toByteArray();
      data.word(Short.BYTES + bytes.length);
      data.bytes(bytes);
    }
    return data.toByteArray();
  }

  /** STEP_BYTES of float.s43: what the layer's largest step needs. */
  static int stepBytes(FloatLayer layer, boolean bySign) {
    int largest =
        IntStream.range(0, layer.outputChannels())
            .boxed()
            .flatMap(output -> lists(layer, output, bySign).stream())
            .flatMapToInt(list -> steps(layer, list))
            .max()
            .orElse(0);
    return largest <= LARGEST_BYTE ? 1 : Short.BYTES;
  }

  private static List<List<Integer>> lists(FloatLayer layer, int output, boolean bySign) {
    return bySign
        ? List.of(list(layer, output, w -> w > 0), list(layer, output, w -> w < 0))
        : List.of(list(layer, output, w -> w != 0));
  }

  private static List<Integer> list(FloatLayer layer, int output, Predicate<Float> chosen) {
    int first = output * layer.weightsPerOutput();
    return IntStream.range(0, layer.weightsPerOutput())
        .filter(weight -> chosen.test(layer.weights()[first + weight]))
        .boxed()
        .toList();
  }

  /** Activations from the window's first to that of the first weight, then from one to the next. */
  private static IntStream steps(FloatLayer layer, List<Integer> weights) {
    List<Integer> offsets =
        Stream.concat(Stream.of(0), weights.stream().map(layer::activationOffset)).toList();
    return IntStream.range(0, weights.size()).map(i -> offsets.get(i + 1) - offsets.get(i));
  }
}
