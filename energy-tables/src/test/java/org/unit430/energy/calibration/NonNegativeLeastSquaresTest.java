package org.unit430.energy.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NonNegativeLeastSquaresTest {
  @Test
  void solvesWhatHasAnExactSolution() {
    // x + y = 3, x - y = 1, 2 x = 4.
    double[] x =
        NonNegativeLeastSquares.solve(
            new double[][] {{1, 1}, {1, -1}, {2, 0}}, new double[] {3, 1, 4});

    assertThat(x[0]).isCloseTo(2, within(1e-9));
    assertThat(x[1]).isCloseTo(1, within(1e-9));
  }

  @Test
  void isTheMeanOfContradictingRows() {
    double[] x =
        NonNegativeLeastSquares.solve(new double[][] {{1}, {1}, {1}}, new double[] {1, 2, 6});

    assertThat(x[0]).isCloseTo(3, within(1e-9));
  }

  @Test
  void stopsAtZeroAndRefitsTheOthers() {
    // Without the bound x = 3, y = -1. With y = 0, x minimises (x-2)^2 + (x-4)^2: x = 3; but with
    // rows x + y = 2, x - y = 4, 1 x = 2.5 the bound moves x from 17/6 to (2 + 4 + 2.5) / 3.
    double[] x =
        NonNegativeLeastSquares.solve(
            new double[][] {{1, 1}, {1, -1}, {1, 0}}, new double[] {2, 4, 2.5});

    assertThat(x[1]).isCloseTo(0, within(1e-9));
    assertThat(x[0]).isCloseTo(8.5 / 3, within(1e-9));
  }

  @Test
  void doesNotMindColumnsOfVeryDifferentSize() {
    double[] x =
        NonNegativeLeastSquares.solve(
            new double[][] {{1e9, 1e-9}, {1e9, -1e-9}, {0, 1e-9}}, new double[] {3, 1, 1});

    assertThat(x[0]).isCloseTo(2e-9, within(1e-17));
    assertThat(x[1]).isCloseTo(1e9, within(1.0));
  }
}
