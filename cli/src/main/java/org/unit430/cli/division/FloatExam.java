package org.unit430.cli.division;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Arithmetic;
import org.unit430.firmware.build.DivisionRoutine;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.build.FirmwareRunner.InferenceRun;
import org.unit430.firmware.build.FloatDivisionRoutine;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.build.FloatFirmwareBuilder;
import org.unit430.firmware.build.Multiplier;
import org.unit430.firmware.dataset.Dataset;
import org.unit430.firmware.float32.FloatDivision;
import org.unit430.firmware.float32.FloatNetwork;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.float32.FloatThresholdOwners;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.MethodName;
import org.unit430.simulator.asm.Assembler;
import org.unit430.simulator.asm.AssemblyUnit;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.Engine;
import org.unit430.simulator.machine.FirmwareFault;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/**
 * The exam of the divisions of single precision. Their magnitudes are too many to try: every
 * exponent of a normal number is, with {@value #MANTISSAS} mantissas, which are all their leading
 * bits can be.
 */
final class FloatExam {
  static final int MANTISSAS = 64;

  private static final int MANTISSA_BITS = 23;
  private static final int LARGEST_EXPONENT = 254;
  private static final int CLOCK_MEGAHERTZ = 8;
  private static final int LONGEST_CALL = 20_000;
  private static final int STACK_TOP = 0x3C00;
  private static final double NANO = 1e9;
  private static final double PERCENT = 100;
  private static final String CALLER =
      """
      hold:     mov  #0x5A80, &0x15C        ; hold the watchdog
      held:     jmp  held
      call_it:  call #divide.run
      returned: jmp  returned
      """;

  private final FloatNetwork network;
  private final List<FloatThreshold> thresholds;
  private final float product;
  private final Dataset test;
  private final DeviceProfile device;

  /**
   * An exam on a workload.
   *
   * @param thresholds T of each layer
   * @param product T at which cycles and errors are taken
   * @param test inputs to decide on
   */
  FloatExam(
      FloatNetwork network,
      List<FloatThreshold> thresholds,
      float product,
      Dataset test,
      DeviceProfile device) {
    this.network = network;
    this.thresholds = List.copyOf(thresholds);
    this.product = product;
    this.test = test;
    this.device = device;
  }

  /** What a division decided on all inputs. */
  private static final class Decisions {
    private long lost;
    private long extra;
    private long all;
    private int correct;
  }

  /** T at which cycles and errors are taken. */
  float product() {
    return product;
  }

  /** Inputs that the network labels right if nothing is left out. */
  int correctWithNothingSkipped() {
    FloatReference dense =
        new FloatReference(network, MethodName.parse("dense").get(0), thresholds);
    return test.countCorrect(image -> largest(dense.run(image).logits()));
  }

  /** Rows of each division on each multiplier: none multiplies, so that figures are the same. */
  List<Row> rows(EnergyModel energy, OperatingPoint point) {
    double saved = cyclesSavedBySkipping();
    Map<Float, Long> operands = operands();
    List<Row> rows = new ArrayList<>();
    for (FloatDivision division : FloatDivision.values()) {
      Row row = row(division, decide(division), operands, saved, energy, point);
      for (Multiplier multiplier : Multiplier.values()) {
        rows.add(row.on(multiplier.label()));
      }
    }
    return rows;
  }

  private Row row(
      FloatDivision division,
      Decisions decisions,
      Map<Float, Long> operands,
      double saved,
      EnergyModel energy,
      OperatingPoint point) {
    Assembler assembler =
        DivisionRoutine.assembler(device).add(new AssemblyUnit("", "caller.s43", CALLER, Map.of()));
    FloatDivisionRoutine.alone(division, product, device).forEach(assembler::add);
    ProgramImage image = assembler.assemble();
    Machine machine = MachineFactory.create(device);
    machine.load(image);
    machine.setBreakpoint(image.address("held"));
    machine.setBreakpoint(image.address("returned"));
    machine.registers().set(0, image.address("hold"));
    run(machine, image.address("held"));
    EventCounts before = machine.profile().total();
    long least = Long.MAX_VALUE;
    long most = 0;
    int calls = 0;
    int normal = 0;
    double sum = 0;
    double worst = 0;
    double sign = 0;
    for (int exponent = 1; exponent <= LARGEST_EXPONENT; exponent++) {
      for (int i = 0; i < MANTISSAS; i++) {
        float magnitude =
            Float.intBitsToFloat(
                exponent << MANTISSA_BITS | i * ((1 << MANTISSA_BITS) / MANTISSAS));
        long start = machine.cycle();
        float t = threshold(machine, image, magnitude);
        long cycles = machine.cycle() - start;
        least = Math.min(least, cycles);
        most = Math.max(most, cycles);
        calls++;
        double exact = (double) product / magnitude;
        if (exact < Float.MIN_NORMAL || exact > Float.MAX_VALUE) {
          continue; // 0 or infinity decides as the quotient does, unless operands are subnormal
        }
        double error = Math.abs(Math.min(t, Float.MAX_VALUE) - exact) / exact;
        normal++;
        sum += error;
        worst = Math.max(worst, error);
        sign += Math.signum(t - exact);
      }
    }
    EventCounts counts = machine.profile().total().minus(before);
    double mean = (double) counts.cycles() / calls;
    return new Row(
        division.label(),
        Arithmetic.FLOAT32,
        Multiplier.MPY32.label(),
        least,
        mean,
        most,
        energy.price(counts, point).meanJoules() * NANO / calls,
        sum / normal,
        worst,
        sign / normal,
        division.canSkipAboveThreshold(),
        PERCENT * decisions.lost / decisions.all,
        PERCENT * decisions.extra / decisions.all,
        decisions.correct,
        meanOnWorkload(machine, image, operands) / saved);
  }

