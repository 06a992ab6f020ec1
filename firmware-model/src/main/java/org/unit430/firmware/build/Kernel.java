package org.unit430.firmware.build;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unit430.firmware.inference.SignedSums;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/** The assembly sources that execute layers, and what each needs to know of its layer. */
enum Kernel {
  /** Every product. */
  DENSE("dense.s43"),
  /** Products of non-zero weights, testing each. */
  ZERO_TEST("dense.s43"),
  /** Products chosen at random. */
  RANDOM("dense.s43"),
  /** Stored non-zero weights. */
  SPARSE("sparse.s43"),
  /** Gathered non-zero activations. */
  NONZERO("nonzero.s43"),
  /** UnIT, thresholds owned by weights. */
  UNIT_CONVOLUTION("unit-convolution.s43"),
  /** UnIT, thresholds owned by activations. */
  UNIT_FULLY_CONNECTED("unit-fully-connected.s43"),
  /** UnIT over stored non-zero weights, thresholds owned by weights. */
  SPARSE_UNIT_CONVOLUTION("sparse-unit-convolution.s43"),
  /** UnIT over stored non-zero weights, thresholds owned by activations. */
  SPARSE_UNIT_FULLY_CONNECTED("sparse-unit-fully-connected.s43"),
  /** UnIT, weights of an input sorted by magnitude. */
  UNIT_SORTED("unit-sorted.s43"),
  /** Plain loops that call a multiply for each product. */
  LIBRARY("library.s43"),
  /** The same, UnIT with thresholds owned by activations. */
  LIBRARY_UNIT_FULLY_CONNECTED("library-unit-fully-connected.s43"),
  /** Stored non-zero weights, positive ones first, until a sum is negative. */
  SNAPEA("snapea.s43");

  private static final int UNROLL_SHIFT = 3;
  private static final int UNROLL = 1 << UNROLL_SHIFT;
  private static final int MOST_UNROLLED = 16;

  // Code bytes of one pass through an unrolled loop's body; the sources assert them.
  private static final int SPARSE_PASS = 12;
  private static final int SPARSE_PASS_ABSOLUTE = 10;
  private static final int NONZERO_PASS = 12;
  private static final int UNIT_PASS = 18;
  private static final int UNIT_PASS_SIGNED = 28;
  private static final int SPARSE_UNIT_PASS = 20;
  private static final int SPARSE_UNIT_PASS_SIGNED = 32;
  private static final int GROUP_BYTES = 14;

  private final String source;

  Kernel(String source) {
    this.source = source;
  }

  /** File name of the source, among the kernels' resources. */
  String source() {
    return source;
  }

  /** The kernel that executes a layer under a method. */
  static Kernel of(QuantizedLayer layer, Method method) {
    if (method.products() == Method.Products.LIBRARY) {
      return method.division().isPresent() && layer.kind() == Kind.FULLY_CONNECTED
          ? LIBRARY_UNIT_FULLY_CONNECTED
          : LIBRARY;
    }
    return switch (method.skips()) {
      case NOTHING -> method.storage() == Method.Storage.SPARSE ? SPARSE : DENSE;
      case ZERO_WEIGHTS -> ZERO_TEST;
      case RANDOM -> RANDOM;
      case BELOW_THRESHOLD_UNTESTED -> DENSE;
      case ZERO_ACTIVATIONS, SMALL_ACTIVATIONS -> NONZERO;
      case BELOW_THRESHOLD ->
          method.storage() == Method.Storage.SPARSE ? sparseUnit(layer) : unit(layer);
      // A sum of a group's few channels leaves nothing to sort.
      case BELOW_THRESHOLD_SORTED -> layer.windows().groups() > 1 ? unit(layer) : UNIT_SORTED;
      case BY_LAYER -> throw new IllegalArgumentException("not the method of one layer");
      case NEGATIVE_SUMS -> {
        Kernel otherwise = method.storage() == Method.Storage.SPARSE ? SPARSE : DENSE;
        yield SignedSums.stopEarly(layer) ? SNAPEA : otherwise;
      }
    };
  }

  private static Kernel unit(QuantizedLayer layer) {
    return layer.kind() == Kind.CONVOLUTION ? UNIT_CONVOLUTION : UNIT_FULLY_CONNECTED;
  }

  private static Kernel sparseUnit(QuantizedLayer layer) {
    return layer.kind() == Kind.CONVOLUTION ? SPARSE_UNIT_CONVOLUTION : SPARSE_UNIT_FULLY_CONNECTED;
  }

