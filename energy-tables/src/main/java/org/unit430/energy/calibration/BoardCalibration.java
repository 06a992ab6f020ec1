package org.unit430.energy.calibration;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.unit430.energy.ChargeStructure;
import org.unit430.energy.ChargeStructure.ClockPoint;
import org.unit430.energy.Coefficient;
import org.unit430.energy.Correlation;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.OperatingRange;
import org.unit430.energy.Quantity;
import org.unit430.energy.Spread;
import org.unit430.energy.Unit;
import org.unit430.energy.calibration.Observation.Group;

/**
 * An energy table for a board of one's own, from the energies of stretches of code whose events are
 * known. Everything that a program can do is fitted; only what microbenchmarks cannot show (ROM,
 * vacant memory, the standby current of FRAM, and the slope with supply voltage if one voltage was
 * measured) is lent by a reference table.
 */
public final class BoardCalibration {
  private static final Set<String> LENT =
      Set.of("romFetch", "romRead", "vacantAccess", FramModel.FRAM_STANDBY);

  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private final EnergyTable reference;
  private final List<MeasuredRegion> regions;
  private final ChargeStructure structure;
  private final List<String> fitted;
  private final List<Observation> observations = new ArrayList<>();
  private final Fit fit;

  /**
   * A region predicted by a fit that has not seen it.
   *
   * @param region which
   * @param relativeError predicted over measured, less 1; empty if the others do not determine it
   */
  public record LeftOut(MeasuredRegion region, Optional<Double> relativeError) {}

  /**
   * Fits.
   *
   * @param regions what was measured
   * @param reference the table that says which coefficients there are
   * @throws UnderdeterminedFitException naming the coefficients that the regions leave open
   */
  public BoardCalibration(List<MeasuredRegion> regions, EnergyTable reference) {
    this.regions = List.copyOf(regions);
    this.reference = reference;
    List<ClockPoint> clock =
        regions.stream()
            .map(region -> region.point().mclkHertz())
            .distinct()
            .sorted()
            .map(hertz -> new ClockPoint(hertz, clockName(hertz)))
            .toList();
    List<String> names = new ArrayList<>();
    reference.structure().names().stream()
        .filter(name -> !name.startsWith(FramModel.CLOCK))
        .filter(name -> !name.equals(FramModel.LINE_FILL_DATA_SHEET) && !LENT.contains(name))
        .forEach(names::add);
    clock.forEach(point -> names.add(point.coefficient()));
    boolean severalVoltages =
        regions.stream().map(region -> region.point().supplyVolts()).distinct().count() > 1;
    if (severalVoltages) {
      names.add(FramModel.CLOCK_SLOPE);
    }
    this.fitted = List.copyOf(names);
    reference.structure().names().stream().filter(LENT::contains).forEach(names::add);
    if (!severalVoltages) {
      names.add(FramModel.CLOCK_SLOPE);
    }
    this.structure =
        new ChargeStructure(
            names,
            reference.structure().events(),
            clock,
            FramModel.CLOCK_SLOPE,
            severalVoltages || regions.isEmpty()
                ? reference.structure().referenceVolts()
                : regions.get(0).point().supplyVolts(),
            reference.structure().core());
    for (MeasuredRegion region : regions) {
      observations.add(observation(region));
    }
    this.fit = Fit.of(fitted, observations);
  }

  private static String clockName(double hertz) {
    return FramModel.clock((int) Math.round(hertz / 1e6));
  }

