package org.unit430.cli.compare;

import java.util.Locale;

/** How the cost of an inference is found. */
public enum Fidelity {
  /** The firmware runs instruction by instruction. */
  MACHINE,
  /** Each path that the reference inference takes is charged what it costs on the machine. */
  MODEL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
