package org.unit430.simulator.peripheral;

import java.util.ArrayList;
import java.util.List;

/**
 * The power management module of the FR58xx/FR59xx/FR6xx (SLAU367 chapter 2): software resets, the
 * flags that tell of resets, and the lock on the pins after power-up. Supply supervision is not
 * modelled: the supply is what the operating point says.
 */
public final class PmmRegisters extends RegisterBlock {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x12;

  private static final int PMMCTL0 = 0x00;
  private static final int PMMIFG = 0x0A;
  private static final int PM5CTL0 = 0x10;

  private static final int PMMSWBOR = 1 << 2;
  private static final int PMMSWPOR = 1 << 3;
  private static final int PMMREGOFF = 1 << 4;
  private static final int SVSHE = 1 << 6;
  private static final int LOCKLPM5 = 1;

  // Flags of PMMIFG (TI's FR5994 header; unconfirmed).
  private static final int PMMBORIFG = 1 << 8;
  private static final int PMMRSTIFG = 1 << 9;
  private static final int PMMPORIFG = 1 << 10;
  private static final int SVSHIFG = 1 << 13;
  private static final int PMMLPM5IFG = 1 << 15;
  private static final int FLAGS = PMMBORIFG | PMMRSTIFG | PMMPORIFG | SVSHIFG | PMMLPM5IFG;

  private final ResetLine resetLine;
  private final PasswordLock lock;
  private int control;
  private int flags;
  private boolean pinsLocked;
  private final List<LevelListener> lockListeners = new ArrayList<>();

  /**
   * A module at its reset values.
   *
   * @param base address of PMMCTL0
   * @param resetLine pulled by software resets and by a wrong password
   */
  public PmmRegisters(int base, ResetLine resetLine) {
    super(base, SIZE);
    this.resetLine = resetLine;
    this.lock = new PasswordLock(resetLine, ResetCause.PMM_PASSWORD);
    reset();
    pinsLocked = true;
  }

  /** Whether LOCKLPM5 keeps the pins as they are. */
  public boolean pinsLocked() {
    return pinsLocked;
  }

  /** Tells a port whether the pins are locked, now and whenever that changes. */
  public void watchPinLock(LevelListener listener) {
    lockListeners.add(listener);
    listener.levelChanged(pinsLocked);
  }

  private void setPinsLocked(boolean locked) {
    if (locked != pinsLocked) {
      pinsLocked = locked;
      lockListeners.forEach(listener -> listener.levelChanged(locked));
    }
  }

  /** Whether the next LPM3 or LPM4 is to be LPM3.5 or LPM4.5. */
  public boolean regulatorOff() {
    return (control & PMMREGOFF) != 0;
  }

  /** The device enters LPM3.5 or LPM4.5: the pins keep their state until software unlocks them. */
  public void lockPins() {
    setPinsLocked(true);
  }

  @Override
  public boolean survivesRegulatorOff() {
    return true;
  }

  /** Takes note of a reset in PMMIFG; a brownout reset locks the pins. */
  public void recordReset(ResetCause cause) {
    switch (cause) {
      case SOFTWARE_BROWNOUT -> flags |= PMMBORIFG;
      case RESET_PIN -> flags |= PMMRSTIFG;
      case SOFTWARE_POWER_ON -> flags |= PMMPORIFG;
      case WAKE_UP_FROM_LPMX5 -> flags |= PMMLPM5IFG;
      default -> {
        // No flag of its own.
      }
    }
    setPinsLocked(pinsLocked || cause.level() == ResetCause.Level.BROWNOUT);
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case PMMCTL0 -> PasswordLock.READ_PASSWORD | control;
      case PMMIFG -> flags;
      case PM5CTL0 -> pinsLocked ? LOCKLPM5 : 0;
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    switch (offset) {
      case PMMCTL0 -> {
        if (lock.acceptWord(value)) {
          writeControl(value);
        }
      }
      case PMMIFG -> {
        if (lock.isOpen()) {
          flags &= value & FLAGS;
        }
      }
      case PM5CTL0 -> setPinsLocked(pinsLocked && (value & LOCKLPM5) != 0);
      default -> {
        // Nothing there.
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
    control = value & (PMMREGOFF | SVSHE);
    if ((value & PMMSWBOR) != 0) {
      resetLine.reset(ResetCause.SOFTWARE_BROWNOUT);
    } else if ((value & PMMSWPOR) != 0) {
      resetLine.reset(ResetCause.SOFTWARE_POWER_ON);
    }
  }

  /** Closes the module and turns the supervisor on; flags and the lock on the pins stay. */
  @Override
  public void reset() {
    control = SVSHE;
    lock.setOpen(false);
  }

  @Override
  public long[] save() {
    return new long[] {control, flags, pinsLocked ? 1 : 0, lock.isOpen() ? 1 : 0};
  }

  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    flags = (int) saved[1];
    setPinsLocked(saved[2] != 0);
    lock.setOpen(saved[3] != 0);
  }
}
