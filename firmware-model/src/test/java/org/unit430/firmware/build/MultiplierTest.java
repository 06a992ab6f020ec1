package org.unit430.firmware.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.inference.ReferenceInference;
import org.unit430.firmware.network.Network;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.firmware.prune.ThresholdCalibrator;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.firmware.prune.Thresholds;
import org.unit430.firmware.quantize.QuantizedNetwork;
import org.unit430.firmware.quantize.Quantizer;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceCatalog;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.peripheral.Multiplier32;
import org.unit430.simulator.program.ProgramImage;

/** Kernels on each multiplier: what they compute does not depend on it. */
class MultiplierTest {
  private static final DeviceProfile DEVICE = DeviceCatalog.byName("MSP430FR5994");

  static Stream<Arguments> everyMethodOnEveryUnit() {
    return Stream.of(
            Method.all().stream().filter(method -> !method.isModelled()),
            Arrays.stream(ThresholdDivision.values()).map(Method::unit),
            Stream.of(
                    "fatrelu+unit:shift",
                    "ttp-csr+unit",
                    "ttp-csr+snapea",
                    "ttp-csr+fatrelu+unit:reciprocal",
                    "unit-sorted:mitchell",
                    "unit-sorted:reciprocal",
                    "library-zero-skip",
                    "library-ttp-zero-test",
                    "library-unit:table")
                .flatMap(name -> MethodName.parse(name).stream()))
        .flatMap(methods -> methods)
        .distinct()
        .flatMap(
            method ->
                Stream.of(
                    Arguments.of(method, Multiplier.MPY16, "signal"),
                    Arguments.of(method, Multiplier.SOFTWARE, "odd"),
                    Arguments.of(method, Multiplier.SOFTWARE, "signal")));
  }

  @ParameterizedTest
  @MethodSource("everyMethodOnEveryUnit")
  void everyUnitGivesTheReferencesLogitsAndCounts(Method method, Multiplier unit, String shape) {
    RandomNetworks random =
        new RandomNetworks(
            431, method.weights() == Method.Weights.TRAINING_TIME_PRUNED ? 0.8 : 0.01);
    boolean signed = shape.equals("signal");
    Network network = signed ? random.signal() : random.odd();
    List<float[]> inputs = signed ? random.signedInputs(network, 2) : random.inputs(network, 1);
    QuantizedNetwork quantized =
        RandomNetworks.prepared(Quantizer.quantize(network, inputs, 1, signed), method);
    List<short[]> fixed = RandomNetworks.fixed(quantized, inputs);
    Thresholds thresholds = ThresholdCalibrator.percentile(quantized, fixed, 40, method.skips());
    ReferenceInference reference = new ReferenceInference(quantized, method, thresholds);
    Machine machine = MachineFactory.create(DEVICE);
    FirmwareRunner runner =
        new FirmwareRunner(
            new FirmwareBuilder(DEVICE, 16, unit).build(quantized, method, thresholds), machine);
    for (short[] input : fixed) {
      InferenceRun run = runner.run(input);
      ReferenceInference.Result expected = reference.run(input);
      assertThat(run.logits()).isEqualTo(expected.logits());
      for (int layer = 0; layer < quantized.layers().size(); layer++) {
        assertThat(run.macsExecuted(layer))
            .as(quantized.layers().get(layer).name())
            .isEqualTo(expected.macsExecuted().get(layer));
      }
      assertUses(unit, run);
    }
    assertThat(machine.module(Multiplier32.class).orElseThrow().hazards().first()).isEmpty();
  }

  private static void assertUses(Multiplier unit, InferenceRun run) {
    // The 16-bit unit has no operation with more than 16 bits; without a unit there is none.
    assertThat(run.total().total().get(Event.MULTIPLY_32)).isZero();
    if (unit == Multiplier.SOFTWARE) {
      assertThat(run.total().total().get(Event.MULTIPLY_16)).isZero();
      long macs = 0;
      for (int layer = 0; layer < run.layers().size(); layer++) {
        macs += run.macsExecuted(layer);
      }
      // A product has 16 steps of 3 instructions at least; none of it is charged to anything else.
      assertThat(run.total().byOperation().get(Operation.MULTIPLY).instructions())
          .isGreaterThan(10 * macs);
    }
    assertThat(
            run.total().byOperation().values().stream().mapToLong(c -> c.events().cycles()).sum())
        .isEqualTo(run.total().cycles());
  }

  @Test
  void the16BitUnitTakesTheCyclesOfThe32BitOneForTheSameProducts() {
    RandomNetworks random = new RandomNetworks(432, 0.01);
    Network network = random.odd();
    List<float[]> inputs = random.inputs(network, 1);
    QuantizedNetwork quantized = Quantizer.quantize(network, inputs, 1, false);
    Method dense = MethodName.parse("dense").get(0);
    long[] cycles = new long[2];
    for (Multiplier unit : List.of(Multiplier.MPY32, Multiplier.MPY16)) {
      FirmwareRunner runner =
          new FirmwareRunner(
              new FirmwareBuilder(DEVICE, 16, unit)
                  .build(quantized, dense, Thresholds.zero(quantized.layers().size())),
              MachineFactory.create(DEVICE));
      cycles[unit == Multiplier.MPY32 ? 0 : 1] =
          runner.run(quantized.quantizeInput(inputs.get(0))).total().cycles();
    }
    assertThat(cycles[1]).isEqualTo(cycles[0]);
  }

