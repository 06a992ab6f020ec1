package org.unit430.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.event.Event;
import org.unit430.simulator.event.EventCounts;

class EnergyModelTest {
  private static final OperatingPoint FAST = new OperatingPoint(16e6, 3.3, 1);
  private static final OperatingPoint SLOW = new OperatingPoint(8e6, 3.3, 0);

  private final EnergyTable table = EnergyTableCatalog.forDevice("fr5994");
  private final EnergyModel model = new EnergyModel(table);

  private double value(String coefficient) {
    return table.coefficient(coefficient).quantity().inBaseUnits();
  }

  private static EventCounts counts(Object... eventsAndCounts) {
    EventCounts counts = EventCounts.NONE;
    for (int i = 0; i < eventsAndCounts.length; i += 2) {
      counts =
          counts.plus(EventCounts.of((Event) eventsAndCounts[i], (Integer) eventsAndCounts[i + 1]));
    }
    return counts;
  }

  /** Counts of every event that the FR5994 can do, from a fixed seed. */
  private static EventCounts anything(Random random) {
    EventCounts counts = EventCounts.NONE;
    for (Event event : Event.values()) {
      if (event != Event.FLASH_FETCH && event != Event.FLASH_READ) {
        counts = counts.plus(EventCounts.of(event, random.nextInt(1_000_000)));
      }
    }
    return counts;
  }

  @Test
  void chargesEventsAndTheClockDuringTheirCycles() {
    // 100 hits at 16 MHz: 100 charges, and 100 cycles = 6.25 us of the 16 MHz clock current, which
    // is 0.3 V x slope above its value at 3.0 V.
    double amperes = value("clock16MHz") + 0.3 * value("clockSupplySlope");
    double joules = 3.3 * (100 * value("cacheHit") + 6.25e-6 * amperes);

    EnergyEstimate estimate = model.price(counts(Event.FRAM_FETCH_HIT, 100), FAST);

    assertThat(estimate.meanJoules()).isCloseTo(joules, Percentage.withPercentage(1e-9));
    assertThat(estimate.clockJoules())
        .isCloseTo(3.3 * 6.25e-6 * amperes, Percentage.withPercentage(1e-9));
  }

  @Test
  void interpolatesTheClockCurrentBetweenTheTablesClocks() {
    double amperes =
        (value("clock4MHz") + value("clock8MHz")) / 2 - 0.5 * value("clockSupplySlope");

    double clock =
        model
            .price(counts(Event.INTERNAL_CYCLE, 6000), new OperatingPoint(6e6, 2.5, 0))
            .clockJoules();

    assertThat(clock).isCloseTo(2.5 * 1e-3 * amperes, Percentage.withPercentage(1e-9));
  }

  @Test
  void priceOfASumIsTheSumOfThePrices() {
    Random random = new Random(430);
    for (int i = 0; i < 100; i++) {
      EventCounts first = anything(random);
      EventCounts second = anything(random);

      assertThat(model.price(first.plus(second), FAST).meanJoules())
          .isCloseTo(
              model.price(first, FAST).meanJoules() + model.price(second, FAST).meanJoules(),
              Percentage.withPercentage(1e-10));
    }
  }

  @Test
  void eventsAddUpToTheMean() {
    EnergyEstimate estimate = model.price(anything(new Random(1)), FAST);

    double sum = 0;
    for (double joules : estimate.eventJoules().values()) {
      sum += joules;
    }
    assertThat(sum).isEqualTo(estimate.meanJoules());
  }

