package org.unit430.firmware.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathRegressionTest {
  @Test
  void shrinksASlopeByTheRidge() {
    // y = 10 + 4 x at x = 1 and 3: centred and scaled x is -1 and 1, so that squares and products
    // sum to 2 and 2 * 4; with 0.0003 a count added twice the slope is 8 / 2.0006.
    PathRegression one = PathRegression.of(List.of(inputs(1), inputs(3)), new double[] {14, 22});
    assertThat(one.at(inputs(2))).isCloseTo(18, within(1e-12));
    assertThat(one.at(inputs(3))).isCloseTo(18 + 8 / 2.0006, within(1e-12));
  }

  @Test
  void tellsCountsApartThatVaryIndependently() {
    List<double[]> inputs = new ArrayList<>();
    double[] outputs = new double[16];
    for (int i = 0; i < outputs.length; i++) {
      double first = i % 4;
      double second = Math.floorDiv(i, 4);
      inputs.add(inputs(first, second, 7));
      outputs[i] = 100 * first + 3 * second;
    }
    PathRegression regression = PathRegression.of(inputs, outputs);
    // Each slope is 1 / 1.0003 of what it should be; the third count never changed.
    double step = regression.at(inputs(2, 1, 7)) - regression.at(inputs(1, 1, 7));
    assertThat(step).isCloseTo(100 / 1.0003, within(1e-9));
    step = regression.at(inputs(1, 2, 7)) - regression.at(inputs(1, 1, 7));
    assertThat(step).isCloseTo(3 / 1.0003, within(1e-9));
    assertThat(regression.at(inputs(1, 1, 9))).isEqualTo(regression.at(inputs(1, 1, 7)));
  }

  @Test
  void sharesASlopeAmongCountsThatVaryTogether() {
    List<double[]> inputs = List.of(inputs(1, 10), inputs(3, 30));
    PathRegression regression = PathRegression.of(inputs, new double[] {14, 22});
    // Both scale to -1 and 1; of s1 = s2 = s the normal equation is 2 s + 2 s + 0.0006 s = 8.
    assertThat(regression.at(inputs(3, 30))).isCloseTo(18 + 2 * 8 / 4.0006, within(1e-12));
  }

  private static double[] inputs(double... counts) {
    return counts;
  }
}
