package org.unit430.firmware.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unit430.firmware.prune.Method.Activations;
import org.unit430.firmware.prune.Method.Skips;
import org.unit430.firmware.prune.Method.Weights;

class MethodNameTest {
  @Test
  void wordsJoinedByPlusSettleTheirParts() {
    Method method = MethodName.parse("ttp-dense+fatrelu+unit:shift").get(0);
    assertThat(method.weights()).isEqualTo(Weights.TRAINING_TIME_PRUNED);
    assertThat(method.activations()).isEqualTo(Activations.FATRELU);
    assertThat(method.skips()).isEqualTo(Skips.BELOW_THRESHOLD);
    assertThat(method.division()).contains(ThresholdDivision.SHIFT);
    assertThat(method.name()).isEqualTo("ttp-dense+fatrelu+unit");
    assertThat(method.label()).isEqualTo("ttp-dense+fatrelu+unit:shift");
  }

  @Test
  void withoutADivisionUnitStandsForTheDefaultOnes() {
    List<Method> methods = MethodName.parse("fatrelu+unit");
    assertThat(methods).hasSize(ThresholdDivision.DEFAULTS.size());
    assertThat(methods.stream().map(method -> method.division().orElseThrow()))
        .containsExactlyElementsOf(ThresholdDivision.DEFAULTS);
  }

  @Test
  void fatreluAloneSkipsTheZerosThatItMakes() {
    assertThat(MethodName.parse("fatrelu").get(0).skips()).isEqualTo(Skips.ZERO_ACTIVATIONS);
  }

  @Test
  void libraryInFrontAsksForProductsOfCompiledC() {
    Method method = MethodName.parse("library-ttp-dense+unit:shift").get(0);
    assertThat(method.products()).isEqualTo(Method.Products.LIBRARY);
    assertThat(method.weights()).isEqualTo(Weights.TRAINING_TIME_PRUNED);
    assertThat(method.label()).isEqualTo("library-ttp-dense+unit:shift");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | there is no method 'nonsense'; there are dense",
        "unit+ | there is no method ''",
        "zero-skip+unit | zero-skip and unit both settle what is skipped",
        "ttp-dense+ttp-csr | ttp-dense and ttp-csr both settle the weights",
        "ttp-csr+fatrelu | as in ttp-dense+fatrelu",
        "library-ttp-csr | plain C loops (library-) are built for dense",
        "library-snapea | plain C loops (library-) are built for dense",
        "lea-dense+fatrelu | lea-dense stands alone",
        "lea-dense+unit | lea-dense and unit both settle",
        "ttp-csr+random-skip | random-skip needs all weights",
        "dense:shift | makes no thresholds",
        "unit:guess | there is no division 'guess'; there are exact"
      })
  void whatMakesNoSenseIsRefusedWithItsReason(String name, String reason) {
    assertThatThrownBy(() -> MethodName.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
