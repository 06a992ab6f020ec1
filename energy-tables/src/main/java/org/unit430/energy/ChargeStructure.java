package org.unit430.energy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;

/**
 * How charge follows from coefficients, whatever their values: linear, so that parts add up.
 *
 * <p>charge = sum over events of count x charge of the event, plus the current of the clock system
 * during the cycles. That current is given at some clocks and interpolated between them; it changes
 * with the supply voltage by a constant slope. Where the core runs behind a linear regulator of one
 * voltage, charges of events do not depend on the supply; where it does not, a {@link CoreScale}
 * says how they do.
 */
public final class ChargeStructure {
  /**
   * The clock system's current at one MCLK.
   *
   * @param mclkHertz MCLK, Hz
   * @param coefficient name of a coefficient in uA
   */
  public record ClockPoint(double mclkHertz, String coefficient) {}

  private final List<String> names;
  private final Map<Event, EventPrice> events;
  private final List<ClockPoint> clock;
  private final String supplySlope;
  private final double referenceVolts;
  private final CoreScale core;
  private final int[][] eventColumns;
  private final int[] clockColumns;
  private final int slopeColumn;

  /**
   * Checks that everything named exists and every event is priced.
   *
   * @param names of the coefficients, which are the columns of {@link #weights}
   * @param events one price for every event
   * @param clock at least one point, clocks strictly rising
   * @param supplySlope name of a coefficient in uA/V
   * @param referenceVolts supply voltage that the clock currents and charges hold at
   * @param core how charges change with the operating point
   * @throws IllegalArgumentException naming what is missing or unknown
   */
  public ChargeStructure(
      List<String> names,
      Map<Event, EventPrice> events,
      List<ClockPoint> clock,
      String supplySlope,
      double referenceVolts,
      CoreScale core) {
    this.names = List.copyOf(names);
    this.events = new EnumMap<>(events);
    this.clock = List.copyOf(clock);
    this.supplySlope = supplySlope;
    this.referenceVolts = referenceVolts;
    this.core = core;
    this.eventColumns = new int[Event.values().length][];
    for (Event event : Event.values()) {
      EventPrice price = events.get(event);
      if (price == null) {
        throw new IllegalArgumentException("events: no price for " + event);
      }
      eventColumns[event.ordinal()] =
          price instanceof EventPrice.Charge charge
              ? charge.coefficients().stream().mapToInt(name -> column(name, event)).toArray()
              : new int[0];
    }
    if (clock.isEmpty()) {
      throw new IllegalArgumentException("clock: no current given");
    }
    clockColumns = clock.stream().mapToInt(point -> column(point.coefficient(), "clock")).toArray();
    for (int i = 1; i < clock.size(); i++) {
      if (!(clock.get(i).mclkHertz() > clock.get(i - 1).mclkHertz())) {
        throw new IllegalArgumentException("clock: mclkHertz must rise from point to point");
      }
    }
    slopeColumn = column(supplySlope, "supplySlope");
  }

  private int column(String name, Object user) {
    int column = names.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException(user + ": no coefficient named " + name);
    }
    return column;
  }

  /** Names of the coefficients, in the order of the columns. */
  public List<String> names() {
    return names;
  }

  /** The price of every event. */
  public Map<Event, EventPrice> events() {
    return new EnumMap<>(events);
  }

  /** The points of the clock system's current. */
  public List<ClockPoint> clock() {
    return clock;
  }

  /** Name of the slope of the clock system's current with supply voltage. */
  public String supplySlope() {
    return supplySlope;
  }

  /** How charges change with the operating point. */
  public CoreScale core() {
    return core;
  }

  /** Supply voltage, V, that the clock currents hold at. */
  public double referenceVolts() {
    return referenceVolts;
  }

  /**
   * The same with some coefficients in the place of others.
   *
   * @param substitutes new name for old name
   */
  public ChargeStructure substitute(Map<String, String> substitutes) {
    Map<Event, EventPrice> changed = new EnumMap<>(events);
    changed.replaceAll(
        (event, price) ->
            price instanceof EventPrice.Charge charge
                ? new EventPrice.Charge(
                    charge.coefficients().stream()
                        .map(name -> substitutes.getOrDefault(name, name))
                        .toList(),
                    charge.why())
                : price);
    return new ChargeStructure(names, changed, clock, supplySlope, referenceVolts, core);
  }

  /**
   * How much one unit of each coefficient contributes to the charge of some work.
   *
   * @return for each coefficient: its event count (pC), the seconds it flows (uA), or seconds x V
   *     (uA/V)
   * @throws OutsideTableException if an event happened that the device cannot do
   */
  public double[] weights(EventCounts counts, OperatingPoint point) {
    double[] weights = new double[names.size()];
    for (Event event : Event.values()) {
      long count = counts.get(event);
      if (count != 0) {
        if (events.get(event) instanceof EventPrice.Absent absent) {
          throw new OutsideTableException(
              event + " happened " + count + " times, but the table has no price: " + absent.why());
        }
        addEvent(weights, event, (double) count, point);
      }
    }
    addClock(weights, counts.cycles() / point.mclkHertz(), point);
    return weights;
  }

  /** Adds the charges of {@code count} events, without the time that they take. */
  void addEvent(double[] weights, Event event, double count, OperatingPoint point) {
    double scale = core.factor(point.mclkHertz(), point.supplyVolts() - referenceVolts);
    for (int column : eventColumns[event.ordinal()]) {
      weights[column] += count * scale;
    }
  }

  /** Adds the clock system's current over some seconds. */
  public void addClock(double[] weights, double seconds, OperatingPoint point) {
    double hertz = point.mclkHertz();
    int upper = 0;
    while (upper < clock.size() - 1 && clock.get(upper).mclkHertz() < hertz) {
      upper++;
    }
    int lower = Math.max(0, upper - 1);
    double span = clock.get(upper).mclkHertz() - clock.get(lower).mclkHertz();
    // Beyond the ends the nearest current holds; the table's range decides whether one may ask.
    double share =
        span == 0 ? 1 : Math.min(1, Math.max(0, (hertz - clock.get(lower).mclkHertz()) / span));
    weights[clockColumns[lower]] += seconds * (1 - share);
    weights[clockColumns[upper]] += seconds * share;
    weights[slopeColumn] += seconds * (point.supplyVolts() - referenceVolts);
  }
}
