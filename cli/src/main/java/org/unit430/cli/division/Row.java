package org.unit430.cli.division;

import org.unit430.firmware.build.Arithmetic;

/**
 * What the exam of one division found.
 *
 * @param division name
 * @param arithmetic of operands, T and threshold
 * @param multiplier what the routine multiplies on, or {@link #CANDIDATE}
 * @param minCycles of a call, over all magnitudes
 * @param meanCycles over all magnitudes
 * @param maxCycles over all magnitudes
 * @param energyNj mean of a call, nJ
 * @param meanError |t - floor(T/m)| / max(1, floor(T/m)), both clamped, mean over all magnitudes
 * @param maxError the largest of them
 * @param meanSign mean of sign(t - floor(T/m)): above 0 it skips too much, below too little
 * @param skipsAbove whether it skips products above T
 * @param wronglySkipped multiply-accumulates that the product test keeps, percent of all
 * @param wronglyKept those that it skips, percent of all
 * @param correct inputs classified correctly
 * @param payback skipped multiply-accumulates that pay for one threshold, in the mean over the
 *     magnitudes from which the workload makes thresholds
 */
record Row(
    String division,
    Arithmetic arithmetic,
    String multiplier,
    long minCycles,
    double meanCycles,
    long maxCycles,
    double energyNj,
    double meanError,
    double maxError,
    double meanSign,
    boolean skipsAbove,
    double wronglySkipped,
    double wronglyKept,
    int correct,
    double payback) {
  /** The multiplier of a user's routine: whatever it was written for. */
  static final String CANDIDATE = "as written";

  /** The multiplier of a routine that is the same on every one. */
  static final String ANY = "any";

  boolean isCandidate() {
    return multiplier.equals(CANDIDATE);
  }

  /** The same figures of the same machine code on another multiplier. */
  Row on(String other) {
    return new Row(
        division,
        arithmetic,
        other,
        minCycles,
        meanCycles,
        maxCycles,
        energyNj,
        meanError,
        maxError,
        meanSign,
        skipsAbove,
        wronglySkipped,
        wronglyKept,
        correct,
        payback);
  }

  /** Name, and multiplier where that matters. */
  String label() {
    boolean plain = multiplier.equals(ANY) || isCandidate();
    return plain ? division : "%s (%s)".formatted(division, multiplier);
  }

  /** Whether another is in nothing worse, and in something better. */
  boolean isBeatenBy(Row other) {
    boolean notWorse =
        other.meanCycles <= meanCycles
            && other.energyNj <= energyNj
            && other.meanError <= meanError
            && other.wronglySkipped <= wronglySkipped;
    return notWorse
        && (other.meanCycles < meanCycles
            || other.energyNj < energyNj
            || other.meanError < meanError
            || other.wronglySkipped < wronglySkipped);
  }
}
