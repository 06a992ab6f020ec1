package org.unit430.simulator.machine;

/** How a machine executes instructions; what comes out is the same. */
public enum Engine {
  /** One instruction after another. */
  INTERPRET,
  /** Hot regions are translated to JVM classes; the rest is interpreted. */
  TRANSLATE
}
