package org.unit430.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.unit430.energy.misplaced.KnowsTheCpu;
import org.unit430.energy.misplaced.KnowsTheNetwork;
import org.unit430.firmware.misplaced.KnowsTheCommandLine;
import org.unit430.simulator.misplaced.KnowsTheFirmware;
import org.unit430.simulator.misplaced.Prints;
import org.unit430.simulator.misplaced.first.KnowsSecond;
import org.unit430.simulator.misplaced.second.KnowsFirst;

/** Holds the layering, and shows for each rule that it catches a class that breaks it. */
class LayeringTest {
  private static JavaClasses product;

  /** Each rule with classes, in this module's tests, that break it. */
  static final List<Arguments> BROKEN =
      List.of(
          Arguments.of(Layering.SIMULATOR_KNOWS_NONE_OF_OURS, classes(KnowsTheFirmware.class)),
          Arguments.of(
              Layering.ENERGY_KNOWS_EVENTS_AND_OPERATING_POINTS, classes(KnowsTheCpu.class)),
          Arguments.of(
              Layering.ENERGY_KNOWS_EVENTS_AND_OPERATING_POINTS, classes(KnowsTheNetwork.class)),
          Arguments.of(Layering.FIRMWARE_KNOWS_THE_SIMULATOR, classes(KnowsTheCommandLine.class)),
          Arguments.of(
              Layering.COMMAND_LINE_RUNS_WITHOUT_TRAINER,
              classes(org.unit430.cli.misplaced.KnowsAnUnlistedModule.class)),
          Arguments.of(Layering.LIBRARIES_DO_NOT_PRINT, classes(Prints.class)),
          Arguments.of(
              Layering.SIMULATOR_PACKAGES_DEPEND_ONE_WAY,
              classes(KnowsFirst.class, KnowsSecond.class)));

  static final List<ArchRule> RULES =
      BROKEN.stream().map(pair -> (ArchRule) pair.get()[0]).distinct().toList();

  @BeforeAll
  static void readTheProduct() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.unit430");
  }

  @ParameterizedTest
  @FieldSource("RULES")
  void theProductKeepsTheRule(ArchRule rule) {
    rule.check(product);
  }

  @ParameterizedTest
  @FieldSource("BROKEN")
  void aMisplacedClassIsCaught(ArchRule rule, List<Class<?>> misplaced) {
    JavaClasses fixture = new ClassFileImporter().importClasses(misplaced);

    assertThat(rule.evaluate(fixture).getFailureReport().getDetails())
        .singleElement()
        .asString()
        .contains(misplaced.get(0).getSimpleName());
  }

  @Test
  void everyModuleOfTheProductIsHeldByARule() {
    assertThat(product.stream().map(LayeringTest::module).distinct())
        .containsExactlyInAnyOrder("simulator", "energy", "firmware", "cli", "testvectors");
  }

  /** Returns the third part of the package's name: org.unit430.MODULE. */
  private static String module(JavaClass type) {
    return type.getPackageName().split("\\.", -1)[2];
  }

  private static List<Class<?>> classes(Class<?>... classes) {
    return Stream.of(classes).toList();
  }
}
