package org.unit430.firmware.float32;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;

/**
 * Thresholds of a network in 16 bits as float kernels take them: T as a real number, so that two
 * rows of one method differ in arithmetic alone; the limit of {@code input-skip} likewise; the
 * share of {@code random-skip} as it is, in 65536ths.
 */
public final class FloatThresholds {
  private FloatThresholds() {}

  /**
   * One for each layer.
   *
   * @param network in 16 bits
   * @param thresholds at its scales, one for each layer
   */
  public static List<FloatThreshold> of(
      QuantizedNetwork network, Method method, Thresholds thresholds) {
    return of(network.layers().stream().map(Optional::of).toList(), method, thresholds);
  }

  /**
   * One for each step of a graph.
   *
   * @param layers in 16 bits; empty for steps without weights, whose threshold is 0
   * @param thresholds at their scales, one for each step
   */
  public static List<FloatThreshold> of(
      List<Optional<QuantizedLayer>> layers, Method method, Thresholds thresholds) {
    List<FloatThreshold> real = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      int step = i;
      real.add(
          layers
              .get(i)
              .map(layer -> real(layer, method.at(step), method.threshold(thresholds, step)))
              .orElse(FloatThreshold.ZERO));
    }
    return real;
  }

  private static FloatThreshold real(
      QuantizedLayer layer, Method method, LayerThreshold threshold) {
    int bits =
        switch (method.skips()) {
          case RANDOM -> 0;
          case SMALL_ACTIVATIONS -> layer.formats().input();
          default -> layer.formats().accumulator();
        };
    return new FloatThreshold(
        threshold.channels(),
        threshold.products().stream()
            .map(product -> (float) Math.scalb((double) product, -bits))
            .toList());
  }
}
