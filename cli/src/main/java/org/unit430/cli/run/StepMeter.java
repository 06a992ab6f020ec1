package org.unit430.cli.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.unit430.cli.CommandFailure;
import org.unit430.cli.ExitCode;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.OutsideTableException;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.EventLedger;
import org.unit430.simulator.machine.Machine;

/**
 * What one instruction took, and what the machine did since the one before: the acceptance of an
 * interrupt, sleep. Prices are linear in counts, so those of single events serve for every step.
 */
final class StepMeter {
  private static final Event[] EVENTS = Event.values();

  /** Row of the ledger that interrupts and resets are charged to. */
  private static final int ENTRY_ROW = 0;

  private static final double PICO = 1e12;

  private final Machine machine;
  private final EventLedger ledger;
  private final Optional<EnergyModel> model;
  private final double supplyVolts;
  private final List<long[]> seen = new ArrayList<>();
  private final double[] prices = new double[EVENTS.length];
  private long pricedHertz;
  private long lastCycle;
  private long awakeCycles;
  private long asleepCycles;
  private double picojoules;

  StepMeter(Machine machine, Optional<EnergyModel> model, double supplyVolts) {
    this.machine = machine;
    this.ledger = machine.ledger();
    this.model = model;
    this.supplyVolts = supplyVolts;
    this.lastCycle = machine.cycle();
  }

  /** Whether energies are known. */
  boolean hasEnergy() {
    return model.isPresent();
  }

  /** An instruction has retired. */
  void advance() {
    long cycle = machine.cycle();
    long passed = cycle - lastCycle;
    lastCycle = cycle;
    awakeCycles = 0;
    picojoules = 0;
    int row = ledger.openRow();
    take(row);
    if (row != ENTRY_ROW) {
      take(ENTRY_ROW);
    }
    asleepCycles = passed - awakeCycles;
  }

  private void take(int row) {
    while (seen.size() <= row) {
      seen.add(new long[EVENTS.length]);
    }
    long[] before = seen.get(row);
    for (Event event : EVENTS) {
      long now = ledger.countOf(row, event);
      long times = now - before[event.ordinal()];
      if (times != 0) {
        before[event.ordinal()] = now;
        awakeCycles += times * event.cycles();
        if (model.isPresent()) {
          picojoules += times * price(event);
        }
      }
    }
  }

  private double price(Event event) {
    long hertz = machine.mclkHertz();
    if (hertz != pricedHertz) {
      pricedHertz = hertz;
      Arrays.fill(prices, Double.NaN);
    }
    int index = event.ordinal();
    if (Double.isNaN(prices[index])) {
      OperatingPoint point =
          new OperatingPoint(hertz, supplyVolts, machine.framCache().waitStates());
      try {
        prices[index] =
            PICO * model.orElseThrow().price(EventCounts.of(event, 1), point).meanJoules();
      } catch (OutsideTableException e) {
        throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
      }
    }
    return prices[index];
  }

  /** Cycles that the CPU worked in the last step. */
  long awakeCycles() {
    return awakeCycles;
  }

  /** Cycles that the CPU was off before it. */
  long asleepCycles() {
    return asleepCycles;
  }

  /** Energy of its work, in pJ; 0 if energies are not known. */
  double picojoules() {
    return picojoules;
  }
}
