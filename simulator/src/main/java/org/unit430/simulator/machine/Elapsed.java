package org.unit430.simulator.machine;

/** How far a machine has come. */
final class Elapsed {
  /** MCLK cycles since power-up, at the beginning of the instruction that is executed. */
  long cycle;

  /** Instructions retired since power-up, without those of translated code not yet charged. */
  long instructions;
}