  @Test
  void nothingCostsNothing() {
    EnergyEstimate estimate = model.price(EventCounts.NONE, FAST);

    assertThat(estimate.meanJoules()).isZero();
    assertThat(estimate.lowJoules()).isZero();
    assertThat(estimate.highJoules()).isZero();
    assertThat(estimate.eventJoules()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FLASH_FETCH", "FLASH_READ", "OVERLAPPED_ACCESS"})
  void everyEventThatTheDeviceCanDoCostsSomething(Event event) {
    assertThat(model.price(EventCounts.of(event, 1), FAST).meanJoules()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(
      value = Event.class,
      names = {"FLASH_FETCH", "FLASH_READ"})
  void refusesEventsThatTheDeviceCannotDo(Event event) {
    assertThatThrownBy(() -> model.price(EventCounts.of(event, 3), FAST))
        .isInstanceOf(OutsideTableException.class)
        .hasMessage(
            event + " happened 3 times, but the table has no price: the device has no flash");
  }

  @Test
  void eventChargesDoNotDependOnTheSupplyVoltage() {
    // What is left when the clock current is taken out is charge x voltage.
    EventCounts counts = counts(Event.FRAM_FETCH_MISS, 1000);
    EnergyEstimate high = model.price(counts, FAST);
    EnergyEstimate low = model.price(counts, new OperatingPoint(16e6, 2.2, 1));

    assertThat((high.meanJoules() - high.clockJoules()) / 3.3)
        .isCloseTo((low.meanJoules() - low.clockJoules()) / 2.2, Percentage.withPercentage(1e-9));
  }

  @Test
  void aCycleCostsMoreAtTheSlowerClockBecauseTheClockSystemRunsLonger() {
    EventCounts counts = counts(Event.FRAM_FETCH_HIT, 1000);

    assertThat(model.price(counts, SLOW).meanJoules())
        .isGreaterThan(model.price(counts, FAST).meanJoules());
    // The events themselves cost the same.
    assertThat(model.price(counts, SLOW).meanJoules() - model.price(counts, SLOW).clockJoules())
        .isCloseTo(
            model.price(counts, FAST).meanJoules() - model.price(counts, FAST).clockJoules(),
            Percentage.withPercentage(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "8e6, 1.7, 'energy table msp430fr5994-1 holds from 1.8 V to 3.6 V, not at 1.7 V'",
    "8e6, 3.7, 'energy table msp430fr5994-1 holds from 1.8 V to 3.6 V, not at 3.7 V'",
    "16.1e6, 3, 'energy table msp430fr5994-1 holds from 1.0 MHz to 16.0 MHz, not at 16.1 MHz'",
    "0.9e6, 3, 'energy table msp430fr5994-1 holds from 1.0 MHz to 16.0 MHz, not at 0.9 MHz'",
  })
  void refusesPointsOutsideTheTable(double hertz, double volts, String message) {
    OperatingPoint point = new OperatingPoint(hertz, volts, 0);
    assertThatThrownBy(() -> model.price(EventCounts.NONE, point))
        .isInstanceOf(OutsideTableException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> model.meanAmperes(EventCounts.of(Event.SRAM_READ, 1), point))
        .isInstanceOf(OutsideTableException.class);
  }

  @ParameterizedTest
  @CsvSource({"1e6, 1.8", "1e6, 3.6", "16e6, 1.8", "16e6, 3.6"})
  void acceptsTheCornersOfTheTable(double hertz, double volts) {
    OperatingPoint point = new OperatingPoint(hertz, volts, 1);
    assertThat(model.price(EventCounts.of(Event.FRAM_FETCH_HIT, 1), point).meanJoules())
        .isPositive();
  }

  @Test
  void anotherBoardIsLessCertainThanTheMeasuredOne() {
    EventCounts counts = counts(Event.FRAM_FETCH_HIT, 700, Event.FRAM_FETCH_MISS, 100);
    EnergyEstimate measured = EnergyModel.ofMeasuredBoard(table).price(counts, FAST);
    EnergyEstimate any = model.price(counts, FAST);

    assertThat(any.meanJoules()).isEqualTo(measured.meanJoules());
    assertThat(any.standardUncertaintyJoules())
        .isGreaterThan(1.5 * measured.standardUncertaintyJoules());
  }

  @Test
  void intervalIsOneNormalDistributions95Percent() {
    EnergyEstimate estimate = model.price(counts(Event.FRAM_FETCH_HIT, 700), FAST);

    double half = 1.959963984540054 * estimate.standardUncertaintyJoules();
    assertThat(estimate.highJoules() - estimate.meanJoules())
        .isCloseTo(half, Percentage.withPercentage(1e-9));
    assertThat(estimate.meanJoules() - estimate.lowJoules())
        .isCloseTo(half, Percentage.withPercentage(1e-9));
  }

  @Test
  void uncertaintyOfOneEventIsThatOfItsCoefficientsAndTheSpreads() {
    // One event in no time: MULTIPLY_16 has no cycle, so that only its own coefficient counts.
    double mean = 3.3 * value("multiply16");
    double own =
        table.coefficient("multiply16").standardUncertainty()
            / table.coefficient("multiply16").quantity().value();
    double relative =
        Math.sqrt(
            own * own
                + Math.pow(table.programScatter().relative(), 2)
                + Math.pow(table.boardToBoard().relative(), 2));

    assertThat(model.price(counts(Event.MULTIPLY_16, 1), FAST).standardUncertaintyJoules())
        .isCloseTo(mean * relative, Percentage.withPercentage(1e-9));
  }

  @Test
  void comparingTwoMethodsIsFarMoreCertainThanEither() {
    // A layer, and the same layer with a tenth of everything left out.
    EventCounts dense =
        counts(Event.FRAM_FETCH_HIT, 10_000, Event.SRAM_READ, 2000, Event.MEMORY_OPERAND, 2000);
    EventCounts pruned =
        counts(Event.FRAM_FETCH_HIT, 9000, Event.SRAM_READ, 1800, Event.MEMORY_OPERAND, 1800);

    EnergyDifference difference = model.difference(pruned, dense, FAST);

    assertThat(difference.ratio()).isCloseTo(0.9, within(1e-12));
    // Only the scatter of what is left out remains: 10 % +- 0.3 %.
    assertThat(difference.highRatio() - difference.ratio()).isPositive().isLessThan(0.01);
    EnergyEstimate alone = model.price(dense, FAST);
    assertThat(alone.highJoules() / alone.meanJoules() - 1).isGreaterThan(0.05);
  }

  @Test
  void workDoesNotDifferFromItself() {
    EventCounts counts = anything(new Random(2));

    EnergyDifference difference = model.difference(counts, counts, FAST);

    assertThat(difference.meanJoules()).isZero();
    assertThat(difference.lowJoules()).isEqualTo(difference.highJoules());
    assertThat(difference.ratio()).isEqualTo(1);
    assertThat(difference.lowRatio()).isEqualTo(1);
    assertThat(difference.highRatio()).isEqualTo(1);
  }

  @Test
  void differenceIsLikelyToHoldWhatRandomTablesSay() {
    // Draw coefficients from their covariance: 95 % of the ratios must lie in the interval, the
    // board's common factor and code scatter, which cancel or add, put aside by taking equal code.
    EventCounts first = counts(Event.FRAM_FETCH_HIT, 500, Event.SRAM_READ, 500);
    EventCounts second = counts(Event.FRAM_FETCH_HIT, 1000, Event.SRAM_READ, 100);
    EnergyDifference stated = model.difference(first, second, FAST);

    int inside = 0;
    Random random = new Random(3);
    int draws = 4000;
    for (int i = 0; i < draws; i++) {
      double[] drawn = drawHitAndRead(random);
      double clock = (value("clock16MHz") + 0.3 * value("clockSupplySlope")) / 16e6;
      double ratio =
          (500 * drawn[0] + 500 * drawn[1] + 1000 * clock)
              / (1000 * drawn[0] + 100 * drawn[1] + 1100 * clock);
      inside += ratio >= stated.lowRatio() && ratio <= stated.highRatio() ? 1 : 0;
    }
    // Scatter and the clock's uncertainty make the stated interval a little wider than the draws'.
    assertThat(inside / (double) draws).isBetween(0.94, 1.0);
  }

  /** Two coefficients from their joint normal distribution. */
  private double[] drawHitAndRead(Random random) {
    int hit = table.structure().names().indexOf("cacheHit");
    int read = table.structure().names().indexOf("sramRead");
    double correlation = table.correlation().get(hit, read);
    double first = random.nextGaussian();
    double second =
        correlation * first + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
    return new double[] {
      value("cacheHit") + 1e-12 * table.coefficient("cacheHit").standardUncertainty() * first,
      value("sramRead") + 1e-12 * table.coefficient("sramRead").standardUncertainty() * second
    };
  }

  @Test
  void refusesARatioToNothing() {
    assertThatThrownBy(() -> model.difference(counts(Event.SRAM_READ, 1), EventCounts.NONE, FAST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes no energy");
  }

  @Test
  void refusesAMeanCurrentOverNoTime() {
    assertThatThrownBy(() -> model.meanAmperes(EventCounts.NONE, FAST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no cycles");
  }

  @Test
  void meanCurrentIsEnergyOverVoltageAndTime() {
    EventCounts counts = anything(new Random(4));

    double seconds = counts.cycles() / 16e6;
    assertThat(model.meanAmperes(counts, FAST))
        .isCloseTo(
            model.price(counts, FAST).meanJoules() / 3.3 / seconds,
            Percentage.withPercentage(1e-9));
  }
}
