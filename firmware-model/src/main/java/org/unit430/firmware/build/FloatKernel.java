package org.unit430.firmware.build;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unit430.firmware.float32.FloatDivision;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.prune.Method.Storage;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/**
 * The assembly sources that execute layers in single precision, and what each needs to know of its
 * layer: what {@link Kernel} is to 16 bits.
 */
enum FloatKernel {
  /** Every product. */
  DENSE(0),
  /** Products of non-zero weights, testing each. */
  ZERO_TEST(1),
  /** Products of activations above a limit, which may be 0. */
  ACTIVATIONS(2),
  /** UnIT, thresholds owned by weights. */
  UNIT_CONVOLUTION(3),
  /** Products chosen at random. */
  RANDOM(4),
  /** Products above T, at no cost of deciding. */
  ORACLE(5),
  /** Stored non-zero weights. */
  SPARSE(0, true),
  /** UnIT over stored non-zero weights, thresholds owned by weights. */
  SPARSE_UNIT_CONVOLUTION(3, true),
  /** Stored non-zero weights, positive ones first, until a sum is negative. */
  SNAPEA(6, true),
  /** UnIT, thresholds owned by activations. */
  UNIT_FULLY_CONNECTED("float-unit-fully-connected.s43", 0, false),
  /** UnIT over stored non-zero weights, thresholds owned by activations. */
  SPARSE_UNIT_FULLY_CONNECTED("float-unit-fully-connected.s43", 0, true),
  /** UnIT, weights of an input sorted by magnitude. */
  UNIT_SORTED("float-unit-sorted.s43", 0, false);

  // What the sources keep at FRAME.
  private static final int FRAME_BYTES = 30;

  private final String source;
  private final int test;
  private final boolean stored;

  FloatKernel(int test) {
    this(test, false);
  }

  FloatKernel(int test, boolean stored) {
    this("float.s43", test, stored);
  }

  FloatKernel(String source, int test, boolean stored) {
    this.source = source;
    this.test = test;
    this.stored = stored;
  }

  /** File name of the source, among the kernels' resources. */
  String source() {
    return source;
  }

  /**
   * The kernel that executes a layer.
   *
   * @param method of the layer
   */
  static FloatKernel of(FloatLayer layer, Method method) {
    boolean sparse = method.storage() == Storage.SPARSE;
    return switch (method.skips()) {
      case NOTHING -> sparse ? SPARSE : DENSE;
      case ZERO_WEIGHTS -> ZERO_TEST;
      case ZERO_ACTIVATIONS, SMALL_ACTIVATIONS -> ACTIVATIONS;
      case RANDOM -> RANDOM;
      case BELOW_THRESHOLD_UNTESTED -> ORACLE;
      case BELOW_THRESHOLD -> unit(layer, sparse);
      // A sum of a group's few channels leaves nothing to sort.
      case BELOW_THRESHOLD_SORTED ->
          layer.windows().groups() > 1 ? unit(layer, false) : UNIT_SORTED;
      case NEGATIVE_SUMS -> layer.stopsEarly() ? SNAPEA : sparse ? SPARSE : DENSE;
      case BY_LAYER -> throw new IllegalArgumentException("not the method of one layer");
    };
  }

  private static FloatKernel unit(FloatLayer layer, boolean sparse) {
    if (layer.kind() == Kind.FULLY_CONNECTED) {
      return sparse ? SPARSE_UNIT_FULLY_CONNECTED : UNIT_FULLY_CONNECTED;
    }
    return sparse ? SPARSE_UNIT_CONVOLUTION : UNIT_CONVOLUTION;
  }

  /** Bytes of scratch SRAM that it needs. */
  int scratchBytes(FloatLayer layer) {
    return switch (this) {
      case UNIT_FULLY_CONNECTED, SPARSE_UNIT_FULLY_CONNECTED -> FRAME_BYTES + sumBytes(layer);
      case UNIT_SORTED -> FRAME_BYTES + sumBytes(layer) + Float.BYTES * layer.input().size();
      default -> FRAME_BYTES;
    };
  }

