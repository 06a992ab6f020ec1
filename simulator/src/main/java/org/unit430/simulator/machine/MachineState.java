package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.ResetCause;

/**
 * A machine at one moment between two instructions: registers, memory, FRAM cache, clocks, modules
 * with what they have scheduled, requests of interrupts and resets, and all counts. What lies
 * outside the machine (breakpoints, files a program has open on the host) is no part of it.
 * Immutable.
 */
public final class MachineState {
  private final DeviceProfile device;
  private final Progress progress;
  private final int[] registers;
  private final char[] memory;
  private final int[] framCache;
  private final long[] clocks;
  private final List<long[]> modules;
  private final long interruptRequests;
  private final ResetCause reset;
  private final long[] ledger;
  private final ChargePlan.Saved plan;

  /**
   * How far a machine has come.
   *
   * @param cycle MCLK cycles since power-up
   * @param instructions retired
   * @param asleep whether the clocks are those of a low-power mode
   * @param inShadow whether the last instruction has set GIE, so that the next one runs first
   */
  record Progress(long cycle, long instructions, boolean asleep, boolean inShadow) {}

  MachineState(Machine machine, List<Peripheral> modules, ChargePlan plan, Progress progress) {
    this.device = machine.device();
    this.progress = progress;
    this.registers = machine.registers().toArray();
    this.memory = machine.bus().memory().copy();
    this.framCache = machine.framCache().save();
    this.clocks = machine.clocks().save();
    this.modules = new ArrayList<>();
    for (Peripheral module : modules) {
      this.modules.add(module.save());
    }
    this.interruptRequests = machine.interrupts().save();
    this.reset = machine.resets().save();
    this.ledger = machine.ledger().save();
    this.plan = plan.save();
  }

  Progress progress() {
    return progress;
  }

  /** MCLK cycles from power-up to this moment. */
  public long cycle() {
    return progress.cycle();
  }

  void requireDevice(DeviceProfile other) {
    if (!device.name().equals(other.name())) {
      throw new IllegalArgumentException(
          "a snapshot of " + device.name() + " cannot be restored into " + other.name());
    }
  }

  /**
   * The first thing in which this state is not another one's, in words; empty if there is none.
   * Which row of the ledger is open between two instructions means nothing.
   */
  public Optional<String> differenceFrom(MachineState other) {
    requireDevice(other.device);
    if (!progress.equals(other.progress)) {
      return Optional.of("progress " + progress + ", not " + other.progress);
    }
    for (int i = 0; i < registers.length; i++) {
      if (registers[i] != other.registers[i]) {
        return Optional.of(
            String.format("R%d %05Xh, not %05Xh", i, registers[i], other.registers[i]));
      }
    }
    int address = Arrays.mismatch(memory, other.memory);
    if (address >= 0) {
      return Optional.of(
          String.format(
              "memory at %05Xh %02Xh, not %02Xh",
              address, memory[address] & 0xFF, other.memory[address] & 0xFF));
    }
    if (!Arrays.equals(framCache, other.framCache)) {
      return Optional.of(
          "FRAM cache " + Arrays.toString(framCache) + ", not " + Arrays.toString(other.framCache));
    }
    if (!plan.equals(other.plan)) {
      return Optional.of("rows of the ledger " + plan.keys() + ", not " + other.plan.keys());
    }
    int cells = EventLedger.firstDifference(ledger, other.ledger);
    if (cells >= 0) {
      return Optional.of(EventLedger.describe(cells) + ", not as in the other");
    }
    for (int i = 0; i < modules.size(); i++) {
      if (!Arrays.equals(modules.get(i), other.modules.get(i))) {
        return Optional.of(
            String.format(
                "module %d %s, not %s",
                i, Arrays.toString(modules.get(i)), Arrays.toString(other.modules.get(i))));
      }
    }
    boolean same =
        Arrays.equals(clocks, other.clocks)
            && interruptRequests == other.interruptRequests
            && Objects.equals(reset, other.reset);
    return same ? Optional.empty() : Optional.of("clocks, or requests of interrupts or resets");
  }

  /** Restores all but the progress, which has to be restored before. */
  void restoreTo(Machine machine, List<Peripheral> modulesNow, ChargePlan planNow) {
    planNow.restore(plan);
    machine.ledger().restore(ledger);
    machine.registers().setAll(registers);
    machine.bus().memory().restore(memory);
    // Modules compute with the clocks; what the clocks' listeners schedule is then forgotten, as
    // they do so from what they were before.
    machine.events().restore(() -> machine.clocks().restore(clocks));
    machine
        .events()
        .restore(
            () -> {
              for (int i = 0; i < modules.size(); i++) {
                modulesNow.get(i).restore(modules.get(i));
              }
            });
    // The controller's registers may empty the cache, and modules may request.
    machine.framCache().restore(framCache);
    machine.interrupts().restore(interruptRequests);
    machine.resets().restore(reset);
  }
}
