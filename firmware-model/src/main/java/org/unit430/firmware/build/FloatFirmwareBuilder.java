package org.unit430.firmware.build;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.unit430.firmware.float32.FloatDivision;
import org.unit430.firmware.float32.FloatLayer;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.Method.Activations;
import org.unit430.firmware.prune.Method.Products;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.prune.Method.Storage;
import org.unit430.firmware.quantize.QuantizedLayer.Kind;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.program.ProgramImage;
import org.unit430.simulator.runtime.RuntimeLibrary;

/**
 * Makes the firmware of a network in single precision, laid out as {@link FirmwareBuilder} does.
 * Its kernels are plain loops, since what they call takes far longer than they do.
 */
public final class FloatFirmwareBuilder {
  private static final int FRAME_BYTES = 24;

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
    boolean skips =
        switch (method.skips()) {
          case NOTHING -> true;
          case ZERO_WEIGHTS, ZERO_ACTIVATIONS, BELOW_THRESHOLD -> method.storage() == Storage.DENSE;
          default -> false;
        };
    if (!skips
        || method.products() != Products.EXACT
        || method.activations() != Activations.AS_TRAINED) {
      throw new IllegalArgumentException(
          "method %s has no float32 kernels; there are dense, zero-skip, ttp-dense, ttp-zero-test, ttp-csr, unit and ttp-dense with zero-skip or unit"
              .formatted(method.label()));
    }
    method.division().ifPresent(FloatDivision::of);
  }

  /**
   * Builds.
   *
   * @param thresholds T of each layer, used by UnIT only
   * @throws FirmwareDoesNotFitException if the device's memory is too small
   * @throws IllegalArgumentException as {@link #require} does
   */
  public FloatFirmware build(FloatNetwork network, Method method, List<Float> thresholds) {
    require(method);
    SramPlan sram = sramPlan(network, method);
    FramAllocator fram = new FramAllocator(network.name(), memory.highFram());
    Assembler assembler = memory.assembler(sram.framBytes());
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
      boolean inputStationary = ownedByActivations(layer, method);
      Map<String, Integer> symbols = new LinkedHashMap<>();
      symbols.put("RELU", layer.relu() ? 1 : 0);
      symbols.put("INPUT", sram.buffers().get(i));
      symbols.put("OUTPUT", sram.buffers().get(i + 1));
      symbols.put("FRAME", sram.scratch());
      if (method.division().isPresent()) {
        FloatDivision division = FloatDivision.of(method.division().get());
        symbols.putAll(FloatDivisionRoutine.definitions(division, thresholds.get(i)));
      }
      if (inputStationary) {
        symbols.put("SUMS", sram.scratch() + FRAME_BYTES);
        symbols.put("INPUTS", layer.weightsPerOutput());
        symbols.put("OUTPUTS", layer.outputChannels());
      } else {
        putGeometry(symbols, layer);
        symbols.put("TEST", test(method));
      }
      symbols.put("WEIGHTS", fram.place(layer.name() + ".weights", weights(layer, method)));
      symbols.put("BIAS", fram.place(layer.name() + ".bias", bytes(layer.bias())));
      assembler.add(
          FirmwareBuilder.unit(
              layer.name(),
              inputStationary ? "float-unit-fully-connected.s43" : "float.s43",
              symbols));
    }
    routines(method).forEach(assembler::add);
    ProgramImage code = assembler.assemble();
    int entry = code.address("main.start");
    List<ProgramImage.Segment> segments = new ArrayList<>(code.segments());
    segments.addAll(fram.segments());
    segments.add(FirmwareBuilder.resetVector(entry));
    List<ProgramImage.Symbol> symbols = new ArrayList<>(code.symbols());
    symbols.addAll(fram.symbols());
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

  private static boolean ownedByActivations(FloatLayer layer, Method method) {
    return method.skips() == Skips.BELOW_THRESHOLD && layer.kind() == Kind.FULLY_CONNECTED;
  }

  private SramPlan sramPlan(FloatNetwork network, Method method) {
    int scratch = FRAME_BYTES;
    List<Integer> sizes = new ArrayList<>(List.of(Float.BYTES * network.input().size()));
    for (FloatLayer layer : network.layers()) {
      sizes.add(Float.BYTES * layer.output().size());
      if (ownedByActivations(layer, method)) {
        scratch = Math.max(scratch, FRAME_BYTES + Float.BYTES * layer.outputChannels());
      }
    }
    return memory.planSram(
        network.name(), network.layers().stream().map(FloatLayer::name).toList(), sizes, scratch);
  }

  private static void putGeometry(Map<String, Integer> symbols, FloatLayer layer) {
    boolean row = layer.kind() == Kind.FULLY_CONNECTED;
    symbols.put("IN_C", row ? 1 : layer.input().channels());
    symbols.put("IN_H", row ? 1 : layer.input().height());
    symbols.put("IN_W", row ? layer.weightsPerOutput() : layer.input().width());
    symbols.put("OUT_C", layer.outputChannels());
    symbols.put("K_H", row ? 1 : layer.kernelHeight());
    symbols.put("K_W", row ? layer.weightsPerOutput() : layer.kernelWidth());
    symbols.put("POOL_H", layer.poolHeight());
    symbols.put("POOL_W", layer.pool());
  }

  /** Which test of float.s43 decides about a product. */
  private static int test(Method method) {
    return switch (method.skips()) {
      case ZERO_WEIGHTS -> 1;
      case ZERO_ACTIVATIONS -> 2;
      case BELOW_THRESHOLD -> 3;
      default -> method.storage() == Storage.SPARSE ? 4 : 0;
    };
  }

  private List<AssemblyUnit> routines(Method method) {
    List<AssemblyUnit> routines = new ArrayList<>();
    routines.add(
        FirmwareBuilder.unit(
            "float", "float-multiply-add.s43", memory.multiplier().definitions(device, 0)));
    List<RuntimeLibrary.Part> parts = new ArrayList<>();
    parts.add(
        switch (memory.multiplier()) {
          case MPY32 -> RuntimeLibrary.Part.FLOAT_MULTIPLY_MPY32;
          case MPY16 -> RuntimeLibrary.Part.FLOAT_MULTIPLY_MPY16;
          case SOFTWARE -> RuntimeLibrary.Part.FLOAT_MULTIPLY;
        });
    parts.add(RuntimeLibrary.Part.FLOAT_ADD);
    parts.add(RuntimeLibrary.Part.FLOAT_COMPARE);
    if (method.division().isPresent()) {
      parts.add(RuntimeLibrary.Part.FLOAT_DIVIDE);
    }
    parts.forEach(part -> routines.add(RuntimeLibrary.unit(part, device.core())));
    return routines;
  }

  /** Weights as the kernel of a layer reads them. */
  private static byte[] weights(FloatLayer layer, Method method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int perOutput = layer.weightsPerOutput();
    float[] weights = layer.weights();
    if (ownedByActivations(layer, method)) {
      for (int input = 0; input < perOutput; input++) {
        for (int output = 0; output < layer.outputChannels(); output++) {
          put(bytes, weights[output * perOutput + input]);
        }
      }
    } else if (method.skips() == Skips.BELOW_THRESHOLD) {
      for (float weight : weights) {
        put(bytes, 0);
        put(bytes, weight);
      }
    } else if (method.storage() == Storage.SPARSE) {
      for (int output = 0; output < layer.outputChannels(); output++) {
        putStored(bytes, layer, output);
      }
    } else {
      return bytes(weights);
    }
    return bytes.toByteArray();
  }

  private static void putStored(ByteArrayOutputStream bytes, FloatLayer layer, int output) {
    int perOutput = layer.weightsPerOutput();
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    int count = 0;
    for (int i = 0; i < perOutput; i++) {
      float weight = layer.weights()[output * perOutput + i];
      if (weight != 0) {
        int column = i % layer.kernelWidth();
        int row = i / layer.kernelWidth() % layer.kernelHeight();
        int plane = i / (layer.kernelWidth() * layer.kernelHeight());
        int activation = (plane * layer.input().height() + row) * layer.input().width() + column;
        putWord(stored, Float.BYTES * activation);
        put(stored, weight);
        count++;
      }
    }
    putWord(bytes, count);
    bytes.writeBytes(stored.toByteArray());
  }

  private static byte[] bytes(float[] values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (float value : values) {
      put(bytes, value);
    }
    return bytes.toByteArray();
  }

  private static void put(ByteArrayOutputStream bytes, float value) {
    int bits = Float.floatToRawIntBits(value);
    putWord(bytes, bits);
    putWord(bytes, bits >> Short.SIZE);
  }

  private static void putWord(ByteArrayOutputStream bytes, int word) {
    bytes.write(word);
    bytes.write(word >> Byte.SIZE);
  }
}
