package org.unit430.cli.division;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unit430.firmware.build.Arithmetic;

class VerdictTest {
  private static final Row EXACT = row("exact", Row.ANY, 90, 30, 0, 0);
  private static final Row FAST = row("shift", Row.ANY, 20, 8, 0.5, 2);
  private static final Row TABLE = row("table", Row.ANY, 10, 4, 0, 0);
  private static final Row MPY32 = row("reciprocal", "mpy32", 40, 15, 0.1, 0);
  private static final Row SOFTWARE = row("reciprocal", "software", 150, 32, 0.1, 0);
  private static final List<Row> BUNDLED = List.of(EXACT, FAST, TABLE, MPY32, SOFTWARE);

  @Test
  void namesWhatNothingBeatsByCyclesAndWhatBeatsTheRest() {
    assertThat(new Verdict(BUNDLED, Arithmetic.Q15).sentences())
        .containsExactly(
            "Where 64 KB for a table cannot be spared, no other beats these in cycles, energy, mean"
                + " error and lost products at once:",
            "  shift: fewest cycles, least energy, off by 50.0 %, loses 2.000 % of the products,"
                + " pays from 2.0 skipped products a threshold on",
            "  reciprocal (mpy32): off by 10.0 %, loses nothing here, pays from 4.0 skipped"
                + " products a threshold on",
            "  exact: no error, loses nothing here, pays from 9.0 skipped products a threshold on",
            "  reciprocal (software) is beaten by reciprocal (mpy32): 40.0 cycles, not 150.0; 15.00"
                + " nJ, not 32.00; equal in the rest");
  }

  @Test
  void sendsACandidateToWhatBeatsIt() {
    // Beaten by shift alone: as wrong as that, and slower.
    assertThat(lastWith(row("mine.s43", Row.CANDIDATE, 25, 9, 0.5, 2)))
        .isEqualTo(
            "Your routine mine.s43 does not pay: use shift (20.0 cycles, not 25.0; 8.00 nJ, not"
                + " 9.00; equal in the rest).");
    assertThat(lastWith(row("mine.s43", Row.CANDIDATE, 25, 9, 0.4, 2)))
        .isEqualTo(
            "No other beats your routine mine.s43 in all of these: off by 40.0 %, loses 2.000 % of"
                + " the products, pays from 2.5 skipped products a threshold on.");
  }

  @Test
  void aTableIsOutOfCompetition() {
    assertThat(new Verdict(BUNDLED, Arithmetic.Q15).isNotBeaten(TABLE)).isFalse();
    assertThat(new Verdict(BUNDLED, Arithmetic.Q15).isNotBeaten(EXACT)).isTrue();
  }

  @Test
  void rowsOfTheSameFiguresAreShownOnce() {
    List<Row> rows =
        List.of(EXACT.on("mpy32"), EXACT.on("mpy16"), MPY32, MPY32.on("mpy16"), SOFTWARE);
    assertThat(DivisionReport.merged(rows))
        .extracting(Row::label)
        .containsExactly("exact", "reciprocal (mpy32/mpy16)", "reciprocal (software)");
  }

  private static String lastWith(Row candidate) {
    List<Row> rows = new ArrayList<>(BUNDLED);
    rows.add(candidate);
    List<String> sentences = new Verdict(rows, Arithmetic.Q15).sentences();
    return sentences.get(sentences.size() - 1);
  }

  /** Payback is a tenth of the cycles. */
  private static Row row(
      String division, String multiplier, double cycles, double nj, double error, double lost) {
    long whole = (long) cycles;
    return new Row(
        division,
        Arithmetic.Q15,
        multiplier,
        whole,
        cycles,
        whole,
        nj,
        error,
        error,
        0,
        lost > 0,
        lost,
        0,
        1,
        cycles / 10);
  }
}
