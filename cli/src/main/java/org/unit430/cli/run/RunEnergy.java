package org.unit430.cli.run;

import java.util.List;
import java.util.Optional;
import org.unit430.energy.EnergyEstimate;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.OutsideTableException;
import org.unit430.energy.SleepCurrents;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.machine.ClockHistory;
import org.unit430.simulator.machine.SleepHistory;

/**
 * Energy of a run, work and sleep, with its 95 % interval, or why there is none.
 *
 * @param meanJoules best estimate
 * @param lowJoules lower end
 * @param highJoules upper end
 * @param tableId calibration that the energy comes from; empty if it is unknown
 * @param tableSha256 of the table's file; empty if the energy is unknown
 * @param excludes what of the run it does not hold; empty if it holds all
 * @param unknownBecause one line; empty if the energy is known
 */
record RunEnergy(
    double meanJoules,
    double lowJoules,
    double highJoules,
    String tableId,
    String tableSha256,
    Optional<String> excludes,
    Optional<String> unknownBecause) {

  static RunEnergy unknown(String because) {
    return new RunEnergy(
        Double.NaN, Double.NaN, Double.NaN, "", "", Optional.empty(), Optional.of(because));
  }

  /**
   * Prices what the CPU did at each of its frequencies, its sleep and its wake-ups.
   *
   * @param model of the device; empty if there is no table for it
   * @param sleep with the CPU off, which a table of events has no price for
   */
  static RunEnergy of(
      String device,
      Optional<EnergyModel> model,
      List<ClockHistory.Stretch> stretches,
      double supplyVolts,
      int framWaitStates,
      List<SleepHistory.Stretch> sleep) {
    if (model.isEmpty()) {
      return unknown("there is no energy table for " + device);
    }
    double mean = 0;
    double low = 0;
    double high = 0;
    try {
      for (ClockHistory.Stretch stretch : stretches) {
        if (stretch.cycles() != 0) {
          EnergyEstimate part =
              model
                  .get()
                  .price(
                      stretch.events(),
                      new OperatingPoint(stretch.mclkHertz(), supplyVolts, framWaitStates));
          // Errors of a table are common to all frequencies: intervals add up.
          mean += part.meanJoules();
          low += part.lowJoules();
          high += part.highJoules();
        }
      }
    } catch (OutsideTableException e) {
      return unknown(e.getMessage());
    }
    Optional<SleepCurrents> currents = SleepCurrents.forDevice(device);
    if (currents.isPresent()) {
      for (SleepHistory.Stretch stretch : sleep) {
        SleepCurrents.Joules part =
            currents
                .get()
                .price(
                    stretch.mode().label(),
                    stretch.smclkHertz(),
                    stretch.seconds(),
                    stretch.wakeUps(),
                    supplyVolts);
        mean += part.mean();
        low += part.low();
        high += part.high();
      }
    }
    return new RunEnergy(
        mean,
        low,
        high,
        model.get().table().id(),
        model.get().table().sha256(),
        sleep.isEmpty() || currents.isPresent()
            ? Optional.empty()
            : Optional.of("the sleep of the CPU, for which there is no data"),
        Optional.empty());
  }
}
