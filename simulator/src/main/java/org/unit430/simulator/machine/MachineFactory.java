package org.unit430.simulator.machine;

import java.util.List;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.peripheral.Multiplier32;

/** Makes machines of a device with its peripherals connected. */
public final class MachineFactory {
  private static final int MPY32_BASE = 0x4C0;

  private MachineFactory() {}

  /** A machine just switched on. */
  public static Machine create(DeviceProfile device) {
    Machine machine = new Machine(device);
    machine.connect(
        List.of(
            new Multiplier32(MPY32_BASE, machine::accessCycle, machine::hold, machine.ledger())));
    return machine;
  }
}
