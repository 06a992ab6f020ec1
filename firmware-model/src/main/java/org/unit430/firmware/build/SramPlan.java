package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.device.MemoryRegion;

/**
 * Where activations lie. Buffers alternate between two places in SRAM, since a layer needs only its
 * input and its output; behind them the scratch area that kernels share, at the end the stack. As
 * long as that is more than there is, the largest buffer moves to a place of its own in FRAM below
 * 64 KB, where the same instructions reach it and every access costs what FRAM costs.
 *
 * @param buffers address of the network's input, then of each layer's output
 * @param scratch address of the shared scratch area
 * @param stackTop first address behind the stack
 * @param bytes SRAM in use, stack included
 * @param framBytes FRAM in use, from the start of its region
 */
record SramPlan(List<Integer> buffers, int scratch, int stackTop, int bytes, int framBytes) {
  /**
   * What the deepest call chain pushes: main 4, a kernel's frame and counters 12, its calls 4;
   * doubled for safety.
   */
  static final int STACK_BYTES = 40;

  // So that a buffer begins with a line of the FRAM cache.
  private static final int LINE_BYTES = 8;

  /**
   * Lays out the activations of a network.
   *
   * @param network name
   * @param layers names
   * @param sizes bytes of the input, then of each layer's output
   * @param scratchBytes of the kernel that needs most
   * @param stackBytes for calls
   * @param sram for buffers, scratch and stack
   * @param fram for buffers that find no room there
   * @throws FirmwareDoesNotFitException naming the largest buffers, if both are too small
   */
  static SramPlan of(
      String network,
      List<String> layers,
      List<Integer> sizes,
      int scratchBytes,
      int stackBytes,
      MemoryRegion sram,
      MemoryRegion fram) {
    Set<Integer> moved = new LinkedHashSet<>();
    int available = sram.end() - sram.start() - scratchBytes - stackBytes;
    while (largest(sizes, moved, 0) + largest(sizes, moved, 1) > available
        && moved.size() < sizes.size()) {
      moved.add(
          IntStream.range(0, sizes.size())
              .filter(i -> !moved.contains(i))
              .boxed()
              .max(Comparator.comparing(sizes::get))
              .orElseThrow());
    }
    int framBytes = moved.stream().mapToInt(i -> lines(sizes.get(i))).sum();
    int framAvailable = fram.end() - fram.start();
    int even = largest(sizes, moved, 0);
    int values = even + largest(sizes, moved, 1);
    if (framBytes > framAvailable || values > available) {
      throw new FirmwareDoesNotFitException(
          "network %s needs %d bytes of SRAM and %d of FRAM below 64 KB for its activations, of which the device has %d and %d; the largest is %s"
              .formatted(
                  network,
                  values + scratchBytes + stackBytes,
                  framBytes,
                  sram.end() - sram.start(),
                  framAvailable,
                  bufferName(layers, sizes.indexOf(Collections.max(sizes)))));
    }
    List<Integer> buffers = new ArrayList<>();
    int next = fram.start();
    for (int i = 0; i < sizes.size(); i++) {
      if (moved.contains(i)) {
        buffers.add(next);
        next += lines(sizes.get(i));
      } else {
        buffers.add(sram.start() + (i % 2 == 0 ? 0 : even));
      }
    }
    return new SramPlan(
        buffers, sram.start() + values, sram.end(), values + scratchBytes + stackBytes, framBytes);
  }

  /** Bytes of a network's input, then of each layer's output. */
  static List<Integer> sizes(QuantizedNetwork network) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(2 * network.input().size());
    for (QuantizedLayer layer : network.layers()) {
      sizes.add((layer.isLast() ? 4 : 2) * layer.output().size());
    }
    return sizes;
  }

  /** The largest in SRAM of the buffers with even or odd numbers. */
  private static int largest(List<Integer> sizes, Set<Integer> moved, int parity) {
    return IntStream.range(0, sizes.size())
        .filter(i -> i % 2 == parity && !moved.contains(i))
        .map(sizes::get)
        .max()
        .orElse(0);
  }

  private static int lines(int bytes) {
    return (bytes + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES;
  }

  private static String bufferName(List<String> layers, int index) {
    return index == 0 ? "the input" : "the output of " + layers.get(index - 1);
  }
}
