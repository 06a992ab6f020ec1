package org.unit430.simulator.peripheral;

/** Interrupt flags of a module with their enables, wherever the family keeps them. */
public interface FlagRegister {
  /** The flags, bit 0 first. */
  int flags();

  /** The enables, in the order of the flags. */
  int enables();

  /** Writes all flags. */
  void setFlags(int value);

  /** Writes all enables. */
  void setEnables(int value);

  /** Sets or clears the flags of a mask. */
  default void set(int mask, boolean on) {
    setFlags(on ? flags() | mask : flags() & ~mask);
  }
}
