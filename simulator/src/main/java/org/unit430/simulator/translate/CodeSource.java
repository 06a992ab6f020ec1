package org.unit430.simulator.translate;

/** The code that the interpreter has executed so far. */
@FunctionalInterface
public interface CodeSource {
  /**
   * The instruction at an address, or null if it has never been executed or has to be interpreted
   * (a breakpoint, a call to the environment).
   */
  Step at(int address);
}