  /**
   * From which magnitudes UnIT makes a threshold, and how often, over all inputs: from a
   * convolution's weights once an inference, from a fully connected layer's activations whenever
   * they are not 0.
   */
  private Map<Float, Long> operands() {
    Map<Float, Long> counts = new HashMap<>();
    Method unit = unit(FloatDivision.EXACT);
    FloatReference exact = new FloatReference(network, unit, thresholds);
    for (int i = 0; i < test.size(); i++) {
      List<float[]> activations = exact.activations(test.image(i));
      for (int layer = 0; layer < activations.size(); layer++) {
        FloatThresholdOwners.visit(
            network.layers().get(layer),
            unit,
            thresholds.get(layer),
            activations.get(layer),
            (group, magnitude) -> counts.merge(magnitude, 1L, Long::sum));
      }
    }
    return counts;
  }

  /** Cycles of a threshold, mean over the magnitudes from which the workload makes them. */
  private double meanOnWorkload(Machine machine, ProgramImage image, Map<Float, Long> operands) {
    long calls = 0;
    long cycles = 0;
    for (Map.Entry<Float, Long> entry : operands.entrySet()) {
      long start = machine.cycle();
      threshold(machine, image, entry.getKey());
      cycles += entry.getValue() * (machine.cycle() - start);
      calls += entry.getValue();
    }
    return (double) cycles / calls;
  }

  private float threshold(Machine machine, ProgramImage image, float magnitude) {
    int bits = Float.floatToRawIntBits(magnitude);
    machine.registers().set(0, image.address("call_it"));
    machine.registers().set(1, STACK_TOP);
    machine.registers().set(14, bits & 0xFFFF);
    machine.registers().set(15, bits >>> Short.SIZE);
    run(machine, image.address("returned"));
    return Float.intBitsToFloat(
        machine.registers().get(13) << Short.SIZE | machine.registers().get(12));
  }

  private static void run(Machine machine, int address) {
    StopReason reason = machine.run(RunLimits.cycles(LONGEST_CALL));
    if (!(reason instanceof StopReason.Breakpoint stop) || stop.address() != address) {
      throw new FirmwareFault(machine.registers().get(0), reason.description());
    }
  }

  private Decisions decide(FloatDivision division) {
    Decisions decisions = new Decisions();
    FloatReference reference = new FloatReference(network, unit(division), thresholds);
    for (int i = 0; i < test.size(); i++) {
      float[] logits =
          reference
              .run(
                  test.image(i),
                  (layer, x, w, kept) -> {
                    // The product of two floats is exact in a double.
                    boolean above = Math.abs((double) x * w) > thresholds.get(layer).product();
                    decisions.lost += above && !kept ? 1 : 0;
                    decisions.extra += kept && !above ? 1 : 0;
                    decisions.all++;
                  })
              .logits();
      decisions.correct += largest(logits) == test.label(i) ? 1 : 0;
    }
    return decisions;
  }

  private static int largest(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static Method unit(FloatDivision division) {
    return MethodName.parse("unit:" + division.label()).get(0);
  }

  /** As in {@link WorkloadExam}, by float kernels on MPY32. */
  private double cyclesSavedBySkipping() {
    List<Long> cycles = new ArrayList<>();
    List<Long> macs = new ArrayList<>();
    List<FloatThreshold> zero = thresholds.stream().map(t -> FloatThreshold.ZERO).toList();
    for (List<FloatThreshold> products : List.of(zero, thresholds)) {
      FloatFirmware firmware =
          new FloatFirmwareBuilder(device, CLOCK_MEGAHERTZ, Multiplier.MPY32)
              .build(network, unit(FloatDivision.EXACT), products);
      Machine machine = MachineFactory.create(device);
      machine.setEngine(Engine.TRANSLATE);
      InferenceRun run = new FirmwareRunner(firmware, machine).run(firmware.input(test.image(0)));
      Profile total = run.total();
      cycles.add(total.cycles() - total.byOperation().get(Operation.DIVIDE).events().cycles());
      long executed = 0;
      for (int layer = 0; layer < firmware.steps(); layer++) {
        executed += run.macsExecuted(layer);
      }
      macs.add(executed);
    }
    return (double) (cycles.get(0) - cycles.get(1)) / (macs.get(0) - macs.get(1));
  }
}
