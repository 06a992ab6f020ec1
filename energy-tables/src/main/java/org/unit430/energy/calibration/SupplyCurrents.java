package org.unit430.energy.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.unit430.energy.calibration.Observation.Group;
import org.unit430.energy.data.DataFileException;
import org.unit430.energy.data.StrictYaml;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;

/**
 * Supply currents of a data sheet, as a YAML file states them.
 *
 * @param schema version of the format
 * @param device the device
 * @param source the data sheet
 * @param supplyVolts of the active rows
 * @param mclkHertz the columns
 * @param framWaitStates NWAITS of each column
 * @param uncertainty of every row in the fit
 * @param maximum rows that also have a maximum
 * @param active rows with the CPU running
 * @param sleep rows with the CPU off and the clocks on (LPM0)
 */
public record SupplyCurrents(
    String schema,
    String device,
    String source,
    double supplyVolts,
    List<Double> mclkHertz,
    List<Integer> framWaitStates,
    MeasuredBoard.Uncertainty uncertainty,
    List<MaximumRow> maximum,
    List<ActiveRow> active,
    List<SleepRow> sleep) {
  private static final String SCHEMA = "unit430-supply-currents-1";

  /** Below this clock a row is mostly static current; 8 MHz itself is not below. */
  private static final double SLOW_HERTZ = 8e6;

  /**
   * Typical and maximum current of one condition.
   *
   * @param name the row
   * @param mclkHertz the column
   * @param typicalMicroamperes typical
   * @param maximumMicroamperes maximum
   */
  public record MaximumRow(
      String name, double mclkHertz, double typicalMicroamperes, double maximumMicroamperes) {}

  /**
   * Currents while the CPU runs.
   *
   * @param name the data sheet's name of the row
   * @param accesses what 100 bus cycles of its program are, waits aside
   * @param framOn whether FRAM is powered
   * @param microamperes one current a column
   */
  public record ActiveRow(
      String name, Map<Event, Long> accesses, boolean framOn, List<Double> microamperes) {

    /** Events of 100 bus cycles of the row's program; each line filled waits NWAITS cycles more. */
    public EventCounts counts(int waitStates) {
      EventCounts sum = EventCounts.NONE;
      for (Map.Entry<Event, Long> entry : accesses.entrySet()) {
        sum = sum.plus(EventCounts.of(entry.getKey(), entry.getValue()));
      }
      return sum.plus(EventCounts.of(Event.FRAM_WAIT_CYCLE, waitStates * sum.lineFills()));
    }
  }

  /**
   * Currents while the CPU is off.
   *
   * @param name the mode
   * @param supplyVolts supply voltage, V
   * @param microamperes one current a column
   */
  public record SleepRow(String name, double supplyVolts, List<Double> microamperes) {}

  /**
   * Reads a file.
   *
   * @param file its name for messages
   * @throws DataFileException if it is not such a file
   */
  public static SupplyCurrents read(String file, byte[] content) {
    SupplyCurrents currents = StrictYaml.read(file, content, SupplyCurrents.class);
    if (!SCHEMA.equals(currents.schema)) {
      throw new DataFileException(file, "schema", "is " + currents.schema + ", not " + SCHEMA);
    }
    int columns = currents.mclkHertz.size();
    requireColumns(file, "framWaitStates", columns, currents.framWaitStates);
    currents.active.forEach(
        row -> requireColumns(file, "active." + row.name(), columns, row.microamperes()));
    currents.sleep.forEach(
        row -> requireColumns(file, "sleep." + row.name(), columns, row.microamperes()));
    return currents;
  }

  private static void requireColumns(String file, String place, int columns, List<?> row) {
    if (row.size() != columns) {
      throw new DataFileException(
          file, place, "has " + row.size() + " columns, mclkHertz has " + columns);
    }
  }

  /** The operating point of a column of the active rows. */
  public OperatingPoint point(int column) {
    return new OperatingPoint(mclkHertz.get(column), supplyVolts, framWaitStates.get(column));
  }

  /**
   * The file's rows as currents, uA.
   *
   * @param rows weights of the data sheet's typical device
   */
  List<Observation> observations(RowWeights rows) {
    List<Observation> observations = new ArrayList<>();
    for (ActiveRow row : active) {
      for (int column = 0; column < mclkHertz.size(); column++) {
        OperatingPoint point = point(column);
        double[] weights = rows.current(row.counts(point.framWaitStates()), point);
        if (!row.framOn()) {
          weights[rows.column(FramModel.FRAM_STANDBY)] = -1;
        }
        Group group =
            point.mclkHertz() < SLOW_HERTZ ? Group.SLOW_ACTIVE_CURRENT : Group.ACTIVE_CURRENT;
        observations.add(
            observation(group, row.name(), point, weights, row.microamperes().get(column)));
      }
    }
    for (SleepRow row : sleep) {
      for (int column = 0; column < mclkHertz.size(); column++) {
        OperatingPoint point =
            new OperatingPoint(
                mclkHertz.get(column), row.supplyVolts(), framWaitStates.get(column));
        observations.add(
            observation(
                Group.SLEEP_CURRENT,
                row.name(),
                point,
                rows.clockCurrent(point),
                row.microamperes().get(column)));
      }
    }
    return observations;
  }

  private Observation observation(
      Group group, String row, OperatingPoint point, double[] weights, double microamperes) {
    String name = "%s %.0f MHz %.1f V".formatted(row, point.mclkHertz() / 1e6, point.supplyVolts());
    return new Observation(group, name, "uA", weights, microamperes, uncertainty.relative());
  }

  /**
   * How far boards spread, as a relative standard deviation: the maxima taken as three standard
   * deviations above the typical currents, mean over the rows.
   */
  double boardSpread() {
    return maximum.stream()
            .mapToDouble(row -> row.maximumMicroamperes() / row.typicalMicroamperes() - 1)
            .average()
            .orElseThrow()
        / 3;
  }
}
