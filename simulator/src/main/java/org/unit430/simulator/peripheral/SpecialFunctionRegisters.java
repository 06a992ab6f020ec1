package org.unit430.simulator.peripheral;

/** The special function registers SFRIE1 and SFRIFG1 (SLAU367 1.16). */
public final class SpecialFunctionRegisters extends RegisterBlock {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x06;

  /** Flag of the watchdog. */
  public static final int WDTIFG = 1;

  /** Flag of an access to vacant memory. */
  public static final int VMAIFG = 1 << 3;

  private static final int OFIFG = 1 << 1;

  private static final int SFRIE1 = 0x00;
  private static final int SFRIFG1 = 0x02;
  private static final int SFRRPCR = 0x04;

  /** WDTIE, OFIE, VMAIE, NMIIE, JMBINIE, JMBOUTIE. */
  private static final int ENABLE_MASK = 0x00DB;

  /** OFIFG, because crystals start with a fault, and JMBOUTIFG, because the mailbox is empty. */
  private static final int FLAGS_RESET = 0x0082;

  /** Pull-up resistor on RST/NMI. */
  private static final int PIN_RESET = 0x001C;

  private static final int PIN_MASK = 0x001F;

  private final InterruptLine watchdogLine;
  private final SystemRegisters.NmiSource oscillatorNmi;
  private final SystemRegisters.NmiSource vacantNmi;
  private int enables;
  private int flags;
  private int pin;
  private boolean oscillatorFault;

  /**
   * Registers at their reset values.
   *
   * @param base address of SFRIE1
   * @param watchdogVector address of the watchdog's interrupt vector
   * @param system where enabled faults become NMIs
   */
  public SpecialFunctionRegisters(
      int base, InterruptController interrupts, int watchdogVector, SystemRegisters system) {
    super(base, SIZE);
    this.watchdogLine = interrupts.line(watchdogVector, () -> clear(WDTIFG));
    this.oscillatorNmi = system.connectUserNmi(SystemRegisters.SYSUNIV_OFIFG, () -> clear(OFIFG));
    this.vacantNmi = system.connectSystemNmi(SystemRegisters.SYSSNIV_VMAIFG, () -> clear(VMAIFG));
    reset();
  }

  /** Sets a flag of SFRIFG1, as the hardware does. */
  public void raise(int flag) {
    flags |= flag;
    update();
  }

  /** Sets OFIFG, and keeps it set however often software clears it while the fault lasts. */
  public void setOscillatorFault(boolean fault) {
    oscillatorFault = fault;
    update();
  }

  private void clear(int flag) {
    flags &= ~flag;
    update();
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case SFRIE1 -> enables;
      case SFRIFG1 -> flags;
      case SFRRPCR -> pin;
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    switch (offset) {
      case SFRIE1 -> enables = value & ENABLE_MASK;
      case SFRIFG1 -> flags = value & ENABLE_MASK;
      case SFRRPCR -> pin = value & PIN_MASK;
      default -> {
        // Nothing there.
      }
    }
    update();
  }

  private void update() {
    flags |= oscillatorFault ? OFIFG : 0;
    int requested = enables & flags;
    watchdogLine.set((requested & WDTIFG) != 0);
    oscillatorNmi.set((requested & OFIFG) != 0);
    vacantNmi.set((requested & VMAIFG) != 0);
  }

  /** Reset values; WDTIFG stays, so that software finds out that the watchdog reset it. */
  @Override
  public void reset() {
    enables = 0;
    flags = FLAGS_RESET | (flags & WDTIFG);
    pin = PIN_RESET;
    update();
  }

  @Override
  public long[] save() {
    return new long[] {enables, flags, pin};
  }

  @Override
  public void restore(long[] saved) {
    enables = (int) saved[0];
    flags = (int) saved[1];
    pin = (int) saved[2];
    update();
  }
}
