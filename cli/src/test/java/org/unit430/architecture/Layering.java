package org.unit430.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/**
 * The rules of docs/architecture.md: which module may know which. Each lists what a module may know
 * of the project, so that a module that comes later is unknown to all until it is listed here.
 */
final class Layering {
  private static final String SIMULATOR = "org.unit430.simulator..";
  private static final String ENERGY = "org.unit430.energy..";
  private static final String FIRMWARE = "org.unit430.firmware..";
  private static final String CLI = "org.unit430.cli..";

  static final ArchRule SIMULATOR_KNOWS_NONE_OF_OURS =
      knowsOnly(SIMULATOR, SIMULATOR)
          .because("the machine counts; it does not know that energy or networks exist");

  static final ArchRule ENERGY_KNOWS_EVENTS_AND_OPERATING_POINTS =
      knowsOnly(ENERGY, ENERGY, "org.unit430.simulator.event..", "org.unit430.simulator.device..")
          .because("prices depend on what was counted and at which clock, not on who counted");

  static final ArchRule FIRMWARE_KNOWS_THE_SIMULATOR =
      knowsOnly(FIRMWARE, FIRMWARE, SIMULATOR)
          .because("a program cannot know what its instructions cost in joules");

  static final ArchRule COMMAND_LINE_RUNS_WITHOUT_TRAINER =
      knowsOnly(CLI, CLI, SIMULATOR, ENERGY, FIRMWARE)
          .because("the trainer reproduces the bundled networks and is never needed to run");

  static final ArchRule LIBRARIES_DO_NOT_PRINT =
      noClasses()
          .that()
          .resideInAnyPackage(SIMULATOR, ENERGY, FIRMWARE)
          .should(ACCESS_STANDARD_STREAMS)
          .because("libraries return values and throw; only the command line prints");

  static final ArchRule SIMULATOR_PACKAGES_DEPEND_ONE_WAY =
      slices()
          .matching("org.unit430.simulator.(**)")
          .should()
          .beFreeOfCycles()
          .because("the parts of the machine are to be understood one by one");

  private Layering() {}

  private static ArchRule knowsOnly(String who, String... known) {
    return noClasses()
        .that()
        .resideInAPackage(who)
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.unit430..")
                .and(not(resideInAnyPackage(known)))
                .as("are ours but outside " + String.join(", ", known)));
  }
}