  /** Bytes of scratch SRAM that it needs. */
  int scratchBytes(QuantizedLayer layer) {
    return switch (this) {
      case DENSE, ZERO_TEST, SPARSE, SPARSE_UNIT_CONVOLUTION, SNAPEA, LIBRARY -> 0;
      case RANDOM -> Short.BYTES;
      case NONZERO, UNIT_CONVOLUTION ->
          listBytes(layer) + (layer.windows().groups() > 1 ? GROUP_BYTES : 0);
      case UNIT_FULLY_CONNECTED, SPARSE_UNIT_FULLY_CONNECTED, LIBRARY_UNIT_FULLY_CONNECTED ->
          sumBytes(layer);
      case UNIT_SORTED -> sumBytes(layer) + 2 * layer.input().size();
    };
  }

  /** Bytes of a sum for each output, which begin the scratch area. */
  static int sumBytes(QuantizedLayer layer) {
    return 4 * layer.outputChannels();
  }

  /** Bytes of the list of a window's activations, which begins the scratch area. */
  static int listBytes(QuantizedLayer layer) {
    return 4 * layer.weightsPerOutput();
  }

  /**
   * The layer's weights in this kernel's layout.
   *
   * @param method makes the thresholds that lie beside the weights
   * @param threshold of the layer, used by UnIT
   * @param inputAddress of the layer's activations
   */
  byte[] weights(QuantizedLayer layer, Method method, LayerThreshold threshold, int inputAddress) {
    return switch (this) {
      case DENSE, ZERO_TEST, RANDOM, NONZERO -> WeightData.dense(layer);
      case SPARSE ->
          hasOneWindow(layer)
              ? WeightData.sparse(layer, inputAddress, UNROLL, SPARSE_PASS_ABSOLUTE)
              : WeightData.sparse(layer, 0, UNROLL, SPARSE_PASS);
      case LIBRARY ->
          method.division().isPresent()
              ? UNIT_CONVOLUTION.weights(layer, method, threshold, inputAddress)
              : WeightData.dense(layer);
      case UNIT_CONVOLUTION ->
          WeightData.thresholdPairs(
              layer, method.division().filter(d -> d == ThresholdDivision.TABLE), threshold);
      case UNIT_FULLY_CONNECTED, LIBRARY_UNIT_FULLY_CONNECTED -> WeightData.inputMajor(layer);
      case SPARSE_UNIT_CONVOLUTION ->
          WeightData.sparseThresholds(layer, UNROLL, sparseUnitPass(layer));
      case SPARSE_UNIT_FULLY_CONNECTED -> WeightData.sparseInputMajor(layer, threshold);
      case UNIT_SORTED -> WeightData.sorted(layer);
      case SNAPEA -> WeightData.bySign(layer, UNROLL, SignedSums.CHECK, SPARSE_PASS);
    };
  }

