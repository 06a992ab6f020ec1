package org.unit430.firmware.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.unit430.firmware.float32.FloatDivision;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholds;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Products;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblerException;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.runtime.RuntimeLibrary;

/**
 * Makes the firmware of a network in single precision, laid out as {@link FirmwareBuilder} does.
 * Its kernels are plain loops, since what they call takes far longer than they do.
 */
public final class FloatFirmwareBuilder {
  private final FirmwareBuilder memory;
  private final DeviceProfile device;
  private final int mclkMegahertz;

  /**
   * A builder for a device with FRAM above and below 64 KB.
   *
   * @param mclkMegahertz CPU clock that the start-up code sets: 8 or 16
   * @param multiplier what significands are multiplied on
   * @throws FirmwareDoesNotFitException if the device has no such unit
   */
  public FloatFirmwareBuilder(DeviceProfile device, int mclkMegahertz, Multiplier multiplier) {
    this.memory = new FirmwareBuilder(device, mclkMegahertz, multiplier);
    this.device = device;
    this.mclkMegahertz = mclkMegahertz;
  }

  /**
   * Refuses what has no float kernel.
   *
   * @throws IllegalArgumentException naming the method, or its division, and what there is
   */
  public static void require(Method method) {
    refusal(method)
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(complaint);
            });
  }

  /** Why a method has no float kernel; empty if it has one. */
  public static Optional<String> refusal(Method method) {
    if (method.products() != Products.EXACT) {
      return Optional.of(
          "method %s has no float32 kernels: %s multiplies fixed-point numbers only"
              .formatted(
                  method.label(),
                  method.products() == Products.ACCELERATOR
                      ? "the accelerator"
                      : "the C library that it stands for"));
    }
    return method.divisions().stream()
        .map(FloatDivision::refusal)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Builds.
   *
   * @param thresholds of each layer, as {@link FloatThresholds} says
   * @throws FirmwareDoesNotFitException if the device's memory is too small
   * @throws IllegalArgumentException as {@link #require} does
   */
  public FloatFirmware build(FloatNetwork network, Method method, List<FloatThreshold> thresholds) {
    require(method);
    SramPlan sram = sramPlan(network, method);
    FramAllocator fram = memory.weights(network.name(), sram.framBytes());
    Map<String, byte[]> pieces = new LinkedHashMap<>();
    for (int i = 0; i < network.layers().size(); i++) {
      FloatLayer layer = network.layers().get(i);
      pieces.put(
          layer.name() + ".weights",
          FloatKernel.of(layer, method.at(i)).weights(layer, thresholds.get(i)));
      pieces.put(layer.name() + ".bias", FloatWeightData.bias(layer));
    }
    Map<String, Integer> addresses = fram.place(pieces);
    Assembler assembler = memory.assembler(sram.framBytes(), fram);
    assembler.add(
        FirmwareBuilder.unit(
            "main", "main.s43", Map.of("STACK_TOP", sram.stackTop(), "MCLK_MHZ", mclkMegahertz)));
    String table =
        network.layers().stream()
            .map(layer -> layer.name() + ".run")
            .collect(Collectors.joining(", ", "table: .word ", ", 0\n"));
    assembler.add(new AssemblyUnit("layers", "layers", table, Map.of()));
    for (int i = 0; i < network.layers().size(); i++) {
      FloatLayer layer = network.layers().get(i);
      FloatKernel kernel = FloatKernel.of(layer, method.at(i));
      Map<String, Integer> symbols =
          kernel.definitions(layer, method.at(i), thresholds.get(i), memory.multiplier());
      symbols.put("INPUT", sram.buffers().get(i));
      symbols.put("OUTPUT", sram.buffers().get(i + 1));
      symbols.putAll(kernel.scratchSymbols(layer, sram.scratch()));
      symbols.put("WEIGHTS", addresses.get(layer.name() + ".weights"));
      symbols.put("BIAS", addresses.get(layer.name() + ".bias"));
      assembler.add(FirmwareBuilder.unit(layer.name(), kernel.source(), symbols));
    }
    routines(method, memory.multiplier(), device).forEach(assembler::add);
    ProgramImage code = assemble(network.name(), assembler);
    int entry = code.address("main.start");
    List<ProgramImage.Segment> segments = new ArrayList<>(code.segments());
    segments.addAll(fram.segments());
    segments.add(FirmwareBuilder.resetVector(entry));
    List<ProgramImage.Symbol> symbols = new ArrayList<>(code.symbols());
    symbols.addAll(fram.symbols());
    for (int i = 0; i < network.layers().size(); i++) {
      FloatLayer layer = network.layers().get(i);
      symbols.add(
          new ProgramImage.Symbol(
              layer.name() + ".input",
              sram.buffers().get(i),
              Float.BYTES * layer.input().size(),
              ProgramImage.Symbol.Kind.DATA));
    }
    int framBytes = segments.stream().mapToInt(segment -> segment.bytes().length).sum();
    return new FloatFirmware(
        network,
        method,
        memory.multiplier(),
        new ProgramImage(segments, OptionalInt.of(entry), symbols, code.operations()),
        sram.buffers().get(0),
        sram.buffers().get(network.layers().size()),
        framBytes + sram.framBytes(),
        sram.bytes());
  }

  private static ProgramImage assemble(String network, Assembler assembler) {
    try {
      return assembler.assemble();
    } catch (AssemblerException e) {
      if (!e.isOutOfRoom()) {
        throw e;
      }
      throw new FirmwareDoesNotFitException(
          "network %s leaves too little FRAM below 64 KB for its code: %s"
              .formatted(network, e.problems().get(0)));
    }
  }

  private SramPlan sramPlan(FloatNetwork network, Method method) {
    int scratch = 0;
    List<Integer> sizes = new ArrayList<>(List.of(Float.BYTES * network.input().size()));
    for (int i = 0; i < network.layers().size(); i++) {
      FloatLayer layer = network.layers().get(i);
      sizes.add(Float.BYTES * layer.output().size());
      scratch = Math.max(scratch, FloatKernel.of(layer, method.at(i)).scratchBytes(layer));
    }
    return memory.planSram(
        network.name(), network.layers().stream().map(FloatLayer::name).toList(), sizes, scratch);
  }

  /** What kernels call under a method. */
  static List<AssemblyUnit> routines(Method method, Multiplier multiplier, DeviceProfile device) {
    List<AssemblyUnit> routines = new ArrayList<>();
    routines.add(
        FirmwareBuilder.unit("float", "float-multiply-add.s43", multiplier.definitions(device, 0)));
    List<RuntimeLibrary.Part> parts = new ArrayList<>();
    parts.add(
        switch (multiplier) {
          case MPY32 -> RuntimeLibrary.Part.FLOAT_MULTIPLY_MPY32;
          case MPY16 -> RuntimeLibrary.Part.FLOAT_MULTIPLY_MPY16;
          case SOFTWARE -> RuntimeLibrary.Part.FLOAT_MULTIPLY;
        });
    parts.add(RuntimeLibrary.Part.FLOAT_ADD);
    parts.add(RuntimeLibrary.Part.FLOAT_COMPARE);
    if (!method.divisions().isEmpty()) {
      parts.add(RuntimeLibrary.Part.FLOAT_DIVIDE);
    }
    if (method.isModelled()) {
      parts.add(FloatOracle.multiplication(multiplier));
    }
    parts.forEach(part -> routines.add(RuntimeLibrary.unit(part, device.core())));
    return routines;
  }
}
