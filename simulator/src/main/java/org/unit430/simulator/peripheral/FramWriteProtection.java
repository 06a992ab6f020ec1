package org.unit430.simulator.peripheral;

import java.util.ArrayList;
import java.util.List;

/**
 * The write protection of FRAM on FR2xx and FR4xx: SYSCFG0 with PFWP for main memory and DFWP for
 * information memory (SLASE59 on the FRAM controller; bits, password and reset value well known to
 * users of TI's header, unconfirmed). Both are protected after a reset; a word with A5h in its
 * upper byte changes that, any other write is lost. A store to protected memory is lost and raises
 * no flag.
 */
public final class FramWriteProtection extends RegisterBlock {
  /** Bytes of address space that SYSCFG0 takes. */
  public static final int SIZE = 0x02;

  private static final int PFWP = 1;
  private static final int DFWP = 1 << 1;
  private static final int PASSWORD = 0xA5;

  private final FramTiming.Range main;
  private final FramTiming.Range information;
  private final FramTiming fram;
  private int control;

  /**
   * The register at its reset value: everything is protected.
   *
   * @param base address of SYSCFG0
   */
  public FramWriteProtection(
      int base, FramTiming.Range main, FramTiming.Range information, FramTiming fram) {
    super(base, SIZE);
    this.main = main;
    this.information = information;
    this.fram = fram;
    reset();
  }

  @Override
  int peek(int offset) {
    return PasswordLock.READ_PASSWORD | control;
  }

  @Override
  void write(int offset, int value) {
    if (value >> 8 == PASSWORD) {
      protect(value & (PFWP | DFWP));
    }
  }

  /** The password comes with the bits, so bytes change nothing. */
  @Override
  public void writeByte(int address, int value) {
    // No password.
  }

  private void protect(int bits) {
    control = bits;
    List<FramTiming.Range> readOnly = new ArrayList<>();
    if ((control & PFWP) != 0) {
      readOnly.add(main);
    }
    if ((control & DFWP) != 0) {
      readOnly.add(information);
    }
    fram.setReadOnly(readOnly);
  }

  @Override
  public void reset() {
    protect(PFWP | DFWP);
  }

  @Override
  public long[] save() {
    return new long[] {control};
  }

  @Override
  public void restore(long[] saved) {
    protect((int) saved[0]);
  }
}