  private Observation observation(MeasuredRegion region) {
    ChargeStructure own =
        region.repeated()
            ? structure.substitute(Map.of(FramModel.LINE_FILL, FramModel.LINE_FILL_REPEATED))
            : structure;
    double[] weights = own.weights(region.counts(), region.point());
    structure.addClock(weights, region.sleepSeconds(), region.point());
    double pico = Unit.PICOCOULOMB.inBaseUnits();
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= unit(structure.names().get(i)).inBaseUnits() / pico;
    }
    return new Observation(
        Group.STRETCH,
        region.name(),
        "pC",
        weights,
        region.joules() / region.point().supplyVolts() / pico,
        region.relativeUncertainty());
  }

  private static Unit unit(String name) {
    if (name.equals(FramModel.CLOCK_SLOPE)) {
      return Unit.MICROAMPERE_PER_VOLT;
    }
    return name.startsWith(FramModel.CLOCK) || name.equals(FramModel.FRAM_STANDBY)
        ? Unit.MICROAMPERE
        : Unit.PICOCOULOMB;
  }

  /** The fit to all regions. */
  public Fit fit() {
    return fit;
  }

  /** Errors of the fit to all regions: predicted over measured, less 1. */
  public List<Double> fittedErrors() {
    return observations.stream().map(row -> fit.predict(row) / row.target() - 1).toList();
  }

  /** Each region, predicted by a fit to the others. */
  public List<LeftOut> leaveOneOut() {
    List<LeftOut> result = new ArrayList<>();
    for (int i = 0; i < observations.size(); i++) {
      List<Observation> others = new ArrayList<>(observations);
      Observation held = others.remove(i);
      Optional<Double> error;
      try {
        error = Optional.of(Fit.of(fitted, others).predict(held) / held.target() - 1);
      } catch (UnderdeterminedFitException e) {
        error = Optional.empty();
      }
      result.add(new LeftOut(regions.get(i), error));
    }
    return result;
  }

  /**
   * The table.
   *
   * @param id its name
   * @param source what was measured, for people
   * @param command what made it
   */
  public EnergyTable table(String id, String source, String command) {
    List<String> names = structure.names();
    List<Coefficient> coefficients = new ArrayList<>();
    double[][] correlation = new double[names.size()][names.size()];
    for (int i = 0; i < names.size(); i++) {
      coefficients.add(i < fitted.size() ? fitted(i, source) : lent(names.get(i)));
      for (int j = 0; j < names.size(); j++) {
        correlation[i][j] = i == j ? 1 : 0;
        if (i != j && i < fitted.size() && j < fitted.size()) {
          double value =
              fit.covariance(i, j) / Math.sqrt(fit.covariance(i, i) * fit.covariance(j, j));
          correlation[i][j] =
              BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
        }
      }
    }
    double[] hertz =
        regions.stream().mapToDouble(region -> region.point().mclkHertz()).sorted().toArray();
    OperatingRange range = reference.range();
    return new EnergyTable(
        id,
        reference.device(),
        command,
        new OperatingRange(
            range.lowVolts(),
            range.highVolts(),
            hertz[0],
            hertz[hertz.length - 1],
            "clocks that were measured; voltages of the device"),
        structure,
        coefficients,
        new Correlation(correlation),
        new Spread(
            reference.programScatter().relative(),
            "of the reference table: operand values and opcodes were not varied on this board"),
        new Spread(0, "this very board was measured"),
        Map.of(),
        Map.of(),
        Map.of(FramModel.LINE_FILL, FramModel.LINE_FILL_REPEATED),
        FramModel.FRAM_STANDBY,
        "");
  }

  private Coefficient fitted(int column, String source) {
    String name = fitted.get(column);
    return new Coefficient(
        name,
        new Quantity(round(fit.value(name)), unit(name)),
        round(Math.sqrt(fit.covariance(column, column))),
        "the board that was measured",
        "fit to " + source);
  }

  private Coefficient lent(String name) {
    Coefficient from = reference.coefficient(name);
    return new Coefficient(
        name,
        from.quantity(),
        from.standardUncertainty(),
        from.conditions(),
        "table " + reference.id() + ": " + from.source());
  }

  private static double round(double value) {
    return BigDecimal.valueOf(value).round(FOUR_DIGITS).doubleValue();
  }

  /** Largest of the errors of {@link #leaveOneOut}, absolute; empty if there is none. */
  public static Optional<Double> worst(List<LeftOut> rows) {
    return rows.stream()
        .flatMap(row -> row.relativeError().stream())
        .map(Math::abs)
        .max(Double::compare);
  }

  /** Median of the absolute errors of {@link #leaveOneOut}; empty if there is none. */
  public static Optional<Double> median(List<LeftOut> rows) {
    double[] errors =
        rows.stream()
            .flatMap(row -> row.relativeError().stream())
            .mapToDouble(Math::abs)
            .sorted()
            .toArray();
    if (errors.length == 0) {
      return Optional.empty();
    }
    int half = errors.length / 2;
    return Optional.of(
        errors.length % 2 == 1
            ? errors[half]
            : Arrays.stream(errors, half - 1, half + 1).sum() / 2);
  }
}
