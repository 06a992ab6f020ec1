package org.unit430.simulator.peripheral;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a module needs around it: a time that tests set, clocks, interrupts, a reset line. */
final class Rig {
  static final int SYSTEM_NMI = 0xFFFC;
  static final int USER_NMI = 0xFFFA;
  static final int WATCHDOG = 0xFFF2;

  private long cycle;
  final EventQueue queue = new EventQueue(() -> cycle);
  final ClockTree clocks = new ClockTree(queue, 9_400, 37_500);
  final InterruptController interrupts = new InterruptController(Set.of(SYSTEM_NMI, USER_NMI));
  final List<ResetCause> resets = new ArrayList<>();
  final SystemRegisters system =
      new SystemRegisters(0x180, interrupts, SYSTEM_NMI, USER_NMI, 0x3BFE);
  final SpecialFunctionRegisters specialFunctions =
      new SpecialFunctionRegisters(0x100, interrupts, WATCHDOG, system);

  /** Clocks as an FR59xx has them with MCLK and SMCLK from the same 8 MHz and a 32 kHz crystal. */
  Rig() {
    clocks.configure(
        new ClockRate(8_000_000, 1), new ClockRate(8_000_000, 1), new ClockRate(32_768, 1));
  }

  long cycle() {
    return cycle;
  }

  /** Lets time pass; events fire in their cycles. */
  Rig advanceTo(long newCycle) {
    if (newCycle < cycle) {
      throw new IllegalArgumentException("time does not go back");
    }
    queue.fireUntil(newCycle);
    cycle = newCycle;
    return this;
  }

  /** Moves to a cycle in the middle of an instruction: events wait. */
  Rig accessAt(long newCycle) {
    cycle = newCycle;
    return this;
  }

  Rig advance(long cycles) {
    return advanceTo(cycle + cycles);
  }
}
