package org.unit430.energy;

/**
 * How much more energy one piece of work takes than another, with 95 % intervals. Errors that both
 * share (the table's coefficients, the board) cancel as far as the two do the same things.
 *
 * @param meanJoules first minus second
 * @param lowJoules lower end of the difference
 * @param highJoules upper end of the difference
 * @param ratio first over second
 * @param lowRatio lower end of the ratio
 * @param highRatio upper end of the ratio
 */
public record EnergyDifference(
    double meanJoules,
    double lowJoules,
    double highJoules,
    double ratio,
    double lowRatio,
    double highRatio) {}
