package org.unit430.firmware.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.unit430.firmware.build.FloatFirmware;
import org.unit430.firmware.float32.FloatDivision;
import org.unit430.firmware.float32.FloatReference;
import org.unit430.firmware.float32.FloatThreshold;
import org.unit430.firmware.model.FloatPathCounts.Routines;
import org.unit430.firmware.model.InferenceModel.Trace;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.machine.MachineFactory;
import org.unit430.simulator.program.ProgramImage;

/** Traces the reference of a firmware in single precision, and the calls of its float routines. */
final class FloatTracer implements Tracer {
  private static final int WORD = 0xFFFF;

  private final ProgramImage image;
  private final FloatReference reference;
  private final List<FloatLayerPlan> plans = new ArrayList<>();
  private final RoutineCharges charges;

  FloatTracer(FloatFirmware firmware, List<FloatThreshold> thresholds, DeviceProfile device) {
    this.image = firmware.image();
    this.reference = new FloatReference(firmware.network(), firmware.method(), thresholds);
    for (int i = 0; i < firmware.steps(); i++) {
      plans.add(
          new FloatLayerPlan(
              firmware.network().layers().get(i), firmware.method().at(i), thresholds.get(i)));
    }
    this.charges = new RoutineCharges(new RoutineMachine(firmware, MachineFactory.create(device)));
  }

  @Override
  public int paths() {
    return FloatPathCounts.SIZE;
  }

  @Override
  public long[] once() {
    return FloatPathCounts.once();
  }

  @Override
  public Trace trace(short[] input) {
    List<FloatPathCounts> counts = new ArrayList<>();
    List<Routines> routines = new ArrayList<>();
    FloatReference.Result result =
        reference.run(
            floats(input),
            (index, activations) -> {
              Routines ofLayer = routines(plans.get(index));
              FloatPathCounts paths = FloatPathCounts.begin(plans.get(index), activations, ofLayer);
              routines.add(ofLayer);
              counts.add(paths);
              return paths;
            });
    List<long[]> paths = new ArrayList<>();
    List<long[]> called = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      paths.add(counts.get(i).counts(result.macsExecuted().get(i)));
      called.add(charged(routines.get(i)));
    }
    paths.add(once());
    called.add(new long[Figures.SIZE]);
    int[] logits = new int[result.logits().length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Float.floatToIntBits(result.logits()[i]);
    }
    return new Trace(logits, paths, called);
  }

  @Override
  public List<Long> calledProducts(Trace trace) {
    return trace.paths().stream()
        .map(paths -> paths[FloatPathCounts.Path.PRODUCT.ordinal()])
        .toList();
  }

  private static float[] floats(short[] words) {
    float[] floats = new float[words.length / 2];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat((words[2 * i] & WORD) | (words[2 * i + 1] << Short.SIZE));
    }
    return floats;
  }

  private Routines routines(FloatLayerPlan plan) {
    List<RoutineCalls> own =
        IntStream.range(0, plan.threshold().groups() > 1 ? plan.threshold().groups() : 0)
            .mapToObj(group -> "%s.own_division_%d".formatted(plan.layer().name(), group))
            .filter(name -> image.symbol(name).isPresent())
            .map(name -> new RoutineCalls(image.address(name), thresholdPaths(plan)))
            .toList();
    return new Routines(
        new RoutineCalls(multiplication(), SoftFloatPaths::multiply),
        new RoutineCalls(image.address("__mspabi_addf"), SoftFloatPaths::add),
        new RoutineCalls(image.address("__mspabi_cmpf"), SoftFloatPaths::compare),
        new RoutineCalls(entry("__mspabi_divf"), SoftFloatPaths::divide),
        own);
  }

  private int multiplication() {
    return List.of("__mspabi_mpyf_f5hw", "__mspabi_mpyf_f5hw16", "__mspabi_mpyf").stream()
        .filter(name -> image.symbol(name).isPresent())
        .findFirst()
        .map(image::address)
        .orElseThrow();
  }

  /** Address of a routine, or 0 if the firmware has none, and calls none. */
  private int entry(String name) {
    return image.symbol(name).map(ProgramImage.Symbol::address).orElse(0);
  }

  /** Of the layer's own routines: the quotient's, or whether the threshold is 0 or infinite. */
  private static RoutineCalls.Paths thresholdPaths(FloatLayerPlan plan) {
    FloatDivision division = FloatDivision.of(plan.method().division().orElseThrow());
    return (product, magnitude) -> {
      if (product == 0) {
        return 0;
      }
      if (division == FloatDivision.EXACT) {
        return SoftFloatPaths.divide(product, magnitude);
      }
      float threshold =
          division.threshold(Float.intBitsToFloat(product), Float.intBitsToFloat(magnitude));
      return threshold == 0 ? 0 : threshold == Float.POSITIVE_INFINITY ? 1 : 2;
    };
  }

  private long[] charged(Routines routines) {
    long[] sum = new long[Figures.SIZE];
    charges.addTo(sum, routines.multiply());
    charges.addTo(sum, routines.add());
    charges.addTo(sum, routines.compare());
    charges.addTo(sum, routines.divide());
    routines.ownDivisions().forEach(calls -> charges.addTo(sum, calls));
    return sum;
  }
}
