package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.List;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;

/**
 * Where activations lie in SRAM. Buffers alternate between two places, since a layer needs only its
 * input and its output; behind them the scratch area that kernels share, at the end the stack.
 *
 * @param buffers address of the network's input, then of each layer's output
 * @param scratch address of the shared scratch area
 * @param stackTop first address behind the stack
 * @param bytes SRAM in use, stack included
 */
record SramPlan(List<Integer> buffers, int scratch, int stackTop, int bytes) {
  /**
   * What the deepest call chain pushes: main 4, a kernel's frame and counters 12, its calls 4;
   * doubled for safety.
   */
  static final int STACK_BYTES = 40;

  /**
   * Lays out the activations of a network.
   *
   * @param scratchBytes of the kernel that needs most
   * @param start first address of SRAM
   * @param end first address behind it
   * @throws FirmwareDoesNotFitException naming the layer with the largest need, if SRAM is too
   *     small
   */
  static SramPlan of(QuantizedNetwork network, int scratchBytes, int start, int end) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(2 * network.input().size());
    for (QuantizedLayer layer : network.layers()) {
      sizes.add((layer.isLast() ? 4 : 2) * layer.output().size());
    }
    int[] largest = new int[2];
    int[] owner = new int[2];
    for (int i = 0; i < sizes.size(); i++) {
      if (sizes.get(i) > largest[i % 2]) {
        largest[i % 2] = sizes.get(i);
        owner[i % 2] = i;
      }
    }
    int needed = largest[0] + largest[1] + scratchBytes + STACK_BYTES;
    if (needed > end - start) {
      throw new FirmwareDoesNotFitException(
          "network %s needs %d bytes of SRAM, %d more than the device has; the largest buffers are %s and %s"
              .formatted(
                  network.name(),
                  needed,
                  needed - (end - start),
                  bufferName(network, owner[0]),
                  bufferName(network, owner[1])));
    }
    List<Integer> buffers = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      buffers.add(start + (i % 2 == 0 ? 0 : largest[0]));
    }
    return new SramPlan(buffers, start + largest[0] + largest[1], end, needed);
  }

  private static String bufferName(QuantizedNetwork network, int index) {
    return index == 0 ? "the input" : "the output of " + network.layers().get(index - 1).name();
  }
}
