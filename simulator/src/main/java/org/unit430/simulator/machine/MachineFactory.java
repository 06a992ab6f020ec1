package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.unit430.simulator.device.DeviceClocks;
import org.unit430.simulator.device.DeviceProfile;
import org.unit430.simulator.device.ModuleSpec;
import org.unit430.simulator.device.ModuleType;
import org.unit430.simulator.peripheral.ClockListener;
import org.unit430.simulator.peripheral.MemoryProtection;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.PmmRegisters;
import org.unit430.simulator.peripheral.SystemRegisters;

/** Makes machines with the peripheral modules that their device's profile lists. */
public final class MachineFactory {
  private static final List<ModuleType> CLOCK_MODULES =
      List.of(
          ModuleType.CS,
          ModuleType.CS_SMALL,
          ModuleType.UCS,
          ModuleType.BASIC_CLOCK,
          ModuleType.BASIC_CLOCK_PLUS);

  private MachineFactory() {}

  /** A machine just switched on. */
  public static Machine create(DeviceProfile device) {
    Machine machine = new Machine(device);
    DeviceClocks clocks = device.clocks();
    if (CLOCK_MODULES.stream().allMatch(type -> device.modules(type).isEmpty())) {
      // Nobody else will set them.
      machine
          .clocks()
          .fix(clocks.resetMclkHertz(), clocks.resetSmclkHertz(), clocks.resetAclkHertz());
    }
    ModuleBuilder builder = new ModuleBuilder(machine);
    // Sorting is stable: modules of a type stay in the profile's order, TA0 before TA1.
    List<Peripheral> modules = new ArrayList<>();
    List<ModuleSpec> specs =
        device.modules().stream().sorted(Comparator.comparing(ModuleSpec::type)).toList();
    for (ModuleSpec spec : specs) {
      modules.addAll(builder.build(spec));
    }
    for (Peripheral module : modules) {
      if (module instanceof ClockListener listener) {
        machine.clocks().addListener(listener);
      }
    }
    machine
        .resets()
        .setRecorder(
            cause -> {
              for (Peripheral system : builder.all(ModuleType.SYS)) {
                ((SystemRegisters) system).recordReset(cause);
              }
              for (Peripheral power : builder.all(ModuleType.PMM)) {
                ((PmmRegisters) power).recordReset(cause);
              }
              for (Peripheral protection : builder.all(ModuleType.MPU)) {
                ((MemoryProtection) protection).recordReset(cause);
              }
            });
    machine.connect(modules);
    return machine;
  }
}
