package org.unit430.firmware.model;

import java.nio.LongBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.unit430.firmware.build.DivisionRoutine;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.machine.FirmwareFault;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;
import org.unit430.simulator.program.ProgramImage;

/**
 * What a firmware's division routine does for each pair of T and magnitude, found by calling it on
 * a machine, once a pair. So the model needs to know nothing of any division.
 */
final class DivisionCharges {
  private static final long CYCLE_LIMIT = 100_000;

  private final Machine machine;
  private final ProgramImage image;
  private final int behind;
  private final Map<Operands, long[]> byOperands = new ConcurrentHashMap<>();
  // Many pairs take the same path: they share one array.
  private final Map<LongBuffer, long[]> distinct = new ConcurrentHashMap<>();

  /** Loads the firmware into a machine of its own. */
  DivisionCharges(Firmware firmware, Machine machine) {
    this.machine = machine;
    new FirmwareRunner(firmware, machine);
    this.image = firmware.image();
    this.behind = firmware.inference();
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
      long[] figures = call(address(routine), product, magnitude);
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

  private synchronized long[] call(int routine, int product, int magnitude) {
    Registers registers = machine.registers();
    int sp = registers.get(Registers.SP) - 2;
    registers.set(Registers.SP, sp);
    machine.bus().poke(sp, new byte[] {(byte) behind, (byte) (behind >> 8)});
    registers.set(12, product & 0xFFFF);
    registers.set(13, product >>> 16);
    registers.set(14, magnitude);
    registers.set(Registers.PC, routine);
    Profile before = machine.profile();
    StopReason reason = machine.run(RunLimits.cycles(CYCLE_LIMIT));
    if (!(reason instanceof StopReason.Breakpoint stop) || stop.address() != behind) {
      throw new FirmwareFault(
          registers.get(Registers.PC),
          "the division at %05Xh did not return for T = %d, magnitude %d: %s"
              .formatted(routine, product, magnitude, reason.description()));
    }
    return Figures.of(machine.profile().minus(before));
  }
}
