package org.unit430.energy;

import java.util.EnumMap;
import java.util.Map;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;

/**
 * Prices event counts with an energy table. Linear in the counts: the mean of a sum is the sum of
 * the means.
 */
public final class EnergyModel {
  /** Whose energy is meant. */
  private enum Subject {
    MEASURED_BOARD,
    ANY_BOARD,
    DATA_SHEET_DEVICE
  }

  private final EnergyTable table;
  private final ChargeStructure structure;
  private final Subject subject;
  private final double[] values;
  private final double[] uncertainties;

  /** For a board that was not measured: intervals hold how much boards differ. */
  public EnergyModel(EnergyTable table) {
    this(table, table.structure(), Subject.ANY_BOARD);
  }

  private EnergyModel(EnergyTable table, ChargeStructure structure, Subject subject) {
    this.table = table;
    this.structure = structure;
    this.subject = subject;
    this.values =
        table.coefficients().stream().mapToDouble(c -> c.quantity().inBaseUnits()).toArray();
    this.uncertainties =
        table.coefficients().stream()
            .mapToDouble(c -> c.standardUncertainty() * c.quantity().unit().inBaseUnits())
            .toArray();
  }

  /** For the very board that the table was fitted to: no board-to-board term in the intervals. */
  public static EnergyModel ofMeasuredBoard(EnergyTable table) {
    return new EnergyModel(table, table.structure(), Subject.MEASURED_BOARD);
  }

  /**
   * For the typical device and program that the data sheet's currents speak of, as the fit sees
   * them.
   */
  public static EnergyModel ofDataSheetDevice(EnergyTable table) {
    return new EnergyModel(
        table,
        table.structure().substitute(table.dataSheetSubstitutes()),
        Subject.DATA_SHEET_DEVICE);
  }

  /**
   * For the same subject, running copies of the same few instructions in a row: their cache lines
   * are alike, and filling one with its own content draws less.
   */
  public EnergyModel ofRepeatedCopies() {
    return new EnergyModel(
        table, table.structure().substitute(table.repeatedCopiesSubstitutes()), subject);
  }

  /** The table behind the prices. */
  public EnergyTable table() {
    return table;
  }

  /**
   * Energy that the supply delivers for some work.
   *
   * @throws OutsideTableException if the point lies outside the table's range, or an event happened
   *     that the device cannot do
   */
  public EnergyEstimate price(EventCounts counts, OperatingPoint point) {
    table.range().check(table.id(), point);
    double[] weights = structure.weights(counts, point);
    double volts = point.supplyVolts();
    Map<Event, Double> byEvent = new EnumMap<>(Event.class);
    double mean = 0;
    for (Event event : Event.values()) {
      long count = counts.get(event);
      if (count != 0) {
        double[] own = new double[values.length];
        structure.addEvent(own, event, (double) count, point);
        structure.addClock(own, (double) count * event.cycles() / point.mclkHertz(), point);
        double joules = volts * dot(own, values);
        byEvent.put(event, joules);
        mean += joules;
      }
    }
    double[] clock = new double[values.length];
    structure.addClock(clock, counts.cycles() / point.mclkHertz(), point);
    return EnergyEstimate.of(
        mean, volts * Math.sqrt(variance(weights)), volts * dot(clock, values), byEvent);
  }

  /**
   * Mean current while some work runs over and over.
   *
   * @return amperes
   * @throws OutsideTableException as {@link #price}
   * @throws IllegalArgumentException if the counts take no time
   */
  public double meanAmperes(EventCounts counts, OperatingPoint point) {
    table.range().check(table.id(), point);
    long cycles = counts.cycles();
    if (cycles <= 0) {
      throw new IllegalArgumentException("no cycles, hence no mean current: " + counts);
    }
    return dot(structure.weights(counts, point), values) * point.mclkHertz() / cycles;
  }

  /**
   * Compares two pieces of work that share their code at large (two methods of the same firmware)
   * at one operating point. For unrelated programs compare their own intervals instead: what events
   * do not say about code is taken to cancel as far as the counts agree.
   *
   * @throws OutsideTableException as {@link #price}
   * @throws IllegalArgumentException if the second does nothing, so that there is no ratio
   */
  public EnergyDifference difference(EventCounts first, EventCounts second, OperatingPoint point) {
    double firstJoules = price(first, point).meanJoules();
    double secondJoules = price(second, point).meanJoules();
    if (!(secondJoules > 0)) {
      throw new IllegalArgumentException("no ratio to work that takes no energy");
    }
    double ratio = firstJoules / secondJoules;
    double difference = firstJoules - secondJoules;
    double differenceError = point.supplyVolts() * deviation(first, second, 1, point);
    double ratioError = point.supplyVolts() * deviation(first, second, ratio, point) / secondJoules;
    double k = EnergyEstimate.COVERAGE_FACTOR;
    return new EnergyDifference(
        difference,
        difference - k * differenceError,
        difference + k * differenceError,
        ratio,
        ratio - k * ratioError,
        ratio + k * ratioError);
  }

  /** Standard uncertainty, in coulombs, of the charge of first - factor x second. */
  private double deviation(
      EventCounts first, EventCounts second, double factor, OperatingPoint point) {
    double[] weights = structure.weights(first, point);
    double[] other = structure.weights(second, point);
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= factor * other[i];
    }
    return Math.sqrt(sharedVariance(weights) + scatterVariance(first, second, factor, point));
  }

  /**
   * Code-dependent scatter of a difference: that of the work which only one of the two does. What
   * both do, min(a, b) of each event, is taken to be the same code: it scatters once.
   */
  private double scatterVariance(
      EventCounts first, EventCounts second, double factor, OperatingPoint point) {
    EventCounts common = EventCounts.NONE;
    for (Event event : Event.values()) {
      common = common.plus(EventCounts.of(event, Math.min(first.get(event), second.get(event))));
    }
    double onlyFirst = dot(structure.weights(first.minus(common), point), values);
    double onlySecond = factor * dot(structure.weights(second.minus(common), point), values);
    double both = (1 - factor) * dot(structure.weights(common, point), values);
    double relative = table.programScatter().relative();
    return relative * relative * (both * both + onlyFirst * onlyFirst + onlySecond * onlySecond);
  }

  private double variance(double[] weights) {
    double scatter = table.programScatter().relative() * dot(weights, values);
    return sharedVariance(weights) + scatter * scatter;
  }

  /** Variance from what every program on every board of the subject shares. */
  private double sharedVariance(double[] weights) {
    double[] deviations = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      deviations[i] = weights[i] * uncertainties[i];
    }
    double variance = table.correlation().variance(deviations);
    if (subject == Subject.ANY_BOARD) {
      double common = table.boardToBoard().relative() * dot(weights, values);
      variance += common * common;
      for (int i = 0; i < weights.length; i++) {
        Spread spread = table.boardSpreads().get(structure.names().get(i));
        if (spread != null) {
          double own = spread.relative() * weights[i] * values[i];
          variance += own * own;
        }
      }
    }
    return variance;
  }

  private static double dot(double[] weights, double[] values) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }
}
