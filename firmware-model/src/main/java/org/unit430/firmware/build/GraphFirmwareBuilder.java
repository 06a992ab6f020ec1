package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.network.Shape;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
import org.unit430.firmware.quantize.FixedStep;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblerException;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.MemoryRegion;
import org.unit430.simulator.program.ProgramImage;

/**
 * Makes the firmware of a graph, laid out as {@link FirmwareBuilder} does: values in SRAM, code in
 * the low 64 KB, weights above.
 */
public final class GraphFirmwareBuilder {
  private final FirmwareBuilder memory;
  private final DeviceProfile device;
  private final int mclkMegahertz;

  /**
   * A builder for a device with FRAM above and below 64 KB, whose best multiplier kernels use.
   *
   * @param mclkMegahertz CPU clock that the start-up code sets: 8 or 16
   */
  public GraphFirmwareBuilder(DeviceProfile device, int mclkMegahertz) {
    this(device, mclkMegahertz, Multiplier.bestOf(device));
  }

  /**
   * A builder for a device with FRAM above and below 64 KB.
   *
   * @param mclkMegahertz CPU clock that the start-up code sets: 8 or 16
   * @param multiplier what kernels multiply on
   * @throws FirmwareDoesNotFitException if the device has no such unit
   */
  public GraphFirmwareBuilder(DeviceProfile device, int mclkMegahertz, Multiplier multiplier) {
    this.memory = new FirmwareBuilder(device, mclkMegahertz, multiplier);
    this.device = device;
    this.mclkMegahertz = mclkMegahertz;
  }

  /**
   * Says what a graph needs, whether it fits or not.
   *
   * @param method under which it would run
   * @param thresholds one for each step; their groups cost memory
   */
  public MemoryPlan plan(FixedGraph original, Method method, Thresholds thresholds) {
    FixedGraph graph = method.prepared(original);
    BufferPlan buffers = BufferPlan.of(graph);
    MemoryRegion sram = memory.sram();
    int scratch = 0;
    List<MemoryPlan.Row> rows = new ArrayList<>();
    for (int i = 0; i < graph.steps().size(); i++) {
      int fram = 0;
      Optional<QuantizedLayer> layer = graph.layer(i);
      if (layer.isPresent()) {
        Kernel kernel = Kernel.of(layer.get(), method);
        scratch = Math.max(scratch, kernel.scratchBytes(layer.get()));
        fram =
            kernel.weights(layer.get(), method, method.threshold(thresholds, i), sram.start())
                    .length
                + WeightData.bias(layer.get()).length;
      }
      Step step = graph.graph().steps().get(i);
      rows.add(new MemoryPlan.Row(step.name(), step.output(), buffers.live().get(i), fram));
    }
    scratch += memory.multiplier().scratchBytes();
    int weights = rows.stream().mapToInt(MemoryPlan.Row::framBytes).sum();
    return new MemoryPlan(
        buffers.bytes() + scratch + memory.stackBytes(),
        sram.end() - sram.start(),
        scratch,
        memory.stackBytes(),
        weights,
        memory.highFram().end() - memory.highFram().start(),
        0,
        rows);
  }

