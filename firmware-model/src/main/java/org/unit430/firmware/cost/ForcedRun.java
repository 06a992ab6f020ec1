package org.unit430.firmware.cost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareBuilder;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.NetworkProgram;
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
   * @param program with the data that force its decisions
   * @param inputs what the input of each layer is made to hold
   * @param flow of the program, if visits are to be counted
   */
  ForcedRun(
      NetworkProgram program,
      List<byte[]> inputs,
      DeviceProfile device,
      Optional<ControlFlow> flow) {
    this.flow = flow.orElse(null);
    this.device = device;
    this.machine = MachineFactory.create(device);
    this.behind = program.inference();
    new FirmwareRunner(program, machine);
    this.visits =
        flow.map(f -> new Visits(f, device.memory(), Products.of(f, program.image(), device)))
            .orElse(null);
    run(program, inputs);
  }

  /**
   * Nothing is skipped that a method could skip for some input: every activation is 32767. Where
   * products are compared with a threshold, weights are the firmware's own: every division's
   * threshold falls as the magnitude grows ({@link org.unit430.firmware.prune.ThresholdDivision}),
   * so that whatever product is executed with a smaller activation is with this one. Elsewhere
   * magnitudes of weights are 1, so that sums, which begin at 2^30, are never negative and nothing
   * stops early.
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
                firmware.method().at(layer).skips().dividesThresholds()
                    ? firmware.network().layers().get(layer).weights()[i]
                    : sign(firmware, layer, i),
            layer -> BEGIN_OF_SUMS);
    return of(
        firmware, data, layer -> LARGEST, thresholds, device, mclkMegahertz, Optional.of(flow));
  }

  /** Where control can go in a firmware, beginning at an inference. */
  static ControlFlow flow(NetworkProgram firmware, DeviceProfile device) {
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
    return of(firmware, data, activations, thresholds, device, mclkMegahertz, Optional.empty());
  }

  private static ForcedRun of(
      Firmware firmware,
      QuantizedNetwork data,
      IntUnaryOperator activations,
      Thresholds thresholds,
      DeviceProfile device,
      int mclkMegahertz,
      Optional<ControlFlow> flow) {
    Firmware other =
        new FirmwareBuilder(device, mclkMegahertz, firmware.multiplier())
            .build(data, firmware.method(), thresholds);
    List<byte[]> inputs = new ArrayList<>();
    for (int i = 0; i < firmware.network().layers().size(); i++) {
      ByteBuffer input =
          ByteBuffer.allocate(Short.BYTES * firmware.network().layers().get(i).input().size())
              .order(ByteOrder.LITTLE_ENDIAN);
      while (input.hasRemaining()) {
        input.putShort((short) activations.applyAsInt(i));
      }
      inputs.add(input.array());
    }
    return new ForcedRun(withData(firmware, other.image()), inputs, device, flow);
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
    ProgramImage image = firmware.image();
    List<ProgramImage.Segment> segments = new ArrayList<>();
    for (ProgramImage.Segment own : image.segments()) {
      segments.add(own.address() >= HIGH_MEMORY ? segment(other, own) : own);
    }
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

  private void run(NetworkProgram program, List<byte[]> inputs) {
    if (visits != null) {
      visits.begin(machine.registers());
    }
    runTo(program.nextLayer(), program.macs(), visits);
    for (int i = 0; i < inputs.size(); i++) {
      String name = program.layerNames().get(i);
      machine.bus().poke(program.image().address(name + ".input"), inputs.get(i));
      Profile before = machine.profile();
      runTo(program.nextLayer(), program.macs(), visits);
      layers.add(machine.profile().minus(before));
    }
    runTo(program.done(), program.macs(), visits);
  }

  /** What each layer did. */
  List<Profile> layers() {
    return layers;
  }

  /** What was entered how often. */
  Visits visits() {
    return visits;
  }

  /** Calls a routine with one operand in R13:R12 and another in R15:R14. */
  Visits call(int entry, Operands operands) {
    Registers registers = machine.registers();
    int sp = registers.get(Registers.SP) - 2;
    registers.set(Registers.SP, sp);
    machine.bus().poke(sp, new byte[] {(byte) behind, (byte) (behind >> Byte.SIZE)});
    registers.set(12, operands.first & 0xFFFF);
    registers.set(13, operands.first >>> Short.SIZE);
    registers.set(14, operands.second & 0xFFFF);
    registers.set(15, operands.second >>> Short.SIZE);
    registers.set(Registers.PC, entry);
    Visits ofCall = new Visits(flow, device.memory(), Set.of());
    ofCall.begin(registers);
    runTo(behind, 0, ofCall);
    return ofCall;
  }

  /**
   * What a routine is called with.
   *
   * @param first in R13:R12
   * @param second in R15:R14
   */
  record Operands(int first, int second) {
    static Operands of(float first, float second) {
      return new Operands(Float.floatToRawIntBits(first), Float.floatToRawIntBits(second));
    }
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
