package org.unit430.simulator.isa;

/**
 * How often an extended register instruction executes, SLAU367 table 4-11.
 *
 * @param inRegister whether bits 3:0 of a register hold the count less one, else the instruction
 *     does
 * @param field the register number, or the count less one: 0 to 15
 */
public record Repeat(boolean inRegister, int field) {
  /** Execute once. */
  public static final Repeat ONCE = new Repeat(false, 0);

  /** The count where the instruction holds it; where a register does, the smallest it can be. */
  public int staticCount() {
    return inRegister ? 1 : field + 1;
  }
}