  /**
   * Where it finds its scratch.
   *
   * @param scratch address
   */
  Map<String, Integer> scratchSymbols(FloatLayer layer, int scratch) {
    int sums = scratch + FRAME_BYTES;
    return Map.of("FRAME", scratch, "SUMS", sums, "PLANE", sums + sumBytes(layer));
  }

  private static int sumBytes(FloatLayer layer) {
    return Float.BYTES * layer.outputChannels();
  }

  /**
   * The layer's weights in this kernel's layout.
   *
   * @param threshold of the layer, whose groups of outputs the layout can follow
   */
  byte[] weights(FloatLayer layer, FloatThreshold threshold) {
    return switch (this) {
      case DENSE, ZERO_TEST, ACTIVATIONS, RANDOM, ORACLE -> FloatWeightData.dense(layer);
      case UNIT_CONVOLUTION -> FloatWeightData.thresholdPairs(layer);
      case SPARSE -> FloatStoredWeights.of(layer, false, false);
      case SPARSE_UNIT_CONVOLUTION -> FloatStoredWeights.of(layer, false, true);
      case SNAPEA -> FloatStoredWeights.of(layer, true, false);
      case UNIT_FULLY_CONNECTED -> FloatWeightData.inputMajor(layer);
      case SPARSE_UNIT_FULLY_CONNECTED -> FloatWeightData.sparseInputMajor(layer, threshold);
      case UNIT_SORTED -> FloatWeightData.sorted(layer);
    };
  }

  /**
   * Symbols that the source expects, but for addresses.
   *
   * @param method of the layer; makes the thresholds
   * @param threshold T of the layer or of its groups of outputs, the limit of activations, or the
   *     share of products left out
   * @param multiplier of the products
   */
  Map<String, Integer> definitions(
      FloatLayer layer, Method method, FloatThreshold threshold, Multiplier multiplier) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    symbols.put("RELU", layer.relu() ? 1 : 0);
    put(symbols, "CUTOFF", layer.cutoff());
    symbols.put("STORED", stored ? 1 : 0);
    if (method.division().isPresent()) {
      FloatDivision division = FloatDivision.of(method.division().get());
      symbols.putAll(FloatDivisionRoutine.definitions(division, threshold, layer.outputChannels()));
    }
    switch (this) {
      case ACTIVATIONS ->
          put(
              symbols,
              "LIMIT",
              method.skips() == Skips.SMALL_ACTIVATIONS ? threshold.product() : 0);
      case RANDOM -> symbols.put("LIMIT", (int) threshold.product());
      case SPARSE, SPARSE_UNIT_CONVOLUTION ->
          symbols.put("STEP_BYTES", FloatStoredWeights.stepBytes(layer, false));
      case SNAPEA -> symbols.put("STEP_BYTES", FloatStoredWeights.stepBytes(layer, true));
      case ORACLE -> {
        put(symbols, "T", threshold.product());
        symbols.put("SOFTWARE", FloatOracle.definition(multiplier));
      }
      default -> {}
    }
    if (this == UNIT_FULLY_CONNECTED || this == SPARSE_UNIT_FULLY_CONNECTED) {
      symbols.put("INPUTS", layer.weightsPerOutput());
      symbols.put("OUTPUTS", layer.outputChannels());
    } else {
      symbols.put("TEST", test);
      GeometrySymbols.put(symbols, layer, layer.weightsPerOutput());
    }
    return symbols;
  }

  /** A float as two words, NAME_LO and NAME_HI. */
  static void put(Map<String, Integer> symbols, String name, float value) {
    int bits = Float.floatToRawIntBits(value);
    symbols.put(name + "_LO", bits & 0xFFFF);
    symbols.put(name + "_HI", bits >>> Short.SIZE);
  }
}
