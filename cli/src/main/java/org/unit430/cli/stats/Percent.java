package org.unit430.cli.stats;

/** Percentages for people. */
public final class Percent {
  private Percent() {}

  /** With a sign and one digit; what rounds to zero has no sign. */
  public static String signed(double percent) {
    String text = "%+.1f".formatted(percent);
    return text.substring(1).equals("0.0") ? "0.0" : text;
  }
}
