package org.unit430.simulator.peripheral;

/**
 * The bus as the DMA controller uses it: every access takes one MCLK cycle, and more if the memory
 * waits, in which the CPU is kept off.
 */
public interface DmaBus {
  /** Reads a byte or an even-aligned word, zero-extended. */
  int read(int address, boolean isByte);

  /** Writes the low byte or the low word of a value. */
  void write(int address, int value, boolean isByte);
}
