package org.unit430.cli.division;

/**
 * What the exam of one division found.
 *
 * @param division name
 * @param multiplier mpy32 or software
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
 * @param payback skipped multiply-accumulates that pay for one threshold
 */
record Row(
    String division,
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
    double payback) {}
