package org.unit430.firmware.build;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unit430.firmware.float32.FloatGraph;
import org.unit430.firmware.float32.FloatSteps;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.runtime.RuntimeLibrary;

/** The kernels of a graph in IEEE single precision. */
record FloatGraphKernels(
    FloatGraph floats,
    Method method,
    List<FloatThreshold> thresholds,
    FirmwareBuilder memory,
    DeviceProfile device)
    implements GraphKernels {
  // FRAME of float-pooling.s43.
  private static final int POOLING_BYTES = 10;

  @Override
  public StepGraph graph() {
    return floats.graph();
  }

  @Override
  public int inputBytes() {
    return Float.BYTES;
  }

  @Override
  public int outputBytes(int step) {
    return Float.BYTES;
  }

  @Override
  public int scratchBytes(int step) {
    int pooling = graph().steps().get(step) instanceof Step.Pooling ? POOLING_BYTES : 0;
    return floats
        .layers()
        .get(step)
        .map(layer -> FloatKernel.of(layer, method).scratchBytes(layer))
        .orElse(pooling);
  }

  @Override
  public int sharedScratchBytes() {
    return 0;
  }

  @Override
  public List<byte[]> data(int step, int inputAddress) {
    return floats
        .layers()
        .get(step)
        .map(
            layer ->
                List.of(
                    FloatKernel.of(layer, method).weights(layer, thresholds.get(step)),
                    FloatWeightData.bias(layer)))
        .orElse(List.of());
  }

  @Override
  public FramAllocator fram() {
    return memory.weights(graph().name(), 0);
  }

  @Override
  public Assembler assembler(FramAllocator placed) {
    return memory.assembler(0, placed);
  }

  @Override
  public String source(int step) {
    Step own = graph().steps().get(step);
    if (own instanceof Step.Border) {
      return "border.s43"; // of twice as many words
    }
    if (own instanceof Step.Pooling) {
      return "float-pooling.s43";
    }
    if (own instanceof Step.Sum) {
      return "float-sum.s43";
    }
    return floats
        .layers()
        .get(step)
        .map(layer -> FloatKernel.of(layer, method).source())
        .orElse("float-limits.s43");
  }

  @Override
  public Map<String, Integer> symbols(int step, int scratch) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    floats
        .layers()
        .get(step)
        .ifPresentOrElse(
            layer -> {
              FloatKernel kernel = FloatKernel.of(layer, method);
              symbols.putAll(
                  kernel.definitions(layer, method, thresholds.get(step), memory.multiplier()));
              symbols.putAll(kernel.scratchSymbols(layer, scratch));
            },
            () -> {
              symbols.put("FRAME", scratch);
              define(symbols, graph().steps().get(step));
            });
    return symbols;
  }

  @Override
  public List<AssemblyUnit> routines(int scratch) {
    List<AssemblyUnit> routines =
        FloatFirmwareBuilder.routines(method, memory.multiplier(), device);
    boolean means =
        graph().steps().stream()
            .anyMatch(step -> step instanceof Step.Pooling pooling && !pooling.largest());
    if (means && method.divisions().isEmpty()) {
      routines.add(RuntimeLibrary.unit(RuntimeLibrary.Part.FLOAT_DIVIDE, device.core()));
    }
    return routines;
  }

  /** Defines what a step without weights needs. */
  private static void define(Map<String, Integer> symbols, Step step) {
    if (step instanceof Step.Border border) {
      // Words: two columns for each value.
      Shape input = border.input();
      GeometrySymbols.put(symbols, new Shape(input.channels(), input.height(), 2 * input.width()));
      symbols.put("TOP", border.top());
      symbols.put("LEFT", 2 * border.left());
      symbols.put("BOTTOM", border.bottom());
      symbols.put("RIGHT", 2 * border.right());
      // Both words of a value are equal.
      symbols.put("FILL", border.least() ? Float.floatToRawIntBits(FloatSteps.LEAST) & 0xFFFF : 0);
    } else if (step instanceof Step.Pooling pooling) {
      GeometrySymbols.put(symbols, pooling);
      symbols.put("MEAN", pooling.largest() ? 0 : 1);
      FloatKernel.put(symbols, "AREA", pooling.area());
    } else {
      symbols.put("COUNT", step.output().size());
      if (step instanceof Step.Sum sum) {
        symbols.put("RELU", sum.relu() ? 1 : 0);
        FloatKernel.put(symbols, "CUTOFF", 0);
      } else if (step instanceof Step.Limits limits) {
        symbols.put("HAS_LOW", limits.low() == Double.NEGATIVE_INFINITY ? 0 : 1);
        symbols.put("HAS_HIGH", limits.high() == Double.POSITIVE_INFINITY ? 0 : 1);
        FloatKernel.put(symbols, "LOW", (float) limits.low());
        FloatKernel.put(symbols, "HIGH", (float) limits.high());
      }
    }
  }
}
