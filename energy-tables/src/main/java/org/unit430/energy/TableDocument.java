package org.unit430.energy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.unit430.energy.ChargeStructure.ClockPoint;
import org.unit430.energy.data.DataFileException;
import org.unit430.simulator.event.Event;

/** The YAML shape of an energy table; {@link #toTable} checks what a shape cannot say. */
record TableDocument(
    String schema,
    String id,
    String device,
    String command,
    Range range,
    SpreadEntry programScatter,
    BoardEntry boardToBoard,
    SubstitutesEntry dataSheet,
    SubstitutesEntry repeatedCopies,
    ClockEntry clock,
    CoreEntry core,
    Map<Event, EventEntry> events,
    List<CoefficientEntry> coefficients,
    List<List<Double>> correlation) {
  static final String SCHEMA = "unit430-energy-table-1";

  record Range(
      double lowVolts,
      double highVolts,
      double lowMclkHertz,
      double highMclkHertz,
      String source) {}

  record SpreadEntry(double relative, String source) {
    Spread toSpread() {
      return new Spread(relative, source);
    }
  }

  record BoardEntry(SpreadEntry common, Map<String, SpreadEntry> coefficients) {}

  record SubstitutesEntry(Map<String, String> substitutes) {}

  record ClockEntry(
      double referenceVolts,
      String supplySlope,
      String framStandby,
      List<ClockPointEntry> currents) {}

  record CoreEntry(double supplySlope, List<CoreStepEntry> steps, String source) {
    CoreScale toScale() {
      return new CoreScale(
          supplySlope,
          steps.stream().map(s -> new CoreScale.Step(s.upToHertz(), s.factor())).toList(),
          source);
    }
  }

  record CoreStepEntry(double upToHertz, double factor) {}

  record ClockPointEntry(double mclkHertz, String coefficient) {}

  enum Kind {
    @JsonProperty("charge")
    CHARGE,
    @JsonProperty("zero")
    ZERO,
    @JsonProperty("absent")
    ABSENT
  }

  record EventEntry(Kind kind, List<String> coefficients, String why) {}

  record CoefficientEntry(
      String name,
      double value,
      String unit,
      double standardUncertainty,
      String conditions,
      String source) {}

  EnergyTable toTable(String file, String sha256) {
    if (!SCHEMA.equals(schema)) {
      throw new DataFileException(file, "schema", "is " + schema + ", not " + SCHEMA);
    }
    List<Coefficient> numbers = new ArrayList<>();
    for (int i = 0; i < coefficients.size(); i++) {
      CoefficientEntry entry = coefficients.get(i);
      numbers.add(at(file, "coefficients[" + i + "]", () -> toCoefficient(entry)));
    }
    ChargeStructure structure =
        at(
            file,
            "",
            () ->
                new ChargeStructure(
                    numbers.stream().map(Coefficient::name).toList(),
                    prices(file),
                    clock.currents().stream()
                        .map(point -> new ClockPoint(point.mclkHertz(), point.coefficient()))
                        .toList(),
                    clock.supplySlope(),
                    clock.referenceVolts(),
                    core.toScale()));
    OperatingRange limits =
        at(
            file,
            "range",
            () ->
                new OperatingRange(
                    range.lowVolts(),
                    range.highVolts(),
                    range.lowMclkHertz(),
                    range.highMclkHertz(),
                    range.source()));
    Correlation matrix =
        at(
            file,
            "correlation",
            () ->
                new Correlation(
                    correlation.stream()
                        .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                        .toArray(double[][]::new)));
    Spread scatter = at(file, "programScatter", programScatter::toSpread);
    Spread common = at(file, "boardToBoard.common", boardToBoard.common()::toSpread);
    Map<String, Spread> spreads = new TreeMap<>();
    boardToBoard
        .coefficients()
        .forEach(
            (name, spread) ->
                spreads.put(name, at(file, "boardToBoard.coefficients." + name, spread::toSpread)));
    return at(
        file,
        "",
        () ->
            new EnergyTable(
                id,
                device,
                command,
                limits,
                structure,
                numbers,
                matrix,
                scatter,
                common,
                spreads,
                dataSheet.substitutes(),
                repeatedCopies.substitutes(),
                clock.framStandby(),
                sha256));
  }

  private Map<Event, EventPrice> prices(String file) {
    Map<Event, EventPrice> prices = new EnumMap<>(Event.class);
    events.forEach(
        (event, entry) -> prices.put(event, at(file, "events." + event, () -> toPrice(entry))));
    return prices;
  }

  private static EventPrice toPrice(EventEntry entry) {
    if (entry.kind() == Kind.CHARGE) {
      return new EventPrice.Charge(entry.coefficients(), entry.why());
    }
    if (!entry.coefficients().isEmpty()) {
      throw new IllegalArgumentException("only kind charge has coefficients");
    }
    return entry.kind() == Kind.ZERO
        ? new EventPrice.Zero(entry.why())
        : new EventPrice.Absent(entry.why());
  }

  private static Coefficient toCoefficient(CoefficientEntry entry) {
    Unit unit =
        Unit.bySymbol(entry.unit())
            .orElseThrow(() -> new IllegalArgumentException("unknown unit " + entry.unit()));
    return new Coefficient(
        entry.name(),
        new Quantity(entry.value(), unit),
        entry.standardUncertainty(),
        entry.conditions(),
        entry.source());
  }

  /** Says in which file and where in it a value was refused. */
  private static <T> T at(String file, String place, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new DataFileException(file, place, e.getMessage());
    }
  }
}
