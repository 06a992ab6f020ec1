package org.unit430.cli.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.unit430.cli.EngineOption;
import org.unit430.cli.compare.Comparison;
import org.unit430.cli.compare.MethodRow;
import org.unit430.cli.compare.Setup;
import org.unit430.cli.compare.WorkloadData;
import org.unit430.cli.stats.MethodDifference;
import org.unit430.energy.EnergyModel;
import org.unit430.firmware.dataset.Workload;
import org.unit430.firmware.prune.Method;
import org.unit430.firmware.prune.ThresholdDivision;
import org.unit430.simulator.device.DeviceCatalog;

/** One workload under every reading. */
final class Reproduction {
  private Reproduction() {}

  /**
   * Runs the methods of all readings on the same inputs.
   *
   * @param progress told how many inferences have been done
   * @return what UnIT gains by each reading
   */
  static List<Gain> run(
      Setup setup,
      Workload workload,
      EnergyModel energy,
      EngineOption engine,
      ThresholdDivision division,
      IntConsumer progress)
      throws InterruptedException {
    Comparison comparison =
        new Comparison(
            setup, WorkloadData.of(workload, setup), DeviceCatalog.byName("MSP430FR5994"), energy);
    List<MethodRow> rows = comparison.run(engine, progress);
    List<Gain> gains = new ArrayList<>();
    for (Reading reading : Reading.available()) {
      MethodRow unit = row(rows, reading.unit(division));
      MethodRow reference = row(rows, reading.reference());
      gains.add(
          new Gain(
              setup.workload(),
              reading,
              side(unit),
              side(reference),
              MethodDifference.accuracyTest(unit.outcomes(), reference.outcomes()).pValue()));
    }
    return gains;
  }

  private static MethodRow row(List<MethodRow> rows, Method method) {
    return rows.stream().filter(row -> row.method().equals(method)).findFirst().orElseThrow();
  }

  private static Side side(MethodRow row) {
    double n = row.inputs();
    return new Side(
        row.method().label(),
        row.source(),
        row.macsExecuted() / n,
        row.cycles() / n,
        row.energy().meanJoules() / n,
        row.accuracy());
  }
}
