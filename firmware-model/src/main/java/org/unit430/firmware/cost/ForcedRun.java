package org.unit430.firmware.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedLayer;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.isa.Decoder;
import org.unit430.simulator.machine.FirmwareFault;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/**
 * One inference whose decisions are forced: the firmware's code, unaltered, on weights, biases and
 * activations that are not its own. Weights keep their signs and zeros unless all are skipped for
 * being zero.
 */
final class ForcedRun {
  private static final int HIGH_MEMORY = 0x10000;
  static final int LARGEST = Short.MAX_VALUE;
  static final int BEGIN_OF_SUMS = 1 << 30;
  private static final long CYCLES_PER_MAC_LIMIT = 5_000;
  private static final long LEAST_WORK = 100_000;

  private final Machine machine;
  private final ControlFlow flow;
  private final DeviceProfile device;
  private final int behind;
  private final Visits visits;
  private final List<Profile> layers = new ArrayList<>();

  /**
   * Runs it.
   *
   * @param data network whose weights and biases take the place of the firmware's
   * @param activations of a layer, by its index
   * @param flow of the firmware, if visits are to be counted
   */
  private ForcedRun(
      Firmware firmware,
      QuantizedNetwork data,
      IntUnaryOperator activations,
      Thresholds thresholds,
      DeviceProfile device,
      int mclkMegahertz,
      Optional<ControlFlow> flow) {
    this.flow = flow.orElse(null);
    this.device = device;
    this.machine = MachineFactory.create(device);
    this.behind = firmware.inference();
    Firmware other =
        new FirmwareBuilder(device, mclkMegahertz, firmware.multiplier())
            .build(data, firmware.method(), thresholds);
    new FirmwareRunner(withData(firmware, other.image()), machine);
    this.visits = flow.map(f -> new Visits(f, device.memory())).orElse(null);
    run(firmware, activations);
  }

  /**
   * Nothing is skipped that a method could skip. Every activation is 32767. Magnitudes of weights
   * are, too, where products are compared with a threshold; elsewhere they are 1, so that sums,
   * which begin at 2^30, are never negative and nothing stops early.
   */
  static ForcedRun nothingSkipped(
      Firmware firmware,
      Thresholds thresholds,
      DeviceProfile device,
      int mclkMegahertz,
      ControlFlow flow) {
    QuantizedNetwork data =
        withWeights(
            firmware,
            (layer, i) ->
                sign(firmware, layer, i)
                    * (firmware.method().at(layer).skips().dividesThresholds() ? LARGEST : 1),
            layer -> BEGIN_OF_SUMS);
    return new ForcedRun(
        firmware, data, layer -> LARGEST, thresholds, device, mclkMegahertz, Optional.of(flow));
  }

  /** Where control can go in a firmware, beginning at an inference. */
  static ControlFlow flow(Firmware firmware, DeviceProfile device) {
    byte[] code = new byte[HIGH_MEMORY];
    for (ProgramImage.Segment segment : firmware.image().segments()) {
      if (segment.address() < HIGH_MEMORY) {
        System.arraycopy(segment.bytes(), 0, code, segment.address(), segment.bytes().length);
      }
    }
    List<Integer> roots = new ArrayList<>(List.of(firmware.inference()));
    for (ProgramImage.Symbol symbol : firmware.image().symbols()) {
      // What is called by register: layers, and divisions of groups.
      boolean called = symbol.name().endsWith(".run") || symbol.name().contains(".own_division_");
      if (called && symbol.address() < HIGH_MEMORY) {
        roots.add(symbol.address());
      }
    }
    return new ControlFlow(
        new Decoder(device.core()),
        address -> (code[address] & 0xFF) | (code[address + 1] & 0xFF) << Byte.SIZE,
        roots);
  }

  /** One inference on other weights, biases and activations, without counting visits. */
  static ForcedRun of(
      Firmware firmware,
      QuantizedNetwork data,
      IntUnaryOperator activations,
      Thresholds thresholds,
      DeviceProfile device,
      int mclkMegahertz) {
    return new ForcedRun(
        firmware, data, activations, thresholds, device, mclkMegahertz, Optional.empty());
  }

  /** The sign of a firmware's weight. */
  static int sign(Firmware firmware, int layer, int index) {
    return Integer.signum(firmware.network().layers().get(layer).weights()[index]);
  }

