package org.unit430.simulator.device;

/**
 * A word of a device's interrupt vector table.
 *
 * @param address of the vector, even, 0FF80h to 0FFFEh
 * @param name of what requests the interrupt
 * @param maskable whether GIE blocks it
 */
public record InterruptVector(int address, String name, boolean maskable) {
  /** Lowest address that a vector can have. */
  public static final int LOWEST = 0xFF80;

  /** Address of the reset vector. */
  public static final int RESET = 0xFFFE;

  /** Checks the address. */
  public InterruptVector {
    if (address < LOWEST || address > RESET || address % 2 != 0) {
      throw new IllegalArgumentException(
          String.format("%04Xh is no even address from %04Xh to %04Xh", address, LOWEST, RESET));
    }
  }
}
