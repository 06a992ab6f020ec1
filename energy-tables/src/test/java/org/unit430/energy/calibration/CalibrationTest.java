package org.unit430.energy.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.unit430.energy.EnergyModel;
import org.unit430.energy.EnergyTable;
import org.unit430.energy.EnergyTableCatalog;
import org.unit430.energy.calibration.Calibration.Prediction;
import org.unit430.energy.calibration.Observation.Group;
import org.unit430.energy.calibration.SupplyCurrents.ActiveRow;
import org.unit430.simulator.device.OperatingPoint;

/** What the fit must reach; the authorities are the data sheet and the measured board. */
class CalibrationTest {
  private static final Calibration CALIBRATION = Calibration.ofFr5994();

  private static List<Prediction> leftOut(Group group) {
    return CALIBRATION.leaveOneOut().stream()
        .filter(prediction -> prediction.observation().group() == group)
        .toList();
  }

  @Test
  void committedTableGivesTheDataSheetsActiveCurrentsWithin4Percent() {
    // TI SLASE54C section 5.4, every row at 8 MHz and above; 5 % below, where TI prints 2 digits.
    EnergyTable table = EnergyTableCatalog.forDevice("fr5994");
    EnergyModel model = EnergyModel.ofDataSheetDevice(table);
    double standby = table.coefficient("framStandby").quantity().inBaseUnits();
    SupplyCurrents sheet = CALIBRATION.currents();
    int rows = 0;
    for (ActiveRow row : sheet.active()) {
      for (int column = 0; column < sheet.mclkHertz().size(); column++) {
        OperatingPoint point = sheet.point(column);
        double amperes =
            model.meanAmperes(row.counts(point.framWaitStates()), point)
                - (row.framOn() ? 0 : standby);
        double error = amperes / (row.microamperes().get(column) * 1e-6) - 1;
        assertThat(error)
            .as(row.name() + " at " + point)
            .isBetween(
                point.mclkHertz() < 8e6 ? -0.05 : -0.04, point.mclkHertz() < 8e6 ? 0.05 : 0.04);
        rows++;
      }
    }
    assertThat(rows).isEqualTo(35);
  }

  @Test
  void dataSheetCurrentsLeftOutOfTheFitArePredictedWithin4Percent() {
    assertThat(leftOut(Group.ACTIVE_CURRENT)).hasSize(21);
    assertThat(Calibration.worst(leftOut(Group.ACTIVE_CURRENT))).isLessThan(0.04);
  }

  @Test
  void instructionsLeftOutOfTheFitArePredicted() {
    List<Prediction> instructions = leftOut(Group.INSTRUCTION);

    assertThat(instructions).hasSizeGreaterThan(70);
    assertThat(Calibration.median(instructions)).isLessThan(0.025);
    assertThat(Calibration.worst(instructions)).isLessThan(0.10);
  }

  @Test
  void instructionsNeedTheEventOfTheFirstDataRead() {
    List<String> names = new ArrayList<>(CALIBRATION.fit().names());
    int dropped = names.indexOf("memoryOperand");
    names.remove(dropped);
    List<Observation> rows =
        CALIBRATION.observations().stream().map(row -> without(row, dropped)).toList();
    Fit fit = Fit.of(names, rows);
    double[] errors =
        rows.stream()
            .filter(row -> row.group() == Group.INSTRUCTION)
            .mapToDouble(row -> Math.abs(fit.predict(row) / row.target() - 1))
            .toArray();

    // 2.7 % without it, even on rows that the fit saw; 1.4 % with it.
    assertThat(StatUtils.percentile(errors, 50)).isGreaterThan(0.02);
  }

  private static Observation without(Observation row, int dropped) {
    double[] weights =
        IntStream.range(0, row.size()).filter(i -> i != dropped).mapToDouble(row::weight).toArray();
    return new Observation(
        row.group(), row.name(), row.unit(), weights, row.target(), row.relativeUncertainty());
  }

