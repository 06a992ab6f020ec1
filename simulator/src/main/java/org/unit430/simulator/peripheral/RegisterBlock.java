package org.unit430.simulator.peripheral;

/** A module whose registers lie one after the other from a base address. */
abstract class RegisterBlock implements Peripheral {
  private final int base;
  private final int size;

  /**
   * Places a module.
   *
   * @param base address of its first register, even
   * @param size bytes that it takes, even
   */
  RegisterBlock(int base, int size) {
    this.base = base;
    this.size = size;
  }

  @Override
  public final int start() {
    return base;
  }

  @Override
  public final int end() {
    return base + size;
  }

  @Override
  public final int readWord(int address) {
    return read(address - base);
  }

  @Override
  public final void writeWord(int address, int value) {
    write(address - base, value & 0xFFFF);
  }

  @Override
  public final int peekWord(int address) {
    return peek(address - base);
  }

  /** Reads the word at an even offset from the base, with the side effects of reading. */
  int read(int offset) {
    return peek(offset);
  }

  /** What {@link #read} would give. Offsets without a register give 0. */
  abstract int peek(int offset);

  /** Writes the word at an even offset from the base. Offsets without a register ignore it. */
  abstract void write(int offset, int value);
}