  @Test
  void theRoutineMultipliesAndAddsLikeTheUnit() {
    RoutineMachine machine = new RoutineMachine();
    int[] corners = {0, 1, 2, 3, 255, 256, 32766, 32767, 0x8000, 0x8001, 0xFFFE, 0xFFFF, 0x5555};
    for (int x : corners) {
      for (int w : corners) {
        machine.compare(x, w, x * 77_777 + w);
      }
    }
    SplittableRandom random = new SplittableRandom(433);
    for (int i = 0; i < 4_000; i++) {
      machine.compare(random.nextInt(0x10000), random.nextInt(0x10000), random.nextInt());
    }
  }

  @Test
  void aDeviceWithoutTheUnitIsRefusedByName() {
    DeviceProfile none = DeviceCatalog.byName("MSP430G2553");
    DeviceProfile small = DeviceCatalog.byName("MSP430F1611");
    assertThat(Multiplier.bestOf(DEVICE)).isEqualTo(Multiplier.MPY32);
    assertThat(Multiplier.bestOf(small)).isEqualTo(Multiplier.MPY16);
    assertThat(Multiplier.bestOf(none)).isEqualTo(Multiplier.SOFTWARE);
    assertThatThrownBy(() -> Multiplier.MPY16.requireOn(none))
        .isInstanceOf(FirmwareDoesNotFitException.class)
        .hasMessage("MSP430G2553 has no mpy16: it has no hardware multiplier; use software");
    assertThatThrownBy(() -> new FirmwareBuilder(small, 8, Multiplier.MPY32))
        .isInstanceOf(FirmwareDoesNotFitException.class)
        .hasMessage("MSP430F1611 has no mpy32: its hardware multiplier is mpy16; use that");
    assertThat(Multiplier.SOFTWARE.requireOn(none)).isEqualTo(Multiplier.SOFTWARE);
    assertThat(Multiplier.MPY16.requireOn(DEVICE)).isEqualTo(Multiplier.MPY16);
  }

  /** Calls the entries of multiply.s43. */
  private static final class RoutineMachine {
    private static final int ACCUMULATOR = 0x1C00;
    private static final String CALLER =
        """
        hold:     mov  #0x5A80, &0x15C        ; the watchdog would reset the machine in the midst of the test
        held:     jmp  held
        call_it:  mov  #0x3C00, sp
                  call r11
        returned: jmp  returned
        """;

    private final Machine machine = MachineFactory.create(DEVICE);
    private final ProgramImage image;

    RoutineMachine() {
      Assembler assembler = new FirmwareBuilder(DEVICE, 8, Multiplier.SOFTWARE).assembler();
      assembler.add(new AssemblyUnit("", "caller.s43", CALLER, Map.of()));
      Multiplier.SOFTWARE.routines(DEVICE, ACCUMULATOR).forEach(assembler::add);
      image = assembler.assemble();
      machine.load(image);
      machine.setBreakpoint(image.address("held"));
      machine.setBreakpoint(image.address("returned"));
      machine.registers().set(0, image.address("hold"));
      assertThat(machine.run(RunLimits.cycles(10))).isInstanceOf(StopReason.Breakpoint.class);
    }

    void compare(int x, int w, int before) {
      int signed = (short) x * (short) w;
      int unsigned = x * w;
      assertThat(call("product", x, w, before)).as("%d * %d", x, w).isEqualTo(signed);
      assertThat(call("one_product", x, w, before)).isEqualTo(before + signed);
      assertThat(call("unsigned_product", x, w, before)).isEqualTo(unsigned);
      assertThat(call("unsigned_addition", x, w, before)).isEqualTo(before + unsigned);
    }

    private int call(String entry, int x, int w, int before) {
      machine
          .bus()
          .poke(
              ACCUMULATOR,
              new byte[] {
                (byte) before, (byte) (before >> 8), (byte) (before >> 16), (byte) (before >> 24)
              });
      for (int register = 4; register < 16; register++) {
        machine.registers().set(register, 0x1000 + register);
      }
      machine.registers().set(11, image.address("multiply." + entry));
      machine.registers().set(13, x);
      machine.registers().set(14, w);
      machine.registers().set(0, image.address("call_it"));
      assertThat(machine.run(RunLimits.cycles(1000))).isInstanceOf(StopReason.Breakpoint.class);
      assertThat(machine.registers().get(13)).isEqualTo(x);
      assertThat(machine.registers().get(15)).isEqualTo(0x100F);
      return machine.bus().peekWord(ACCUMULATOR) | machine.bus().peekWord(ACCUMULATOR + 2) << 16;
    }
  }
}
