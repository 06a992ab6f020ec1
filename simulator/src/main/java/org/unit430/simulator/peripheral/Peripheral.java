package org.unit430.simulator.peripheral;

/**
 * A memory-mapped module. Addresses are absolute; accesses are bytes or even-aligned words. The CPU
 * splits 20-bit accesses into two words.
 */
public interface Peripheral {
  /** First address the module answers to. */
  int start();

  /** First address behind it. */
  int end();

  /** Reads a word as the CPU does, with every side effect of reading. */
  int readWord(int address);

  /** Reads a byte as the CPU does. Modules with byte-sensitive registers override it. */
  default int readByte(int address) {
    int word = readWord(address & ~1);
    return (address & 1) == 0 ? word & 0xFF : word >> 8 & 0xFF;
  }

  /** Writes a word as the CPU does. */
  void writeWord(int address, int value);

  /**
   * Writes a byte as the CPU does. By default the other half of the word keeps its value (SLAU367
   * 1.4: most registers take byte writes).
   */
  default void writeByte(int address, int value) {
    int word = peekWord(address & ~1);
    writeWord(
        address & ~1,
        (address & 1) == 0
            ? (word & 0xFF00) | (value & 0xFF)
            : (word & 0xFF) | ((value & 0xFF) << 8));
  }

  /** What a read would return, without any side effect: for debuggers, traces and tests. */
  int peekWord(int address);

  /** Whether the module, left alone, will reset the device some time. */
  default boolean mayReset() {
    return false;
  }

  /**
   * Whether it is left as it is when the core's regulator is switched off, rather than put at its
   * reset values: modules that keep their power, and one that would count at its reset values.
   */
  default boolean survivesRegulatorOff() {
    return false;
  }

  /** Puts every register at its value after a power-up clear (PUC). */
  void reset();

  /**
   * Everything the module remembers, for a snapshot of the machine. What it observed for reports
   * (hazards, say) is no part of it.
   */
  long[] save();

  /** Puts back what {@link #save} returned, scheduled events included. */
  void restore(long[] saved);
}
