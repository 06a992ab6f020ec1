package org.unit430.energy.calibration;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.unit430.energy.ChargeStructure;
import org.unit430.energy.ChargeStructure.ClockPoint;
import org.unit430.energy.Coefficient;
import org.unit430.energy.Correlation;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.OperatingRange;
import org.unit430.energy.Quantity;
import org.unit430.energy.Spread;
import org.unit430.energy.Unit;

/**
 * The energy table of an FRAM device of which only the data sheet is known. Its active and LPM0
 * currents give what a cached fetch, a line fill, a wait state, a fetch from SRAM and the clock
 * system draw; what they leave open (data accesses, the multiplier) is taken from the FR5994, of
 * which a board was measured, in the proportion of the two devices' SRAM fetches, and made less
 * sure.
 */
public final class DataSheetCalibration {
  /** How far a coefficient may lie off that another device lends, one standard deviation. */
  private static final double LENT = 0.25;

  private static final String SCALE = "sramFetch";
  private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

  private final SupplyCurrents currents;
  private final EnergyTable reference;
  private final List<String> fitted;
  private final ChargeStructure structure;
  private final List<Observation> observations;
  private final Fit fit;

  /**
   * Fits.
   *
   * @param currents the data sheet's rows
   * @param reference the table that lends what the rows leave open
   * @throws UnderdeterminedFitException if the rows leave one of the five open
   */
  public DataSheetCalibration(SupplyCurrents currents, EnergyTable reference) {
    this.currents = currents;
    this.reference = reference;
    List<ClockPoint> clock =
        currents.mclkHertz().stream()
            .map(hertz -> new ClockPoint(hertz, FramModel.clock((int) (hertz / 1e6))))
            .toList();
    boolean framOff = currents.active().stream().anyMatch(row -> !row.framOn());
    this.fitted =
        Stream.of(
                Stream.of("cacheHit", FramModel.LINE_FILL, "framWait", SCALE),
                framOff ? Stream.of(FramModel.FRAM_STANDBY) : Stream.<String>of(),
                clock.stream().map(ClockPoint::coefficient))
            .flatMap(names -> names)
            .toList();
    List<String> names = new ArrayList<>(fitted);
    reference.structure().names().stream()
        .filter(name -> !fitted.contains(name))
        .filter(name -> !name.equals(FramModel.LINE_FILL_DATA_SHEET))
        .filter(name -> !name.equals(FramModel.LINE_FILL_REPEATED))
        .filter(name -> !name.startsWith(FramModel.CLOCK) || name.equals(FramModel.CLOCK_SLOPE))
        .forEach(names::add);
    this.structure =
        new ChargeStructure(
            names,
            reference.structure().events(),
            clock,
            FramModel.CLOCK_SLOPE,
            currents.supplyVolts(),
            FramModel.CORE);
    this.observations = currents.observations(new RowWeights(structure));
    this.fit = Fit.of(fitted, observations);
  }

  /**
   * The calibration of a device from the rows that come with this program.
   *
   * @param device {@code FR5969} or {@code FR2433}
   */
  public static DataSheetCalibration of(String device) {
    String file = device.toLowerCase(Locale.ROOT) + "-data-sheet.yaml";
    try (InputStream stream = DataSheetCalibration.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalArgumentException("there are no rows of the data sheet of " + device);
      }
      return new DataSheetCalibration(
          SupplyCurrents.read(file, stream.readAllBytes()), Calibration.ofFr5994().table());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  /** The data sheet's rows, as the fit sees them. */
  public List<Observation> observations() {
    return List.copyOf(observations);
  }

  /** The fit to all rows. */
  public Fit fit() {
    return fit;
  }

  /** The table. */
  public EnergyTable table() {
    List<String> names = structure.names();
    double ratio = fit.value(SCALE) / reference.coefficient(SCALE).quantity().value();
    List<Coefficient> coefficients = new ArrayList<>();
    double[][] correlation = new double[names.size()][names.size()];
    for (int i = 0; i < names.size(); i++) {
      correlation[i][i] = 1;
      coefficients.add(i < fitted.size() ? fitted(i) : lent(names.get(i), ratio));
      for (int j = 0; j < Math.min(i, fitted.size()); j++) {
        if (i < fitted.size()) {
          double value =
              fit.covariance(i, j) / Math.sqrt(fit.covariance(i, i) * fit.covariance(j, j));
          correlation[i][j] =
              BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
          correlation[j][i] = correlation[i][j];
        }
      }
    }
    Spread fills =
        new Spread(
            round(
                Math.abs(
                    reference.coefficient(FramModel.LINE_FILL).quantity().value()
                            / reference
                                .coefficient(FramModel.LINE_FILL_DATA_SHEET)
                                .quantity()
                                .value()
                        - 1)),
            "as far as library code on an FR5994 lies from the program of its data sheet");
    return new EnergyTable(
        currents.device().toLowerCase(Locale.ROOT) + "-1",
        currents.device(),
        CalibrationCommand.TEXT,
        new OperatingRange(1.8, 3.6, 1e6, 16e6, currents.source() + " section 5.3"),
        structure,
        coefficients,
        new Correlation(correlation),
        new Spread(
            reference.programScatter().relative(),
            "as on the FR5994: no instruction was measured on this device"),
        new Spread(
            round(currents.boardSpread()),
            currents.source() + ", rows with a maximum: mean of (MAX / TYP - 1) / 3"),
        Map.of(FramModel.LINE_FILL, fills, FramModel.FRAM_WRITE, fills),
        Map.of(),
        Map.of(),
        FramModel.FRAM_STANDBY,
        "");
  }

  private Coefficient fitted(int column) {
    String name = fitted.get(column);
    return new Coefficient(
        name,
        new Quantity(round(fit.value(name)), unit(name)),
        round(Math.sqrt(fit.covariance(column, column))),
        "typical at %s V and 25 C".formatted(currents.supplyVolts()),
        "fit to the active and LPM0 currents of " + currents.source());
  }

  private Coefficient lent(String name, double ratio) {
    Coefficient from = reference.coefficient(name);
    double value;
    String how;
    if (name.equals(FramModel.FRAM_WRITE)) {
      value = fit.value("cacheHit") + fit.value(FramModel.LINE_FILL);
      how = "as a read that misses";
    } else if (from.quantity().unit() == Unit.PICOCOULOMB) {
      value = from.quantity().value() * ratio;
      how = "that of the FR5994 times %.2f, as SRAM fetches".formatted(ratio);
    } else {
      value = from.quantity().value();
      how = "that of the FR5994";
    }
    double own = from.standardUncertainty() * value / from.quantity().value();
    return new Coefficient(
        name,
        new Quantity(round(value), from.quantity().unit()),
        round(Math.hypot(own, LENT * value)),
        "not known of this device",
        how);
  }

  private static Unit unit(String name) {
    return FramModel.fitted().stream()
        .filter(known -> known.name().equals(name))
        .findFirst()
        .orElseThrow()
        .unit();
  }

  private static double round(double value) {
    return BigDecimal.valueOf(value).round(FOUR_DIGITS).doubleValue();
  }
}
