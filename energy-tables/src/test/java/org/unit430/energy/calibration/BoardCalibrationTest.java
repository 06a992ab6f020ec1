package org.unit430.energy.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.EnergyTableCatalog;
import org.unit430.simulator.device.OperatingPoint;
import org.unit430.simulator.microbench.Microbenchmark;
import org.unit430.simulator.microbench.MicrobenchmarkProgram;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Conditions;
import org.unit430.simulator.microbench.MicrobenchmarkProgram.Measurement;
import org.unit430.simulator.microbench.MicrobenchmarkSuite;

/**
 * A made-up board that draws exactly what the FR5994's table says: fitting its measurements has to
 * find that table again.
 */
class BoardCalibrationTest {
  private static final EnergyTable TRUTH = EnergyTableCatalog.forDevice("FR5994");
  private static final double VOLTS = 3.3;
  private static final List<MeasuredRegion> REGIONS = new ArrayList<>();

  @BeforeAll
  static void measure() {
    EnergyModel mixed = EnergyModel.ofMeasuredBoard(TRUTH);
    EnergyModel repeated = mixed.ofRepeatedCopies();
    for (Microbenchmark benchmark : MicrobenchmarkSuite.all()) {
      EnergyModel model = MicrobenchmarkSuite.isRepeated(benchmark) ? repeated : mixed;
      for (int megahertz : MicrobenchmarkSuite.MEGAHERTZ) {
        Conditions conditions = Conditions.at(megahertz * 1e6);
        Measurement run = new MicrobenchmarkProgram(benchmark, conditions).run();
        OperatingPoint point =
            new OperatingPoint(conditions.mclkHertz(), VOLTS, conditions.framWaitStates());
        // clock currents of the table, at 3.0 V, and their slope: 15.2 uA/V
        double clock =
            TRUTH.coefficient("clock" + megahertz + "MHz").quantity().inBaseUnits()
                + TRUTH.coefficient("clockSupplySlope").quantity().inBaseUnits() * (VOLTS - 3.0);
        double joules =
            model.price(run.event(), point).meanJoules() + VOLTS * clock * run.sleepSeconds();
        REGIONS.add(
            new MeasuredRegion(
                benchmark.name() + " " + megahertz + " MHz",
                run.event(),
                run.sleepSeconds(),
                MicrobenchmarkSuite.isRepeated(benchmark),
                point,
                joules,
                0.01));
      }
    }
  }

  private static List<MeasuredRegion> without(Set<String> names) {
    return REGIONS.stream()
        .filter(region -> !names.contains(region.name().split(" ", 2)[0]))
        .toList();
  }

  @Test
  void findsTheTableOfABoardThatFollowsIt() {
    BoardCalibration calibration = new BoardCalibration(REGIONS, TRUTH);
    EnergyTable table = calibration.table("mine-1", "my board", "a command");

    for (String name :
        List.of(
            "cacheHit",
            "lineFill",
            "lineFillRepeated",
            "framWait",
            "sramFetch",
            "sramRead",
            "memoryOperand",
            "sramWrite",
            "peripheralWrite",
            "peripheralRead",
            "internalCycle",
            "multiply16",
            "multiply32",
            "cachedRead",
            "framWrite")) {
      double truth = TRUTH.coefficient(name).quantity().value();
      assertThat(table.coefficient(name).quantity().value())
          .as(name)
          .isCloseTo(truth, within(0.01 * truth + 0.05));
    }
    assertThat(BoardCalibration.worst(calibration.leaveOneOut()).orElseThrow()).isLessThan(1e-6);
    assertThat(table.boardToBoard().relative()).isZero();
    assertThat(table.scope()).contains("the board that was measured");
    assertThat(TRUTH.scope()).contains("a board that nobody measured");
    assertThat(table.range().lowHertz()).isEqualTo(8e6);
  }

  @Test
  void pricesAnotherProgramAsTheTruthDoes() {
    EnergyTable table = new BoardCalibration(REGIONS, TRUTH).table("mine-1", "my board", "");
    OperatingPoint point = new OperatingPoint(16e6, VOLTS, 1);
    double expected =
        EnergyModel.ofMeasuredBoard(TRUTH).price(REGIONS.get(9).counts(), point).meanJoules();
    assertThat(new EnergyModel(table).price(REGIONS.get(9).counts(), point).meanJoules())
        .isCloseTo(expected, within(0.001 * expected));
  }

  @Test
  void namesWhatTheRegionsLeaveOpen() {
    assertThatThrownBy(() -> new BoardCalibration(without(Set.of("multiply", "lpm0")), TRUTH))
        .isInstanceOfSatisfying(
            UnderdeterminedFitException.class,
            e -> assertThat(e.coefficients()).contains("multiply16"));
  }

  @Test
  void oneClockCannotTellWaitsFromLineFills() {
    List<MeasuredRegion> fast =
        REGIONS.stream().filter(region -> region.point().mclkHertz() == 16e6).toList();
    assertThatThrownBy(() -> new BoardCalibration(fast, TRUTH))
        .isInstanceOfSatisfying(
            UnderdeterminedFitException.class,
            e -> assertThat(e.coefficients()).contains("framWait", "lineFillRepeated"));
  }

  @Test
  void noiseShowsInTheRegionsThatWereLeftOut() {
    List<MeasuredRegion> noisy = new ArrayList<>(REGIONS);
    MeasuredRegion region = noisy.get(6);
    noisy.set(
        6,
        new MeasuredRegion(
            region.name(),
            region.counts(),
            region.sleepSeconds(),
            region.repeated(),
            region.point(),
            region.joules() * 1.2,
            region.relativeUncertainty()));
    BoardCalibration calibration = new BoardCalibration(noisy, TRUTH);
    BoardCalibration.LeftOut held = calibration.leaveOneOut().get(6);
    // The others say 1/1.2 of what was measured.
    assertThat(held.relativeError().orElseThrow()).isCloseTo(1 / 1.2 - 1, within(0.01));
  }
}
