package org.unit430.firmware.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.unit430.firmware.prune.LayerThreshold;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.device.MemoryRegion;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.runtime.RuntimeLibrary;

/**
 * Makes the firmware of a network for a device: lays out SRAM and FRAM, instantiates a kernel for
 * each layer and assembles the whole. Code lies in the low 64 KB, where CALL reaches it, behind
 * activations that find no room in SRAM; weights above, where there is most room.
 */
public final class FirmwareBuilder {
  private static final int HIGH_MEMORY = 0x10000;
  // Vectors and signatures, SLASE54 table 6-5.
  private static final int CODE_LIMIT = 0xFF80;
  private static final int RESET_VECTOR = 0xFFFE;

  private final DeviceProfile device;
  private final int mclkMegahertz;
  private final Multiplier multiplier;

  /**
   * A builder for a device with FRAM above and below 64 KB, whose best multiplier kernels use.
   *
   * @param mclkMegahertz CPU clock that the start-up code sets: 8 or 16
   */
  public FirmwareBuilder(DeviceProfile device, int mclkMegahertz) {
    this(device, mclkMegahertz, Multiplier.bestOf(device));
  }

  /**
   * A builder for a device with FRAM above and below 64 KB.
   *
   * @param mclkMegahertz CPU clock that the start-up code sets: 8 or 16
   * @param multiplier what kernels multiply on
   * @throws FirmwareDoesNotFitException if the device has no such unit
   */
  public FirmwareBuilder(DeviceProfile device, int mclkMegahertz, Multiplier multiplier) {
    this.device = device;
    this.mclkMegahertz = mclkMegahertz;
    this.multiplier = multiplier.requireOn(device);
  }

  /**
   * Builds.
   *
   * @param thresholds used by UnIT only
   * @throws FirmwareDoesNotFitException if the device's memory is too small
   */
  public Firmware build(QuantizedNetwork original, Method method, Thresholds thresholds) {
    QuantizedNetwork network = method.prepared(original);
    SramPlan sram = planSram(network, method);
    FramAllocator fram = new FramAllocator(network.name(), highFram());
    Assembler assembler = assembler(sram.framBytes());
    assembler.add(
        unit("main", "main.s43", Map.of("STACK_TOP", sram.stackTop(), "MCLK_MHZ", mclkMegahertz)));
    assembler.add(new AssemblyUnit("layers", "layers", layerTable(network), Map.of()));
    for (int i = 0; i < network.layers().size(); i++) {
      QuantizedLayer layer = network.layers().get(i);
      Method own = method.at(i);
      LayerThreshold threshold = method.threshold(thresholds, i);
      Kernel kernel = Kernel.of(layer, own);
      Map<String, Integer> symbols = kernel.definitions(layer, own, threshold);
      int input = sram.buffers().get(i);
      symbols.put("INPUT", input);
      symbols.put("OUTPUT", sram.buffers().get(i + 1));
      symbols.putAll(scratchSymbols(layer, sram.scratch()));
      symbols.put(
          "WEIGHTS",
          fram.place(layer.name() + ".weights", kernel.weights(layer, own, threshold, input)));
      symbols.put("BIAS", fram.place(layer.name() + ".bias", WeightData.bias(layer)));
      assembler.add(unit(layer.name(), kernel.source(), symbols));
    }
    sharedRoutines(method, sram.scratch()).forEach(assembler::add);
    ProgramImage code = assembler.assemble();
    int entry = code.address("main.start");
    List<ProgramImage.Segment> segments = new ArrayList<>(code.segments());
    segments.addAll(fram.segments());
    segments.add(resetVector(entry));
    List<ProgramImage.Symbol> symbols = new ArrayList<>(code.symbols());
    symbols.addAll(fram.symbols());
    symbols.addAll(inputSymbols(network, sram));
    ProgramImage image =
        new ProgramImage(segments, OptionalInt.of(entry), symbols, code.operations());
    int framBytes = segments.stream().mapToInt(segment -> segment.bytes().length).sum();
    return new Firmware(
        network,
        method,
        thresholds,
        multiplier,
        image,
        sram.buffers().get(0),
        sram.buffers().get(network.layers().size()),
        framBytes + sram.framBytes(),
        sram.bytes());
  }

