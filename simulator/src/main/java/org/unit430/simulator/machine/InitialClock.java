package org.unit430.simulator.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.unit430.simulator.peripheral.ClockSystem;
import org.unit430.simulator.peripheral.FramControl;

/**
 * Sets MCLK before a program starts, with the registers that firmware would use: DCO and divider in
 * CS, and the wait states that FRAM then needs.
 */
public final class InitialClock {
  private static final int CS_PASSWORD = 0xA500;
  private static final int CSCTL0 = 0x00;
  private static final int CSCTL1 = 0x02;
  private static final int CSCTL3 = 0x06;
  private static final int DCORSEL = 1 << 6;
  private static final int DIVM_MASK = 0x0007;
  private static final int MOST_DIVIDER_LOG2 = 5;
  private static final int FRCTL_PASSWORD = 0xA500;
  private static final int NWAITS_SHIFT = 4;

  /**
   * Up to here FRAM needs no wait state, and one more for each further step (SLAU367 table 8-1).
   */
  private static final long HERTZ_PER_WAIT_STATE = 8_000_000;

  private InitialClock() {}

  /**
   * Sets the frequency.
   *
   * @throws IllegalArgumentException naming those there are, if the device cannot have it
   */
  public static void set(Machine machine, long hertz) {
    Optional<ClockSystem> clocks = machine.module(ClockSystem.class);
    if (clocks.isEmpty()) {
      if (hertz <= 0) {
        throw new IllegalArgumentException("a clock needs a frequency above 0 Hz");
      }
      setWaitStates(machine, hertz);
      machine.clocks().fix(hertz, hertz, machine.clocks().aclkHertz());
      return;
    }
    List<Long> dcoHertz = machine.device().clocks().dcoHertz();
    List<String> possible = new ArrayList<>();
    for (int divider = 0; divider <= MOST_DIVIDER_LOG2; divider++) {
      for (int setting = 0; setting < dcoHertz.size(); setting++) {
        long dco = dcoHertz.get(setting);
        if (dco >> divider == hertz && (hertz << divider) == dco) {
          set(machine, clocks.get(), setting, divider, hertz);
          return;
        }
        String megahertz = String.valueOf(dco / 1e6);
        if (divider == 0 && !possible.contains(megahertz)) {
          possible.add(megahertz);
        }
      }
    }
    throw new IllegalArgumentException(
        "%s cannot have MCLK at %s MHz: its DCO runs at %s MHz, divided by 1, 2, 4, ... 32"
            .formatted(machine.device().name(), hertz / 1e6, String.join(", ", possible)));
  }

  private static void setWaitStates(Machine machine, long hertz) {
    machine
        .module(FramControl.class)
        .ifPresent(
            fram -> {
              int waitStates = (int) ((hertz - 1) / HERTZ_PER_WAIT_STATE);
              fram.writeWord(fram.start(), FRCTL_PASSWORD | waitStates << NWAITS_SHIFT);
            });
  }

  private static void set(
      Machine machine, ClockSystem clocks, int setting, int divider, long hertz) {
    setWaitStates(machine, hertz);
    int base = clocks.start();
    clocks.writeWord(base + CSCTL0, CS_PASSWORD);
    int dividers = clocks.peekWord(base + CSCTL3);
    // The divider first: no moment at which MCLK is faster than both.
    clocks.writeWord(base + CSCTL3, dividers | (DIVM_MASK & MOST_DIVIDER_LOG2));
    clocks.writeWord(base + CSCTL1, ((setting & 7) << 1) | ((setting & 8) != 0 ? DCORSEL : 0));
    clocks.writeWord(base + CSCTL3, (dividers & ~DIVM_MASK) | divider);
    clocks.writeByte(base + CSCTL0 + 1, 0);
  }
}
