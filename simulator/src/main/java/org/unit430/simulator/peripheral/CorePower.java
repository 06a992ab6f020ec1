package org.unit430.simulator.peripheral;

/**
 * The power management module of the F5xx (SLAU208 chapter 2) as far as firmware polls it when it
 * raises the core voltage: PMMCTL0 with its password, the supervisors' registers, and flags that
 * say that every level and every delay has been reached, because nothing here takes time.
 */
public final class CorePower extends RegisterBlock {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x12;

  private static final int PMMCTL0 = 0x00;
  private static final int SVSMHCTL = 0x04;
  private static final int SVSMLCTL = 0x06;
  private static final int PMMIFG = 0x0C;
  private static final int SWBOR = 1 << 2;
  private static final int SWPOR = 1 << 3;
  private static final int SVSMLDLYIFG = 1;
  private static final int SVMLVLRIFG = 1 << 2;
  private static final int SVSMHDLYIFG = 1 << 4;

  private static final int[] RESET = {0, 0, 0x4400, 0x4400, 0x0020, 0, 0, 0, 0};

  private final ResetLine resetLine;
  private final PasswordLock lock;
  private final int[] registers = new int[SIZE / 2];

  /**
   * A module at its reset values.
   *
   * @param base address of PMMCTL0
   * @param resetLine pulled by PMMSWBOR, PMMSWPOR and a wrong password
   */
  public CorePower(int base, ResetLine resetLine) {
    super(base, SIZE);
    this.resetLine = resetLine;
    this.lock = new PasswordLock(resetLine, ResetCause.PMM_PASSWORD);
    reset();
  }

  @Override
  int peek(int offset) {
    int value = registers[offset >> 1];
    return offset == PMMCTL0 ? PasswordLock.READ_PASSWORD | value : value;
  }

  @Override
  void write(int offset, int value) {
    if (offset == PMMCTL0) {
      lock.acceptWord(value);
      if (lock.isOpen()) {
        writeControl(value & 0xFF);
      }
    } else if (offset == PMMIFG) {
      registers[PMMIFG >> 1] = value;
    } else if (lock.isOpen()) {
      registers[offset >> 1] = value;
      if (offset == SVSMHCTL) {
        registers[PMMIFG >> 1] |= SVSMHDLYIFG;
      } else if (offset == SVSMLCTL) {
        registers[PMMIFG >> 1] |= SVSMLDLYIFG | SVMLVLRIFG;
      }
    }
  }

  @Override
  public void writeByte(int address, int value) {
    int offset = address - start();
    if (offset == PMMCTL0 + 1) {
      lock.acceptByte(value);
    } else if (offset == PMMCTL0) {
      if (lock.isOpen()) {
        writeControl(value);
      }
    } else {
      super.writeByte(address, value);
    }
  }

  private void writeControl(int value) {
    registers[0] = value & ~(SWBOR | SWPOR);
    registers[PMMIFG >> 1] |= SVSMLDLYIFG | SVMLVLRIFG;
    if ((value & SWBOR) != 0) {
      resetLine.reset(ResetCause.SOFTWARE_BROWNOUT);
    } else if ((value & SWPOR) != 0) {
      resetLine.reset(ResetCause.SOFTWARE_POWER_ON);
    }
  }

  @Override
  public void reset() {
    int flags = registers[PMMIFG >> 1];
    System.arraycopy(RESET, 0, registers, 0, registers.length);
    registers[PMMIFG >> 1] = flags;
    lock.setOpen(false);
  }

  @Override
  public long[] save() {
    long[] saved = new long[registers.length + 1];
    for (int i = 0; i < registers.length; i++) {
      saved[i] = registers[i];
    }
    saved[registers.length] = lock.isOpen() ? 1 : 0;
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    for (int i = 0; i < registers.length; i++) {
      registers[i] = (int) saved[i];
    }
    lock.setOpen(saved[registers.length] != 0);
  }
}
