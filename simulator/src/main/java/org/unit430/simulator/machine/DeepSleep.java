package org.unit430.simulator.machine;

import java.util.Arrays;
import java.util.List;
import org.unit430.simulator.cpu.Registers;
import org.unit430.simulator.device.MemoryKind;
import org.unit430.simulator.device.MemoryMap;
import org.unit430.simulator.memory.Bus;
import org.unit430.simulator.peripheral.ClockTree;
import org.unit430.simulator.peripheral.Peripheral;
import org.unit430.simulator.peripheral.PmmRegisters;
import org.unit430.simulator.peripheral.PowerMode;
import org.unit430.simulator.peripheral.RtcCounter;

/**
 * LPM3.5 and LPM4.5 (SLAU367 1.4.3 and table 1-3; hardware.md 8.8): with PMMREGOFF set LPM3 and
 * LPM4 switch off the core's regulator. Only ports and an RTC counter go on; what wakes the device
 * is a brownout reset, after which RAM and registers hold nothing of what they did.
 */
final class DeepSleep {
  /** What RAM holds that had no power: anything; here bytes that nobody takes for his own. */
  private static final byte LOST = (byte) 0xA5;

  private final MemoryMap memory;
  private final Bus bus;
  private final Registers registers;
  private final ClockTree clocks;
  private final List<Peripheral> modules;

  DeepSleep(
      MemoryMap memory, Bus bus, Registers registers, ClockTree clocks, List<Peripheral> modules) {
    this.memory = memory;
    this.bus = bus;
    this.registers = registers;
    this.clocks = clocks;
    this.modules = modules;
  }

  /**
   * The CPU has just gone to sleep. Switches the regulator off if software asked for that, no
   * module's request for a clock holds the device in a lighter mode, and the watchdog, which blocks
   * LPMx.5, does not run as one.
   */
  void enterIfSelected() {
    PowerMode mode = clocks.effectiveMode();
    boolean deepEnough = mode == PowerMode.LPM3 || mode == PowerMode.LPM4;
    if (!deepEnough || modules.stream().anyMatch(Peripheral::mayReset)) {
      return;
    }
    for (Peripheral module : modules) {
      if (module instanceof PmmRegisters power && power.regulatorOff()) {
        power.lockPins();
        switchOff();
        return;
      }
    }
  }

  private void switchOff() {
    modules.stream().filter(module -> !module.survivesRegulatorOff()).forEach(Peripheral::reset);
    boolean counts =
        modules.stream().anyMatch(module -> module instanceof RtcCounter rtc && rtc.isRunning());
    clocks.enter(counts ? PowerMode.LPM3_5 : PowerMode.LPM4_5);
  }

  /** The device has power again: RAM and registers have lost what they held. */
  void lose() {
    for (int register = registers.toArray().length - 1; register >= 0; register--) {
      registers.set(register, 0);
    }
    memory.regions().stream()
        .filter(region -> region.kind() == MemoryKind.SRAM)
        .forEach(
            region -> {
              byte[] content = new byte[region.size()];
              Arrays.fill(content, LOST);
              bus.poke(region.start(), content);
            });
  }
}
