package org.unit430.simulator.peripheral;

/**
 * The registers of the FRAM controller: FRCTL0, GCCTL0, GCCTL1. Two variants: FRCTL_A of the FR599x
 * (SLAU367 chapter 8) and FRCTL of the other FRAM devices (chapter 7, SLAU445 chapter 6).
 */
public final class FramControl extends RegisterBlock implements ClockListener, FramFaults {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x10;

  /** The two generations of the controller. */
  public enum Variant {
    /**
     * FRCTL: three bits of wait states; too few of them reset the device (SLAU367 7.5). Registers
     * are closed after reset; what boot code leaves is not documented.
     */
    FRCTL(0x70, 0x00EE, 0x0006, false),
    /**
     * FRCTL_A: four bits of wait states, automatic mode, write protection; too few wait states
     * raise ACCTEIFG (SLAU367 8.2.3). Boot code leaves the registers open (8.6).
     */
    FRCTL_A(0xF9, 0x00FC, 0x0004, true);

    private final int controlMask;
    private final int generalMask;
    private final int generalReset;
    private final boolean openAfterReset;

    Variant(int controlMask, int generalMask, int generalReset, boolean openAfterReset) {
      this.controlMask = controlMask;
      this.generalMask = generalMask;
      this.generalReset = generalReset;
      this.openAfterReset = openAfterReset;
    }
  }

  private static final int FRCTL0 = 0x00;
  private static final int GCCTL0 = 0x04;
  private static final int GCCTL1 = 0x06;

  private static final int WPROT = 1;
  private static final int AUTO = 1 << 3;
  private static final int NWAITS_SHIFT = 4;
  private static final int ACCTEIE = 1 << 3;
  private static final int WPIE = 1 << 4;
  private static final int ACCTEIFG = 1 << 3;
  private static final int WPIFG = 1 << 4;

  /** Up to here no wait state is needed, and one more for each further step (table 8-1). */
  private static final long HERTZ_PER_WAIT_STATE = 8_000_000;

  /** Automatic mode uses three wait states, four above this frequency (table 8-1). */
  private static final long AUTO_LIMIT_HERTZ = 24_000_000;

  private final Variant variant;
  private final FramTiming timing;
  private final SystemRegisters.NmiSource accessTimeNmi;
  private final SystemRegisters.NmiSource writeProtectionNmi;
  private final ResetLine resetLine;
  private final PasswordLock lock;

  private int control;
  private int general;
  private int flags;
  private long mclkHertz;

  /**
   * A controller at its reset values. It has to be added to the clocks' listeners.
   *
   * @param base address of FRCTL0
   * @param timing the memory that obeys
   * @param system where enabled errors become system NMIs
   * @param resetLine pulled by a wrong password and, by FRCTL, by too few wait states
   */
  public FramControl(
      int base, Variant variant, FramTiming timing, SystemRegisters system, ResetLine resetLine) {
    super(base, SIZE);
    this.variant = variant;
    this.timing = timing;
    this.accessTimeNmi =
        system.connectSystemNmi(SystemRegisters.SYSSNIV_ACCTEIFG, () -> clear(ACCTEIFG));
    this.writeProtectionNmi =
        system.connectSystemNmi(SystemRegisters.SYSSNIV_WPIFG, () -> clear(WPIFG));
    this.resetLine = resetLine;
    this.lock = new PasswordLock(resetLine, ResetCause.MEMORY_PASSWORD);
    reset();
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case FRCTL0 -> PasswordLock.READ_PASSWORD | control;
      case GCCTL0 -> general;
      case GCCTL1 -> flags;
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    if (offset == FRCTL0) {
      if (lock.acceptWord(value)) {
        control = value & variant.controlMask;
      }
    } else if (lock.isOpen()) {
      if (offset == GCCTL0) {
        general = value & variant.generalMask;
      } else if (offset == GCCTL1) {
        // Software clears flags, by writing 0; only hardware sets them.
        flags &= value;
      }
    }
    update();
  }

  @Override
  public void writeByte(int address, int value) {
    int offset = address - start();
    if (offset == FRCTL0 + 1) {
      lock.acceptByte(value);
    } else if (offset == FRCTL0) {
      if (lock.isOpen()) {
        control = value & variant.controlMask;
        update();
      }
    } else {
      super.writeByte(address, value);
    }
  }

  @Override
  public void clocksChanged(long newMclkHertz, long smclkHertz, long aclkHertz) {
    mclkHertz = newMclkHertz;
    update();
  }

  @Override
  public void accessedTooFast() {
    flags |= ACCTEIFG;
    if (variant == Variant.FRCTL) {
      resetLine.reset(ResetCause.FRAM_ACCESS_TIME);
    }
    update();
  }

  @Override
  public void wroteProtected() {
    flags |= WPIFG;
    update();
  }

  private void update() {
    boolean automatic = (control & AUTO) != 0;
    int waitStates = automatic ? (mclkHertz > AUTO_LIMIT_HERTZ ? 4 : 3) : control >> NWAITS_SHIFT;
    timing.setWaitStates(waitStates);
    timing.setTooFast(mclkHertz > (waitStates + 1) * HERTZ_PER_WAIT_STATE);
    timing.setWriteProtected((control & WPROT) != 0);
    timing.setAccessTimeError(variant == Variant.FRCTL_A && (flags & ACCTEIFG) != 0);
    accessTimeNmi.set((general & ACCTEIE) != 0 && (flags & ACCTEIFG) != 0);
    writeProtectionNmi.set((general & WPIE) != 0 && (flags & WPIFG) != 0);
  }

  private void clear(int flag) {
    flags &= ~flag;
    update();
  }

  /**
   * Reset values. FRCTL keeps its access time flag, so that software finds out why it was reset.
   */
  @Override
  public void reset() {
    control = 0;
    general = variant.generalReset;
    flags = variant == Variant.FRCTL ? flags : 0;
    lock.setOpen(variant.openAfterReset);
    update();
  }

  @Override
  public long[] save() {
    return new long[] {control, general, flags, lock.isOpen() ? 1 : 0, mclkHertz};
  }

  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    general = (int) saved[1];
    flags = (int) saved[2];
    lock.setOpen(saved[3] != 0);
    mclkHertz = saved[4];
    update();
  }
}
