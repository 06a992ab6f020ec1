package org.unit430.firmware.build;

import java.util.Map;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.quantize.LayerGeometry;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;

/** Sizes under the names by which the kernels' sources know them, in every arithmetic. */
final class GeometrySymbols {
  private GeometrySymbols() {}

  /**
   * Sizes of a layer with weights.
   *
   * @param row inputs of a fully connected layer that its kernel sees as one row of a channel; a
   *     divisor of them all
   */
  static void put(Map<String, Integer> symbols, LayerGeometry layer, int row) {
    boolean connected = layer.kind() == Kind.FULLY_CONNECTED;
    int planes = layer.input().channels() / layer.windows().groups();
    symbols.put("IN_C", connected ? layer.weightsPerOutput() / row : planes);
    symbols.put("IN_H", connected ? 1 : layer.input().height());
    symbols.put("IN_W", connected ? row : layer.input().width());
    symbols.put("K_H", connected ? 1 : layer.kernelHeight());
    symbols.put("K_W", connected ? row : layer.kernelWidth());
    symbols.put("OUT_C", layer.outputChannels());
    symbols.put("POOL_H", layer.poolHeight());
    symbols.put("POOL_W", layer.pool());
    symbols.put("STRIDE_Y", layer.windows().rowStride());
    symbols.put("STRIDE_X", layer.windows().columnStride());
    symbols.put("GROUPS", layer.windows().groups());
  }

  /** Sizes of a pooling step. */
  static void put(Map<String, Integer> symbols, Step.Pooling pooling) {
    put(symbols, pooling.input());
    symbols.put("K_H", pooling.kernelHeight());
    symbols.put("K_W", pooling.kernelWidth());
    symbols.put("STRIDE_Y", pooling.rowStride());
    symbols.put("STRIDE_X", pooling.columnStride());
  }

  /** Sizes of an input. */
  static void put(Map<String, Integer> symbols, Shape input) {
    symbols.put("IN_C", input.channels());
    symbols.put("IN_H", input.height());
    symbols.put("IN_W", input.width());
  }
}