  /**
   * Builds.
   *
   * @param thresholds one for each step, used by UnIT in steps with weights
   * @throws FirmwareDoesNotFitException if the device's memory is too small, or a filter too large
   *     for its kernel
   */
  public GraphFirmware build(FixedGraph original, Method method, Thresholds thresholds) {
    FixedGraph graph = method.prepared(original);
    MemoryPlan plan = plan(graph, method, thresholds);
    plan.requireFit(graph.graph().name());
    BufferPlan buffers = BufferPlan.of(graph);
    MemoryRegion sram = memory.sram();
    int scratch = sram.start() + buffers.bytes();
    FramAllocator fram = new FramAllocator(graph.graph().name(), memory.highFram());
    Assembler assembler = memory.assembler();
    assembler.add(
        FirmwareBuilder.unit(
            "main", "main.s43", Map.of("STACK_TOP", sram.end(), "MCLK_MHZ", mclkMegahertz)));
    assembler.add(new AssemblyUnit("layers", "layers", stepTable(graph), Map.of()));
    for (int i = 0; i < graph.steps().size(); i++) {
      Map<String, Integer> symbols = new LinkedHashMap<>();
      List<Integer> sources = graph.sources(i, buffers.offsets());
      symbols.put("INPUT", sram.start() + sources.get(0));
      symbols.put("OUTPUT", sram.start() + buffers.offsets().get(i + 1));
      String source;
      if (graph.layer(i).isPresent()) {
        QuantizedLayer layer = graph.layer(i).get();
        Kernel kernel = Kernel.of(layer, method);
        symbols.putAll(kernel.definitions(layer, method, method.threshold(thresholds, i)));
        symbols.putAll(memory.scratchSymbols(layer, scratch));
        byte[] weights =
            kernel.weights(layer, method, method.threshold(thresholds, i), symbols.get("INPUT"));
        symbols.put("WEIGHTS", fram.place(layer.name() + ".weights", weights));
        symbols.put("BIAS", fram.place(layer.name() + ".bias", WeightData.bias(layer)));
        source = kernel.source();
      } else {
        if (sources.size() > 1) {
          symbols.put("INPUT2", sram.start() + sources.get(1));
        }
        symbols.putAll(memory.multiplier().definitions(device, scratch));
        source = define(symbols, graph.steps().get(i));
      }
      assembler.add(FirmwareBuilder.unit(graph.graph().steps().get(i).name(), source, symbols));
    }
    memory.sharedRoutines(method, scratch).forEach(assembler::add);
    ProgramImage image = image(assemble(graph, assembler), fram);
    int code = image.segments().stream().mapToInt(segment -> segment.bytes().length).sum();
    int weightBytes = fram.segments().stream().mapToInt(segment -> segment.bytes().length).sum();
    return new GraphFirmware(
        graph,
        method,
        thresholds,
        memory.multiplier(),
        image,
        sram.start() + buffers.offsets().get(0),
        sram.start() + buffers.offsets().get(graph.steps().size()),
        new MemoryPlan(
            plan.sramBytes(),
            plan.sramAvailable(),
            plan.scratchBytes(),
            plan.stackBytes(),
            code,
            plan.weightsAvailable(),
            code - weightBytes,
            plan.steps()));
  }

  private ProgramImage assemble(FixedGraph graph, Assembler assembler) {
    try {
      return assembler.assemble();
    } catch (AssemblerException e) {
      throw new FirmwareDoesNotFitException(
          "network %s: its kernels cannot be laid out for %s (large filters are unrolled): %s"
              .formatted(graph.graph().name(), device.name(), e.problems().get(0)));
    }
  }

  private static ProgramImage image(ProgramImage code, FramAllocator fram) {
    int entry = code.address("main.start");
    List<ProgramImage.Segment> segments = new ArrayList<>(code.segments());
    segments.addAll(fram.segments());
    segments.add(FirmwareBuilder.resetVector(entry));
    List<ProgramImage.Symbol> symbols = new ArrayList<>(code.symbols());
    symbols.addAll(fram.symbols());
    return new ProgramImage(segments, OptionalInt.of(entry), symbols, code.operations());
  }

  /** The words that main walks along: each step's entry, then 0. */
  private static String stepTable(FixedGraph graph) {
    return graph.graph().steps().stream()
        .map(step -> step.name() + ".run")
        .collect(Collectors.joining("\n .word ", "table: .word ", "\n .word 0\n"));
  }

  /** Defines what a step without weights needs; returns its source. */
  private static String define(Map<String, Integer> symbols, FixedStep step) {
    if (step instanceof FixedStep.Border border) {
      geometry(symbols, border.step().input());
      symbols.put("TOP", border.step().top());
      symbols.put("LEFT", border.step().left());
      symbols.put("BOTTOM", border.step().bottom());
      symbols.put("RIGHT", border.step().right());
      symbols.put("FILL", border.fill());
      return "border.s43";
    }
    if (step instanceof FixedStep.Pooling pooling) {
      geometry(symbols, pooling.step().input());
      symbols.put("K_H", pooling.step().kernelHeight());
      symbols.put("K_W", pooling.step().kernelWidth());
      symbols.put("STRIDE_Y", pooling.step().rowStride());
      symbols.put("STRIDE_X", pooling.step().columnStride());
      symbols.put("MEAN", pooling.averages() ? 1 : 0);
      symbols.put("RECIPROCAL", pooling.averages() ? pooling.reciprocal() : 0);
      return "pooling.s43";
    }
    symbols.put("COUNT", step.step().output().size());
    if (step instanceof FixedStep.Sum sum) {
      symbols.put("LEFT", sum.leftShift());
      symbols.put("RIGHT", sum.rightShift());
      symbols.put("SHIFT", sum.shift());
      symbols.put("RELU", sum.step().relu() ? 1 : 0);
      return "sum.s43";
    }
    FixedStep.Limits limits = (FixedStep.Limits) step;
    symbols.put("LOW", limits.low());
    symbols.put("HIGH", limits.high());
    return "limits.s43";
  }

  private static void geometry(Map<String, Integer> symbols, Shape input) {
    symbols.put("IN_C", input.channels());
    symbols.put("IN_H", input.height());
    symbols.put("IN_W", input.width());
  }
}