  @Test
  void instructionsMeasuredOnceAreKnownToBeOff() {
    // br x(Rn), one event at each voltage: 15 % low, while the same refill after RET in "call, 50
    // nop and ret" is right. The row stays in the fit at 10 % and in the report.
    assertThat(Calibration.worst(leftOut(Group.SINGLE_EVENT))).isBetween(0.10, 0.16);
  }

  @Test
  void loopHeldInTheCacheIsFittedWithin3Percent() {
    Observation loop = row("loop of 4 byte moves held in the cache");

    assertThat(CALIBRATION.fit().predict(loop) / loop.target()).isBetween(0.97, 1.03);
  }

  @Test
  void energyFollowsTheSupplyVoltage() {
    // The measured pairs at 3.0 V and 3.3 V draw the same charge; the fit says so within 0.5 %.
    Fit fit = CALIBRATION.fit();
    Observation low = row("jmp pc_relative,none 3.0 V");
    Observation high = row("jmp pc_relative,none 3.3 V");

    assertThat(low.target() / high.target()).isBetween(0.995, 1.005);
    assertThat(fit.predict(low) / fit.predict(high)).isBetween(0.995, 1.005);
  }

  @Test
  void intervalsCoverAbout95PercentOfRowsThatTheFitNeverSaw() {
    // 5 to 11 folds. With n rows the share that a right 95 % interval covers scatters by
    // sqrt(0.95 x 0.05 / n): 1.9 % for 131 rows; three of these on either side.
    for (int folds : new int[] {6, 7, 8, 9, 11}) {
      List<Prediction> predictions = CALIBRATION.crossValidated(folds);
      double covered =
          predictions.stream().filter(Prediction::covers).count() / (double) predictions.size();

      assertThat(predictions).hasSizeGreaterThan(120);
      assertThat(covered).as(folds + " folds").isBetween(0.89, 1.0);
    }
  }

  @Test
  void intervalsOfInstructionsAreNotTooWideEither() {
    List<Prediction> instructions =
        CALIBRATION.crossValidated(7).stream()
            .filter(prediction -> prediction.observation().group() == Group.INSTRUCTION)
            .toList();

    double covered =
        instructions.stream().filter(Prediction::covers).count() / (double) instructions.size();
    assertThat(covered).isBetween(0.88, 0.99);
  }

  @Test
  void heldOutRowsAreNotInTheFitThatPredictsThem() {
    // 16 MHz, 0 % hits: left out, its neighbours pull; fitted, it pulls too.
    Observation row = row("IAM,FRAM(0%) 16 MHz 3.0 V");
    Prediction out =
        CALIBRATION.leaveOneOut().stream()
            .filter(prediction -> prediction.observation() == row)
            .findFirst()
            .orElseThrow();

    assertThat(Math.abs(out.relativeError()))
        .isGreaterThan(Math.abs(CALIBRATION.fit().predict(row) / row.target() - 1));
  }

  @Test
  void namesTheCoefficientsThatMeasurementsLeaveOpen() {
    // Without LPM0 rows nothing separates the clock system at 12 MHz from what the CPU draws there
    // only if the active rows at 12 MHz go as well.
    List<String> names = FramModel.fitted().stream().map(FramModel.Fitted::name).toList();
    List<Observation> rows =
        CALIBRATION.observations().stream().filter(row -> !row.name().contains("12 MHz")).toList();

    assertThatThrownBy(() -> Fit.of(names, rows))
        .isInstanceOf(UnderdeterminedFitException.class)
        .hasMessage("the measurements do not determine clock12MHz; add rows that isolate them");
  }

  @Test
  void writtenTableReadsBackTheSame() throws Exception {
    Path file = Files.createTempFile("table", ".yaml");
    try {
      Files.writeString(file, TableWriter.write(CALIBRATION.table()));
      EnergyTable read = EnergyTableCatalog.load(file);

      assertThat(TableWriter.write(read)).isEqualTo(TableWriter.write(CALIBRATION.table()));
      assertThat(read.coefficients()).isEqualTo(CALIBRATION.table().coefficients());
    } finally {
      Files.delete(file);
    }
  }

  private static Observation row(String name) {
    return CALIBRATION.observations().stream()
        .filter(observation -> observation.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
