package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.unit430.firmware.float32.FloatGraph;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.graph.Step;
import org.unit430.firmware.graph.StepGraph;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.FixedGraph;
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
  private static final String WEIGHTS = ".weights";
  private static final String BIAS = ".bias";

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
    return plan(kernels(method.prepared(original), method, thresholds));
  }

  /** Says what a graph needs in single precision, whether it fits or not. */
  public MemoryPlan plan(FloatGraph graph, Method method, List<FloatThreshold> thresholds) {
    return plan(new FloatGraphKernels(graph, method, thresholds, memory, device));
  }

  private FixedGraphKernels kernels(FixedGraph graph, Method method, Thresholds thresholds) {
    return new FixedGraphKernels(graph, method, thresholds, memory, device);
  }

  private MemoryPlan plan(GraphKernels kernels) {
    BufferPlan buffers = BufferPlan.of(kernels);
    MemoryRegion sram = memory.sram();
    int scratch = 0;
    List<MemoryPlan.Row> rows = new ArrayList<>();
    for (int i = 0; i < kernels.graph().steps().size(); i++) {
      scratch = Math.max(scratch, kernels.scratchBytes(i));
      int fram = kernels.data(i, sram.start()).stream().mapToInt(data -> data.length).sum();
      Step step = kernels.graph().steps().get(i);
      rows.add(new MemoryPlan.Row(step.name(), step.output(), buffers.live().get(i), fram));
    }
    scratch += kernels.sharedScratchBytes();
    int weights = rows.stream().mapToInt(MemoryPlan.Row::framBytes).sum();
    return new MemoryPlan(
        buffers.bytes() + scratch + memory.stackBytes(),
        sram.end() - sram.start(),
        scratch,
        memory.stackBytes(),
        weights,
        kernels.fram().available(),
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
    Built built = build(kernels(graph, method, thresholds));
    return new GraphFirmware(
        graph,
        method,
        thresholds,
        memory.multiplier(),
        built.image,
        built.inputAddress,
        built.outputAddress,
        built.memory);
  }

  /**
   * Builds in single precision.
   *
   * @param thresholds one for each step, as {@code FloatThresholds} says
   * @throws FirmwareDoesNotFitException if the device's memory is too small
   * @throws IllegalArgumentException as {@link FloatFirmwareBuilder#require} does
   */
  public FloatGraphFirmware build(
      FloatGraph graph, Method method, List<FloatThreshold> thresholds) {
    FloatFirmwareBuilder.require(method);
    Built built = build(new FloatGraphKernels(graph, method, thresholds, memory, device));
    return new FloatGraphFirmware(
        graph,
        method,
        memory.multiplier(),
        built.image,
        built.inputAddress,
        built.outputAddress,
        built.memory);
  }

  /** What both have in common. */
  private record Built(
      ProgramImage image, int inputAddress, int outputAddress, MemoryPlan memory) {}

  private Built build(GraphKernels kernels) {
    StepGraph graph = kernels.graph();
    MemoryPlan plan = plan(kernels);
    plan.requireFit(graph.name());
    BufferPlan buffers = BufferPlan.of(kernels);
    MemoryRegion sram = memory.sram();
    List<Integer> addresses =
        buffers.offsets().stream().map(offset -> sram.start() + offset).toList();
    int scratch = sram.start() + buffers.bytes();
    FramAllocator fram = kernels.fram();
    Map<String, Integer> placed = fram.place(pieces(kernels, addresses));
    Assembler assembler = kernels.assembler(fram);
    assembler.add(
        FirmwareBuilder.unit(
            "main", "main.s43", Map.of("STACK_TOP", sram.end(), "MCLK_MHZ", mclkMegahertz)));
    assembler.add(new AssemblyUnit("layers", "layers", stepTable(graph), Map.of()));
    for (int i = 0; i < graph.steps().size(); i++) {
      Step step = graph.steps().get(i);
      Map<String, Integer> symbols = new LinkedHashMap<>(kernels.symbols(i, scratch));
      symbols.put("INPUT", addresses.get(step.sources().get(0)));
      symbols.put("OUTPUT", addresses.get(i + 1));
      if (step.sources().size() > 1) {
        symbols.put("INPUT2", addresses.get(step.sources().get(1)));
      }
      if (placed.containsKey(step.name() + WEIGHTS)) {
        symbols.put("WEIGHTS", placed.get(step.name() + WEIGHTS));
        symbols.put("BIAS", placed.get(step.name() + BIAS));
      }
      assembler.add(FirmwareBuilder.unit(step.name(), kernels.source(i), symbols));
    }
    kernels.routines(scratch).forEach(assembler::add);
    ProgramImage image = image(assemble(graph, assembler), fram);
    int code = image.segments().stream().mapToInt(segment -> segment.bytes().length).sum();
    int weightBytes = fram.segments().stream().mapToInt(segment -> segment.bytes().length).sum();
    return new Built(
        image,
        addresses.get(0),
        addresses.get(graph.steps().size()),
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

  /** What steps have in FRAM, by name. */
  private static Map<String, byte[]> pieces(GraphKernels kernels, List<Integer> addresses) {
    Map<String, byte[]> pieces = new LinkedHashMap<>();
    for (int i = 0; i < kernels.graph().steps().size(); i++) {
      Step step = kernels.graph().steps().get(i);
      List<byte[]> data = kernels.data(i, addresses.get(step.sources().get(0)));
      if (!data.isEmpty()) {
        pieces.put(step.name() + WEIGHTS, data.get(0));
        pieces.put(step.name() + BIAS, data.get(1));
      }
    }
    return pieces;
  }

  private ProgramImage assemble(StepGraph graph, Assembler assembler) {
    try {
      return assembler.assemble();
    } catch (AssemblerException e) {
      throw new FirmwareDoesNotFitException(
          "network %s: its kernels cannot be laid out for %s (large filters are unrolled): %s"
              .formatted(graph.name(), device.name(), e.problems().get(0)));
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
  private static String stepTable(StepGraph graph) {
    return graph.steps().stream()
        .map(step -> step.name() + ".run")
        .collect(Collectors.joining("\n .word ", "table: .word ", "\n .word 0\n"));
  }
}
