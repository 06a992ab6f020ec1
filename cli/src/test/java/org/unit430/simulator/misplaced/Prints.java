package org.unit430.simulator.misplaced;

/** Breaks a rule of the layering, to show that the rule sees it. */
public final class Prints {
  private Prints() {}

  static void print() {
    System.err.println("a library must not do this");
  }
}