  /** A label for each layer's activations; buffers are shared. */
  private static List<ProgramImage.Symbol> inputSymbols(QuantizedNetwork network, SramPlan sram) {
    List<ProgramImage.Symbol> symbols = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      QuantizedLayer layer = network.layers().get(i);
      symbols.add(
          new ProgramImage.Symbol(
              layer.name() + ".input",
              sram.buffers().get(i),
              2 * layer.input().size(),
              ProgramImage.Symbol.Kind.DATA));
    }
    return symbols;
  }

  private SramPlan planSram(QuantizedNetwork network, Method method) {
    int scratch = 0;
    for (int i = 0; i < network.layers().size(); i++) {
      QuantizedLayer layer = network.layers().get(i);
      scratch = Math.max(scratch, Kernel.of(layer, method.at(i)).scratchBytes(layer));
    }
    return planSram(
        network.name(),
        network.layers().stream().map(QuantizedLayer::name).toList(),
        SramPlan.sizes(network),
        scratch + multiplier.scratchBytes());
  }

  /**
   * Lays out activations.
   *
   * @param layers names
   * @param sizes bytes of the input, then of each layer's output
   * @param scratch bytes that kernels share
   */
  SramPlan planSram(String network, List<String> layers, List<Integer> sizes, int scratch) {
    MemoryRegion low = fram(CODE_LIMIT - 2);
    MemoryRegion fram = new MemoryRegion(low.name(), low.start(), CODE_LIMIT, low.kind());
    return SramPlan.of(network, layers, sizes, scratch, stackBytes(), sram(), fram);
  }

  /** SRAM of the stack. */
  int stackBytes() {
    return SramPlan.STACK_BYTES + multiplier.stackBytes();
  }

  /** What kernels multiply on. */
  Multiplier multiplier() {
    return multiplier;
  }

  /**
   * Where the kernel of a layer finds its scratch, and what it multiplies on.
   *
   * @param scratch address of the shared scratch area
   */
  Map<String, Integer> scratchSymbols(QuantizedLayer layer, int scratch) {
    int own = scratch + multiplier.scratchBytes();
    Map<String, Integer> symbols = new LinkedHashMap<>(multiplier.definitions(device, scratch));
    symbols.put("LIST", own);
    symbols.put("STATE", own);
    symbols.put("SUMS", own);
    symbols.put("PLANE", own + Kernel.sumBytes(layer));
    symbols.put("GROUP", own + Kernel.listBytes(layer));
    return symbols;
  }

  /** The RAM for values, scratch and stack. */
  MemoryRegion sram() {
    List<MemoryRegion> largest = new ArrayList<>();
    for (MemoryRegion region : device.memory().regions()) {
      // Neighbouring RAM regions are one to the CPU; the bytes of tiny RAM far below are not worth
      // a buffer.
      if (region.kind() == MemoryKind.SRAM) {
        if (!largest.isEmpty() && largest.get(0).end() != region.start()) {
          largest.clear();
        }
        largest.add(region);
      }
    }
    return new MemoryRegion(
        largest.get(0).name(),
        largest.get(0).start(),
        largest.get(largest.size() - 1).end(),
        MemoryKind.SRAM);
  }

  private MemoryRegion fram(int address) {
    return device
        .memory()
        .region(address)
        .filter(region -> region.kind() == MemoryKind.FRAM)
        .orElseThrow(
            () ->
                new FirmwareDoesNotFitException(
                    device.name()
                        + " has no FRAM below 64 KB, where firmware puts its code; take a device"
                        + " that has, as MSP430FR5994"));
  }

  /** An assembler that places code in the low 64 KB. */
  Assembler assembler() {
    return assembler(0);
  }

  /** The same behind some bytes of data. */
  Assembler assembler(int bytes) {
    return assembler(bytes, CODE_LIMIT);
  }

  /** The same in front of a limit. */
  private Assembler assembler(int bytes, int end) {
    Assembler assembler = new Assembler(device.core()).includes(file -> Optional.of(source(file)));
    assembler.section("text", fram(CODE_LIMIT - 2).start() + bytes, end);
    return assembler;
  }

  /** An assembler that places code in the low 64 KB between activations and what weights took. */
  Assembler assembler(int bytes, FramAllocator weights) {
    return assembler(bytes, weights.overflowEnd());
  }

  /**
   * Room for weights: above 64 KB, then what code and activations leave below.
   *
   * @param bytes of activations there
   */
  FramAllocator weights(String network, int bytes) {
    MemoryRegion low = fram(CODE_LIMIT - 2);
    return new FramAllocator(network, highFram(), low.start() + bytes, CODE_LIMIT);
  }

  /** The word from which the CPU starts. */
  static ProgramImage.Segment resetVector(int entry) {
    return new ProgramImage.Segment(
        "reset", RESET_VECTOR, new byte[] {(byte) entry, (byte) (entry >> 8)});
  }

  /** FRAM above 64 KB, where weights go. */
  MemoryRegion highFram() {
    MemoryRegion region = fram(CODE_LIMIT - 2);
    if (region.end() <= HIGH_MEMORY) {
      throw new FirmwareDoesNotFitException(
          device.name()
              + " has no FRAM above 64 KB, where firmware puts its weights; take a device that has,"
              + " as MSP430FR5994");
    }
    return new MemoryRegion(region.name(), HIGH_MEMORY, region.end(), region.kind());
  }

  /** The words that main walks along: each layer's entry, then 0. */
  private static String layerTable(QuantizedNetwork network) {
    return network.layers().stream()
        .map(layer -> layer.name() + ".run")
        .collect(Collectors.joining(", ", "table: .word ", ", 0\n"));
  }

  /**
   * What kernels of several layers call.
   *
   * @param scratch address of the shared scratch area
   */
  List<AssemblyUnit> sharedRoutines(Method method, int scratch) {
    List<AssemblyUnit> routines =
        new ArrayList<>(
            DivisionRoutine.shared(method.divisions(), multiplier.definitions(device, scratch)));
    if (method.products() == Method.Products.LIBRARY) {
      RuntimeLibrary.Part part =
          multiplier == Multiplier.SOFTWARE
              ? RuntimeLibrary.Part.MULTIPLY
              : RuntimeLibrary.Part.MULTIPLY_MPY32;
      routines.add(RuntimeLibrary.unit(part, device.core()));
    } else {
      routines.addAll(multiplier.routines(device, scratch));
    }
    return routines;
  }

  static AssemblyUnit unit(String name, String file, Map<String, Integer> definitions) {
    return new AssemblyUnit(name, file, source(file), definitions);
  }

  private static String source(String file) {
    try (InputStream stream =
        FirmwareBuilder.class.getResourceAsStream("/org/unit430/firmware/kernels/" + file)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no kernel source " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
