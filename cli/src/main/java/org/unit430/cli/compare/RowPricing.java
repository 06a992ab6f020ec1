package org.unit430.cli.compare;

import org.unit430.energy.EnergyEstimate;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.Accelerator;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;

/**
 * Prices what one firmware did: events by the energy table, calls of the accelerator by the line
 * that was measured for them, whatever the operating point. The line's uncertainty is the larger of
 * its two measurements' difference and how boards differ, 5 %.
 */
final class RowPricing {
  private static final double LINE_UNCERTAINTY = 0.05;
  private static final double COVERAGE_FACTOR = 1.96;

  private final EnergyModel energy;
  private final OperatingPoint point;
  private final NetworkProgram firmware;

  RowPricing(EnergyModel energy, OperatingPoint point, NetworkProgram firmware) {
    this.energy = energy;
    this.point = point;
    this.firmware = firmware;
  }

  /** Energy of some inferences. */
  EnergyEstimate total(EventCounts counts, int inputs) {
    Accelerator calls = all();
    EnergyEstimate events = energy.price(without(calls, counts, inputs), point);
    double joules = calls.callJoules() * inputs;
    if (joules == 0) {
      return events;
    }
    double uncertainty = Math.hypot(events.standardUncertaintyJoules(), LINE_UNCERTAINTY * joules);
    double mean = events.meanJoules() + joules;
    return new EnergyEstimate(
        mean,
        mean - COVERAGE_FACTOR * uncertainty,
        mean + COVERAGE_FACTOR * uncertainty,
        uncertainty,
        events.clockJoules(),
        events.eventJoules());
  }

  /** Mean energy of one inference. */
  double inference(EventCounts counts) {
    return joules(all(), counts, 1);
  }

  /** Mean energy of a layer in some inferences. */
  double layer(int layer, EventCounts counts, int inputs) {
    return joules(firmware.accelerator(layer), counts, inputs);
  }

  /** Mean energy of an operation in some inferences. */
  double operation(Operation operation, EventCounts counts, int inputs) {
    return operation == Operation.MULTIPLY ? joules(all(), counts, inputs) : events(counts);
  }

  /** Mean energy of what the accelerator has no part in. */
  double events(EventCounts counts) {
    return energy.price(counts, point).meanJoules();
  }

  private double joules(Accelerator calls, EventCounts counts, int inputs) {
    return events(without(calls, counts, inputs)) + calls.callJoules() * inputs;
  }

  private static EventCounts without(Accelerator calls, EventCounts counts, int inputs) {
    return counts.minus(calls.callEvents(inputs));
  }

  private Accelerator all() {
    Accelerator sum = Accelerator.NONE;
    for (int i = 0; i < firmware.steps(); i++) {
      sum = sum.plus(firmware.accelerator(i));
    }
    return sum;
  }
}
