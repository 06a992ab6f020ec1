package org.unit430.firmware.model;

import java.nio.LongBuffer;
import java.util.Map;
import java.util.Set;
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
  private final Set<ThresholdDivision> called;
  private final int behind;
  private final Map<Long, long[]> byOperands = new ConcurrentHashMap<>();
  // Many pairs take the same path: they share one array.
  private final Map<LongBuffer, long[]> distinct = new ConcurrentHashMap<>();

  /** Loads the firmware into a machine of its own. */
  DivisionCharges(Firmware firmware, Machine machine) {
    this.machine = machine;
    new FirmwareRunner(firmware, machine);
    this.image = firmware.image();
    this.called = firmware.method().divisions();
    this.behind = firmware.inference();
  }

  /**
   * The figures of one call.
   *
   * @param layer name of the layer that calls: it may have a routine of its own
   * @param group whose threshold is made
   * @param product T of the group; routines of the same T do the same
   * @param magnitude 1 to 32767
   */
  long[] of(String layer, int group, int product, int magnitude) {
    long key = (long) product << Short.SIZE | magnitude;
    long[] known = byOperands.get(key);
    if (known == null) {
      long[] figures = call(routine(layer, group), product, magnitude);
      known = distinct.computeIfAbsent(LongBuffer.wrap(figures), buffer -> figures);
      byOperands.put(key, known);
    }
    return known;
  }

  private int routine(String layer, int group) {
    return image
        .symbol(layer + ".own_division_" + group)
        .map(ProgramImage.Symbol::address)
        .orElseGet(
            () ->
                called.stream()
                    .flatMap(division -> DivisionRoutine.symbol(division).stream())
                    .map(image::address)
                    .findFirst()
                    .orElseThrow());
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
