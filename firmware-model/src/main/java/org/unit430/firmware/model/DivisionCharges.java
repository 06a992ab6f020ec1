package org.unit430.firmware.model;

import java.nio.LongBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.unit430.firmware.build.Firmware;
import org.unit430.firmware.build.FirmwareRunner;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.machine.FirmwareFault;
import org.unit430.simulator.machine.Machine;
import org.unit430.simulator.machine.Profile;
import org.unit430.simulator.machine.RunLimits;
import org.unit430.simulator.machine.StopReason;

/**
 * What a firmware's division routine does for each pair of T and magnitude, found by calling it on
 * a machine, once a pair. So the model needs to know nothing of any division.
 */
final class DivisionCharges {
  private static final long CYCLE_LIMIT = 100_000;

  private final Machine machine;
  private final int routine;
  private final int behind;
  private final Map<Long, long[]> byOperands = new ConcurrentHashMap<>();
  // Many pairs take the same path: they share one array.
  private final Map<LongBuffer, long[]> distinct = new ConcurrentHashMap<>();

  /** Loads the firmware, whose routine is at {@code divide.run}, into a machine of its own. */
  DivisionCharges(Firmware firmware, Machine machine) {
    this.machine = machine;
    new FirmwareRunner(firmware, machine);
    this.routine = firmware.image().address("divide.run");
    this.behind = firmware.inference();
  }

  /**
   * The figures of one call.
   *
   * @param product T
   * @param magnitude 1 to 32767
   */
  long[] of(int product, int magnitude) {
    long key = (long) product << Short.SIZE | magnitude;
    long[] known = byOperands.get(key);
    if (known == null) {
      long[] figures = call(product, magnitude);
      known = distinct.computeIfAbsent(LongBuffer.wrap(figures), buffer -> figures);
      byOperands.put(key, known);
    }
    return known;
  }

  private synchronized long[] call(int product, int magnitude) {
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
          "divide.run did not return for T = %d, magnitude %d: %s"
              .formatted(product, magnitude, reason.description()));
    }
    return Figures.of(machine.profile().minus(before));
  }
}
