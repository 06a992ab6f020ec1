package org.unit430.firmware.model;

import java.nio.LongBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.unit430.firmware.build.DivisionRoutine;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.program.ProgramImage;

/**
 * What a firmware's division routine does for each pair of T and magnitude, found by calling it on
 * a machine, once a pair. So the model needs to know nothing of any division.
 */
final class DivisionCharges {
  private final RoutineMachine machine;
  private final ProgramImage image;
  private final Map<Operands, long[]> byOperands = new ConcurrentHashMap<>();
  // Many pairs take the same path: they share one array.
  private final Map<LongBuffer, long[]> distinct = new ConcurrentHashMap<>();

  /** Loads the firmware into a machine of its own. */
  DivisionCharges(Firmware firmware, Machine machine) {
    this.machine = new RoutineMachine(firmware, machine);
    this.image = firmware.image();
  }

  /**
   * Who calls: a layer may have a routine of its own for each group of outputs.
   *
   * @param layer name of the layer that calls
   * @param group whose threshold is made
   * @param division of the layer
   */
  record Routine(String layer, int group, ThresholdDivision division) {}

  // Routines of the same division and T do the same, whoever calls.
  private record Operands(ThresholdDivision division, int product, int magnitude) {}

  /**
   * The figures of one call.
   *
   * @param routine that is called
   * @param product T of the group
   * @param magnitude 1 to 32767
   */
  long[] of(Routine routine, int product, int magnitude) {
    Operands operands = new Operands(routine.division, product, magnitude);
    long[] known = byOperands.get(operands);
    if (known == null) {
      long[] figures = machine.call(address(routine), product, magnitude);
      known = distinct.computeIfAbsent(LongBuffer.wrap(figures), buffer -> figures);
      byOperands.put(operands, known);
    }
    return known;
  }

  private int address(Routine routine) {
    return image
        .symbol(routine.layer + ".own_division_" + routine.group)
        .map(ProgramImage.Symbol::address)
        .orElseGet(() -> image.address(DivisionRoutine.symbol(routine.division).orElseThrow()));
  }
}
