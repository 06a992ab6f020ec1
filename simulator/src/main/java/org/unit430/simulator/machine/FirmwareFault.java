package org.unit430.simulator.machine;

/** The firmware did what no firmware may do; a run turns it into {@link StopReason.Fault}. */
public final class FirmwareFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int address;

  /**
   * Makes the fault.
   *
   * @param address of the instruction at fault
   * @param cause one line for people
   */
  public FirmwareFault(int address, String cause) {
    super(cause);
    this.address = address;
  }

  /** Address of the instruction at fault. */
  public int address() {
    return address;
  }
}
