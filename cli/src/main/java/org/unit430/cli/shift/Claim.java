package org.unit430.cli.shift;

import java.util.List;
import org.unit430.cli.stats.MethodDifference;

/**
 * How often an arm holds its own against another over the targets: the claim of the UnIT abstract
 * ("matching or exceeding the accuracy of retrained models", with fewer multiply-accumulates) as
 * counts.
 *
 * @param arm which
 * @param reference the other
 * @param targets how many
 * @param better targets where it is more often right beyond chance (McNemar, 5 % each)
 * @param worse targets where it is less often right beyond chance
 * @param fewerMacs targets where it executes fewer multiply-accumulates
 * @param lessTime targets where it takes less time
 * @param lessEnergy targets where it takes less energy
 */
record Claim(
    Arm arm,
    Arm reference,
    int targets,
    int better,
    int worse,
    int fewerMacs,
    int lessTime,
    int lessEnergy) {

  static Claim of(List<DomainResult> results, Arm arm, Arm reference) {
    int targets = 0;
    int better = 0;
    int worse = 0;
    int fewerMacs = 0;
    int lessTime = 0;
    int lessEnergy = 0;
    for (DomainResult result : results) {
      if (result.arm(arm).isEmpty() || result.arm(reference).isEmpty()) {
        continue;
      }
      ArmResult first = result.arm(arm).get();
      ArmResult second = result.arm(reference).get();
      MethodDifference difference = first.minus(second);
      boolean noise = difference.test().withinNoise();
      targets++;
      better += !noise && difference.accuracy() > 0 ? 1 : 0;
      worse += !noise && difference.accuracy() < 0 ? 1 : 0;
      fewerMacs += first.macsExecuted() < second.macsExecuted() ? 1 : 0;
      lessTime += first.cycles() < second.cycles() ? 1 : 0;
      lessEnergy += first.energy().meanJoules() < second.energy().meanJoules() ? 1 : 0;
    }
    return new Claim(arm, reference, targets, better, worse, fewerMacs, lessTime, lessEnergy);
  }

  /** Targets where chance explains the difference. */
  int withinNoise() {
    return targets - better - worse;
  }

  /** For people. */
  String text() {
    return ("%s against %s, %d target%s: accuracy better in %d, worse in %d, within noise in %d;"
            + " fewer MACs in %d, less time in %d, less energy in %d")
        .formatted(
            arm.text(),
            reference.text(),
            targets,
            targets == 1 ? "" : "s",
            better,
            worse,
            withinNoise(),
            fewerMacs,
            lessTime,
            lessEnergy);
  }
}