  /** A weight by the indices of its layer and of itself. */
  @FunctionalInterface
  interface Weight {
    int of(int layer, int index);
  }

  /** A firmware's network with other numbers; the bias is one for all channels of a layer. */
  static QuantizedNetwork withWeights(Firmware firmware, Weight weight, IntUnaryOperator bias) {
    List<QuantizedLayer> layers = new ArrayList<>();
    for (int index = 0; index < firmware.network().layers().size(); index++) {
      QuantizedLayer layer = firmware.network().layers().get(index);
      short[] weights = new short[layer.weights().length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (short) weight.of(index, i);
      }
      int[] biases = new int[layer.outputChannels()];
      Arrays.fill(biases, bias.applyAsInt(index));
      layers.add(layer.withValues(weights, biases, 1));
    }
    return new QuantizedNetwork(firmware.network().name(), layers);
  }

  /** The firmware with another's weights and biases, which lie where its own do. */
  private static Firmware withData(Firmware firmware, ProgramImage other) {
    List<ProgramImage.Segment> segments = new ArrayList<>();
    for (int i = 0; i < firmware.image().segments().size(); i++) {
      ProgramImage.Segment own = firmware.image().segments().get(i);
      boolean data = own.address() >= HIGH_MEMORY;
      ProgramImage.Segment segment = data ? segment(other, own) : own;
      segments.add(segment);
    }
    ProgramImage image = firmware.image();
    return new Firmware(
        firmware.network(),
        firmware.method(),
        firmware.thresholds(),
        firmware.multiplier(),
        new ProgramImage(segments, image.entry(), image.symbols(), image.operations()),
        firmware.inputAddress(),
        firmware.logitsAddress(),
        firmware.framBytes(),
        firmware.ramBytes());
  }

  private static ProgramImage.Segment segment(ProgramImage image, ProgramImage.Segment like) {
    return image.segments().stream()
        .filter(s -> s.address() == like.address() && s.bytes().length == like.bytes().length)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the data at %05Xh lie elsewhere with other values".formatted(like.address())));
  }

  private void run(Firmware firmware, IntUnaryOperator activations) {
    if (visits != null) {
      visits.begin(machine.registers());
    }
    runTo(firmware.nextLayer(), firmware.macs(), visits);
    for (int index = 0; index < firmware.network().layers().size(); index++) {
      QuantizedLayer layer = firmware.network().layers().get(index);
      int activation = activations.applyAsInt(index);
      byte[] bytes = new byte[2 * layer.input().size()];
      for (int i = 0; i < bytes.length; i += 2) {
        bytes[i] = (byte) activation;
        bytes[i + 1] = (byte) (activation >> Byte.SIZE);
      }
      machine.bus().poke(firmware.image().address(layer.name() + ".input"), bytes);
      Profile before = machine.profile();
      runTo(firmware.nextLayer(), firmware.macs(), visits);
      layers.add(machine.profile().minus(before));
    }
    runTo(firmware.done(), firmware.macs(), visits);
  }

  /** What each layer did. */
  List<Profile> layers() {
    return layers;
  }

  /** What was entered how often. */
  Visits visits() {
    return visits;
  }

  /** Calls a division: T in R13:R12, magnitude in R14. */
  Visits divide(int entry, int product, int magnitude) {
    Registers registers = machine.registers();
    int sp = registers.get(Registers.SP) - 2;
    registers.set(Registers.SP, sp);
    machine.bus().poke(sp, new byte[] {(byte) behind, (byte) (behind >> Byte.SIZE)});
    registers.set(12, product & 0xFFFF);
    registers.set(13, product >>> 16);
    registers.set(14, magnitude);
    registers.set(Registers.PC, entry);
    Visits ofDivision = new Visits(flow, device.memory());
    ofDivision.begin(registers);
    runTo(behind, 0, ofDivision);
    return ofDivision;
  }

  private void runTo(int address, long macs, Visits watching) {
    long limit = (macs + LEAST_WORK) * CYCLES_PER_MAC_LIMIT;
    StopReason reason = machine.run(RunLimits.cycles(limit), watching);
    if (!(reason instanceof StopReason.Breakpoint stop) || stop.address() != address) {
      throw new FirmwareFault(
          machine.registers().get(Registers.PC),
          "the full run did not reach %05Xh: %s".formatted(address, reason.description()));
    }
  }
}
