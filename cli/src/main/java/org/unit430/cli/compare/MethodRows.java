package org.unit430.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.build.NetworkProgram;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;
import org.unit430.simulator.event.Operation;
import org.unit430.simulator.machine.Profile;

/** Makes the rows of a comparison of what inferences did. */
final class MethodRows {
  private static final String BETWEEN_LAYERS = "(between layers)";
  private static final String FRAM_WAIT = "FRAM wait";

  private final EnergyModel energy;
  private final OperatingPoint point;

  MethodRows(EnergyModel energy, OperatingPoint point) {
    this.energy = energy;
    this.point = point;
  }

  /** Where inferences of a firmware are added up. */
  MethodTally tally(NetworkProgram firmware) {
    return new MethodTally(firmware.steps(), pricing(firmware)::inference);
  }

  /**
   * The row of one firmware.
   *
   * @param check of the model, if it made the figures
   */
  MethodRow row(NetworkProgram firmware, MethodTally tally, Optional<ModelCheck> check) {
    Profile total = tally.total();
    List<MethodRow.LayerShare> layers = layers(firmware, tally);
    return new MethodRow(
        firmware.method(),
        firmware,
        tally.inputs(),
        tally.correct(),
        layers.stream().mapToLong(MethodRow.LayerShare::macsDense).sum(),
        layers.stream().mapToLong(MethodRow.LayerShare::macsExecuted).sum(),
        total,
        tally.cycles(),
        pricing(firmware).total(total.total(), tally.inputs()),
        operations(firmware, tally),
        layers,
        tally.outcomes(),
        check);
  }

  private List<MethodRow.LayerShare> layers(NetworkProgram firmware, MethodTally tally) {
    List<MethodRow.LayerShare> shares = new ArrayList<>();
    RowPricing pricing = pricing(firmware);
    EventCounts rest = tally.total().total();
    for (int i = 0; i < firmware.steps(); i++) {
      EventCounts counts = tally.layer(i);
      rest = rest.minus(counts);
      shares.add(
          new MethodRow.LayerShare(
              firmware.layerNames().get(i),
              firmware.layerMacs(i) * tally.inputs(),
              tally.executed(i),
              counts.cycles(),
              pricing.layer(i, counts, tally.inputs())));
    }
    shares.add(new MethodRow.LayerShare(BETWEEN_LAYERS, 0, 0, rest.cycles(), pricing.events(rest)));
    return shares;
  }

  /** FRAM waits are taken out of every operation and stand as one of their own. */
  private List<MethodRow.OperationShare> operations(NetworkProgram firmware, MethodTally tally) {
    RowPricing pricing = pricing(firmware);
    Profile total = tally.total();
    List<MethodRow.OperationShare> shares = new ArrayList<>();
    for (Map.Entry<Operation, Profile.Charge> entry : total.byOperation().entrySet()) {
      EventCounts counts = entry.getValue().events().without(Event.FRAM_WAIT_CYCLE);
      shares.add(
          new MethodRow.OperationShare(
              entry.getKey().label(),
              entry.getValue().instructions(),
              counts.cycles(),
              pricing.operation(entry.getKey(), counts, tally.inputs())));
    }
    long waits = total.total().get(Event.FRAM_WAIT_CYCLE);
    shares.add(
        new MethodRow.OperationShare(
            FRAM_WAIT, waits, waits, pricing.events(EventCounts.of(Event.FRAM_WAIT_CYCLE, waits))));
    return shares;
  }

  private RowPricing pricing(NetworkProgram firmware) {
    return new RowPricing(energy, point, firmware);
  }
}