  /**
   * Symbols that the source expects, but for addresses.
   *
   * @param method makes the thresholds
   * @param threshold of the layer for UnIT, the limit of activations for input-skip, else 0
   */
  Map<String, Integer> definitions(QuantizedLayer layer, Method method, LayerThreshold threshold) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    symbols.put("SHIFT", layer.shift());
    symbols.put("RELU", layer.relu() ? 1 : 0);
    symbols.put("CUTOFF", layer.cutoff());
    symbols.put("PRODUCT_SHIFT", layer.formats().productShift());
    if (hasThresholds(method)) {
      ThresholdDivision division = method.division().orElseThrow();
      symbols.putAll(DivisionRoutine.definitions(division, threshold, layer.outputChannels()));
      if (division == ThresholdDivision.TABLE && (this == UNIT_CONVOLUTION || this == LIBRARY)) {
        symbols.put("DIVISION", DivisionRoutine.OFFLINE);
      }
    }
    if (this == UNIT_FULLY_CONNECTED
        || this == SPARSE_UNIT_FULLY_CONNECTED
        || this == LIBRARY_UNIT_FULLY_CONNECTED) {
      symbols.put("INPUTS", layer.weightsPerOutput());
      symbols.put("OUTPUTS", layer.outputChannels());
      symbols.put("UNROLL", unrolledOutputs(layer, threshold));
      for (int group = 0; group < threshold.groups(); group++) {
        symbols.put("LARGEST_" + group, largestWeight(layer, threshold, group));
      }
      return symbols;
    }
    GeometrySymbols.put(symbols, layer, rowOf(layer));
    switch (this) {
      case DENSE -> symbols.put("TEST", 0);
      case ZERO_TEST -> symbols.put("TEST", 1);
      case RANDOM -> {
        symbols.put("TEST", 2);
        symbols.put("LIMIT", threshold.product());
      }
      case SPARSE -> {
        symbols.put("ABSOLUTE", hasOneWindow(layer) ? 1 : 0);
        symbols.put("UNROLL", UNROLL);
        symbols.put("BODY", hasOneWindow(layer) ? SPARSE_PASS_ABSOLUTE : SPARSE_PASS);
      }
      case LIBRARY -> {
        symbols.put("TEST", test(method.skips()));
        symbols.put("SIGNED", layer.windows().signedInput() ? 1 : 0);
      }
      case SNAPEA -> {
        symbols.put("UNROLL", UNROLL);
        symbols.put("CHECK", SignedSums.CHECK);
      }
      case SPARSE_UNIT_CONVOLUTION -> {
        symbols.put("UNROLL", UNROLL);
        symbols.put("BODY", sparseUnitPass(layer));
        symbols.put("SIGNED", layer.windows().signedInput() ? 1 : 0);
      }
      default -> {
        symbols.put("UNROLL", UNROLL);
        symbols.put("ROUND_SHIFT", UNROLL_SHIFT);
        symbols.put("BODY", this == NONZERO ? NONZERO_PASS : unitPass(layer));
        symbols.put("LIMIT", this == NONZERO ? threshold.product() : 0);
        // A layer without ReLU may stand in front of a fully connected one.
        boolean signed = layer.windows().signedInput() || layer.kind() == Kind.FULLY_CONNECTED;
        symbols.put("SIGNED", (this == NONZERO ? signed : layer.windows().signedInput()) ? 1 : 0);
      }
    }
    return symbols;
  }

  /** Kernels but the library's unroll rows: those of a fully connected layer are short then. */
  private int rowOf(QuantizedLayer layer) {
    int weights = layer.weightsPerOutput();
    return this == LIBRARY ? weights : largestDivisor(weights);
  }

  /** Which test of library.s43 decides about a product. */
  private static int test(Method.Skips skips) {
    return switch (skips) {
      case ZERO_WEIGHTS -> 1;
      case ZERO_ACTIVATIONS -> 2;
      case BELOW_THRESHOLD -> 3;
      default -> 0;
    };
  }

  private boolean hasThresholds(Method method) {
    return switch (this) {
      case LIBRARY -> method.division().isPresent();
      case UNIT_CONVOLUTION,
          UNIT_FULLY_CONNECTED,
          SPARSE_UNIT_CONVOLUTION,
          SPARSE_UNIT_FULLY_CONNECTED,
          LIBRARY_UNIT_FULLY_CONNECTED,
          UNIT_SORTED ->
          true;
      default -> false;
    };
  }

  private static int sparseUnitPass(QuantizedLayer layer) {
    return layer.windows().signedInput() ? SPARSE_UNIT_PASS_SIGNED : SPARSE_UNIT_PASS;
  }

  private static int unitPass(QuantizedLayer layer) {
    return layer.windows().signedInput() ? UNIT_PASS_SIGNED : UNIT_PASS;
  }

  /** Whether all outputs look at the same activations, so that these have known addresses. */
  private static boolean hasOneWindow(QuantizedLayer layer) {
    return layer.windows().groups() == 1
        && layer.convolved().height() == 1
        && layer.convolved().width() == 1;
  }

  private static int largestDivisor(int count) {
    return largestDivisor(count, MOST_UNROLLED);
  }

  private static int largestDivisor(int count, int most) {
    int divisor = Math.min(count, most);
    while (count % divisor != 0) {
      divisor--;
    }
    return divisor;
  }

  private static int largestWeight(QuantizedLayer layer, LayerThreshold threshold, int group) {
    int largest = 0;
    for (int i = 0; i < layer.weights().length; i++) {
      if (threshold.groupOf(i / layer.weightsPerOutput()) == group) {
        largest = Math.max(largest, Math.abs(layer.weights()[i]));
      }
    }
    return largest;
  }

  /** How many outputs of a fully connected layer are unrolled: divides those of every group. */
  private static int unrolledOutputs(QuantizedLayer layer, LayerThreshold threshold) {
    int outputs = layer.outputChannels();
    int divisor = largestDivisor(Math.min(outputs, threshold.channels()));
    while (threshold.groups() > 1 && outputs % threshold.channels() % divisor != 0) {
      divisor = largestDivisor(threshold.channels(), divisor - 1);
    }
    return divisor;
  }
}
