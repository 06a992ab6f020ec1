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

  /** Flags of their own that share one interrupt vector. */
  static FlagRegister of(InterruptLine line) {
    return new FlagRegister() {
      private int flags;
      private int enables;

      @Override
      public int flags() {
        return flags;
      }

      @Override
      public int enables() {
        return enables;
      }

      @Override
      public void setFlags(int value) {
        flags = value;
        line.set((flags & enables) != 0);
      }

      @Override
      public void setEnables(int value) {
        enables = value;
        line.set((flags & enables) != 0);
      }
    };
  }
}
