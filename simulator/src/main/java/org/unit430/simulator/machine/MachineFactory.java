package org.unit430.simulator.machine;

import java.util.List;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.peripheral.ClockSystem;
import org.unit430.simulator.peripheral.FramControl;
import org.unit430.simulator.peripheral.Multiplier16;
import org.unit430.simulator.peripheral.Multiplier32;
import org.unit430.simulator.peripheral.Oscillators;
import org.unit430.simulator.peripheral.PmmRegisters;
import org.unit430.simulator.peripheral.SpecialFunctionRegisters;
import org.unit430.simulator.peripheral.SystemRegisters;
import org.unit430.simulator.peripheral.WatchdogA;

/**
 * Makes machines with their peripherals connected: those of the FR59xx family (addresses: SLASE54
 * table 6-42 and following) and {@code sim}.
 */
public final class MachineFactory {
  private static final int SFR_BASE = 0x100;
  private static final int PMM_BASE = 0x120;
  private static final int FRCTL_BASE = 0x140;
  private static final int WDT_BASE = 0x15C;
  private static final int CS_BASE = 0x160;
  private static final int SYS_BASE = 0x180;
  private static final int MPY_BASE = 0x130;
  private static final int MPY32_BASE = 0x4C0;
  // GDB's simulator has no clocks; one at which a cycle is a microsecond.
  private static final long SIM_HERTZ = 1_000_000;
  private static final int SYSTEM_NMI_VECTOR = 0xFFFC;
  private static final int USER_NMI_VECTOR = 0xFFFA;
  private static final int WDT_VECTOR = 0xFFF2;
  // The word below the end of the LEA RAM, SLASE54 table 6-41.
  private static final int RAM_VECTOR_TOP = 0x3BFE;

  private MachineFactory() {}

  /** A machine just switched on. */
  public static Machine create(DeviceProfile device) {
    return device.name().equals(DeviceProfile.SIM) ? createSim(device) : createFr59xx(device);
  }

  private static Machine createSim(DeviceProfile device) {
    Machine machine = new Machine(device);
    machine.clocks().fix(SIM_HERTZ);
    machine.connect(
        List.of(
            new Multiplier16(MPY_BASE, machine::accessCycle, machine.ledger()),
            new Multiplier32(MPY32_BASE, machine::accessCycle, machine::hold, machine.ledger())));
    return machine;
  }

  private static Machine createFr59xx(DeviceProfile device) {
    Machine machine = new Machine(device);
    SystemRegisters system =
        new SystemRegisters(
            SYS_BASE, machine.interrupts(), SYSTEM_NMI_VECTOR, USER_NMI_VECTOR, RAM_VECTOR_TOP);
    SpecialFunctionRegisters special =
        new SpecialFunctionRegisters(SFR_BASE, machine.interrupts(), WDT_VECTOR, system);
    PmmRegisters power = new PmmRegisters(PMM_BASE, machine.resets());
    FramControl fram =
        new FramControl(
            FRCTL_BASE, FramControl.Variant.FRCTL_A, machine.framCache(), system, machine.resets());
    ClockSystem clocks =
        new ClockSystem(CS_BASE, Oscillators.fr59xx(), machine.clocks(), special, machine.resets());
    WatchdogA watchdog =
        new WatchdogA(WDT_BASE, machine.clocks(), machine.events(), special, machine.resets());
    machine.framCache().setFaults(fram);
    machine.clocks().addListener(fram);
    machine.clocks().addListener(watchdog);
    machine
        .resets()
        .setRecorder(
            cause -> {
              system.recordReset(cause);
              power.recordReset(cause);
            });
    machine.connect(
        List.of(
            special,
            power,
            fram,
            watchdog,
            clocks,
            system,
            new Multiplier32(MPY32_BASE, machine::accessCycle, machine::hold, machine.ledger())));
    machine.connect(Fr5994Modules.create(machine, power, clocks));
    return machine;
  }
}
