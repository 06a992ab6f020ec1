package org.unit430.simulator.peripheral;

/**
 * The write protection that FRCTL0, CSCTL0 and PMMCTL0 share (SLAU367 2.3, 3.3, 7.10): A5h in the
 * upper byte opens the module's registers; another value there resets the device if it came in a
 * word, and closes them if it came as a byte. The upper byte always reads 96h.
 */
final class PasswordLock {
  /** What the upper byte reads, in place. */
  static final int READ_PASSWORD = 0x9600;

  private static final int PASSWORD = 0xA5;

  private final ResetLine resetLine;
  private final ResetCause violation;
  private boolean open;

  PasswordLock(ResetLine resetLine, ResetCause violation) {
    this.resetLine = resetLine;
    this.violation = violation;
  }

  /** Whether the registers may be written. */
  boolean isOpen() {
    return open;
  }

  void setOpen(boolean open) {
    this.open = open;
  }

  /**
   * A word is written to the register with the password.
   *
   * @return whether its lower byte is to be taken
   */
  boolean acceptWord(int value) {
    if (value >> 8 != PASSWORD) {
      resetLine.reset(violation);
      return false;
    }
    open = true;
    return true;
  }

  /** The upper byte of the register is written. */
  void acceptByte(int value) {
    open = value == PASSWORD;
  }
}
