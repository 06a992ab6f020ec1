package org.unit430.firmware.build;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.firmware.quantize.FixedStep;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;

/** The kernels of a graph in 16-bit fixed point. */
record FixedGraphKernels(
    FixedGraph fixed,
    Method method,
    Thresholds thresholds,
    FirmwareBuilder memory,
    DeviceProfile device)
    implements GraphKernels {
  @Override
  public StepGraph graph() {
    return fixed.graph();
  }

  @Override
  public int inputBytes() {
    return Short.BYTES;
  }

  @Override
  public int outputBytes(int step) {
    return fixed.steps().get(step).outputBytes();
  }

  @Override
  public int scratchBytes(int step) {
    return fixed.layer(step).map(layer -> kernel(layer).scratchBytes(layer)).orElse(0);
  }

  @Override
  public int sharedScratchBytes() {
    return memory.multiplier().scratchBytes();
  }

  @Override
  public List<byte[]> data(int step, int inputAddress) {
    return fixed
        .layer(step)
        .map(
            layer ->
                List.of(
                    kernel(layer).weights(layer, method, threshold(step), inputAddress),
                    WeightData.bias(layer)))
        .orElse(List.of());
  }

  @Override
  public FramAllocator fram() {
    return new FramAllocator(graph().name(), memory.highFram());
  }

  @Override
  public Assembler assembler(FramAllocator placed) {
    return memory.assembler();
  }

  @Override
  public String source(int step) {
    FixedStep own = fixed.steps().get(step);
    if (own instanceof FixedStep.Weighted weighted) {
      return kernel(weighted.layer()).source();
    }
    if (own instanceof FixedStep.Border) {
      return "border.s43";
    }
    if (own instanceof FixedStep.Pooling) {
      return "pooling.s43";
    }
    return own instanceof FixedStep.Sum ? "sum.s43" : "limits.s43";
  }

  @Override
  public Map<String, Integer> symbols(int step, int scratch) {
    Map<String, Integer> symbols = new LinkedHashMap<>();
    if (fixed.layer(step).isPresent()) {
      QuantizedLayer layer = fixed.layer(step).get();
      symbols.putAll(kernel(layer).definitions(layer, method, threshold(step)));
      symbols.putAll(memory.scratchSymbols(layer, scratch));
    } else {
      symbols.putAll(memory.multiplier().definitions(device, scratch));
      define(symbols, fixed.steps().get(step));
    }
    return symbols;
  }

  @Override
  public List<AssemblyUnit> routines(int scratch) {
    return memory.sharedRoutines(method, scratch);
  }

  private Kernel kernel(QuantizedLayer layer) {
    return Kernel.of(layer, method);
  }

  private LayerThreshold threshold(int step) {
    return method.threshold(thresholds, step);
  }

  /** Defines what a step without weights needs. */
  private static void define(Map<String, Integer> symbols, FixedStep step) {
    if (step instanceof FixedStep.Border border) {
      GeometrySymbols.put(symbols, border.step().input());
      symbols.put("TOP", border.step().top());
      symbols.put("LEFT", border.step().left());
      symbols.put("BOTTOM", border.step().bottom());
      symbols.put("RIGHT", border.step().right());
      symbols.put("FILL", border.fill());
    } else if (step instanceof FixedStep.Pooling pooling) {
      GeometrySymbols.put(symbols, pooling.step());
      symbols.put("MEAN", pooling.averages() ? 1 : 0);
      symbols.put("RECIPROCAL", pooling.averages() ? pooling.reciprocal() : 0);
    } else {
      symbols.put("COUNT", step.step().output().size());
      if (step instanceof FixedStep.Sum sum) {
        symbols.put("LEFT", sum.leftShift());
        symbols.put("RIGHT", sum.rightShift());
        symbols.put("SHIFT", sum.shift());
        symbols.put("RELU", sum.step().relu() ? 1 : 0);
      } else if (step instanceof FixedStep.Limits limits) {
        symbols.put("LOW", limits.low());
        symbols.put("HIGH", limits.high());
      }
    }
  }
}
