package org.unit430.energy;

/**
 * A relative standard uncertainty and where it comes from.
 *
 * @param relative one standard deviation as a share of the value, 0 or more
 * @param source the evidence
 */
public record Spread(double relative, String source) {
  /** Checks the range. */
  public Spread {
    if (!(relative >= 0) || Double.isInfinite(relative)) {
      throw new IllegalArgumentException("relative must be 0 or more: " + relative);
    }
  }
}
