package org.unit430.simulator.peripheral;

import java.util.Arrays;

/**
 * The flash controller's registers (SLAU049 chapter 5, SLAU208 chapter 7) as far as firmware polls
 * them: keys, LOCK, and BUSY and WAIT, which show a controller that is always ready. Erasing and
 * programming are not modelled: a store into flash changes nothing.
 */
public final class FlashControl extends RegisterBlock {
  /** Bytes of FCTL1 to FCTL3 of the x1xx and x2xx. */
  public static final int CLASSIC_SIZE = 0x06;

  /** Bytes of FCTL1, FCTL3 and FCTL4 of the F5xx. */
  public static final int SIZE = 0x08;

  // FCTL3 in words behind FCTL1, on all of them.
  private static final int STATUS = 2;
  private static final int WRITE_KEY = 0xA5;
  private static final int READ_KEY = 0x9600;
  private static final int WAIT = 1 << 3;
  private static final int LOCK = 1 << 4;
  private static final int KEYV = 1 << 1;
  private static final int FCTL2_RESET = 0x42;

  private final ResetLine resetLine;
  private final int[] registers;

  /**
   * A controller at its reset values.
   *
   * @param base address of FCTL1
   * @param size bytes of its registers
   * @param resetLine pulled by a wrong key
   */
  public FlashControl(int base, int size, ResetLine resetLine) {
    super(base, size);
    this.registers = new int[size / 2];
    this.resetLine = resetLine;
    reset();
  }

  @Override
  int peek(int offset) {
    return READ_KEY | registers[offset >> 1];
  }

  @Override
  void write(int offset, int value) {
    if (value >> 8 != WRITE_KEY) {
      registers[STATUS] |= KEYV;
      resetLine.reset(ResetCause.MEMORY_PASSWORD);
      return;
    }
    int number = offset >> 1;
    registers[number] = number == STATUS ? (value & 0xF6) | WAIT : value & 0xFF;
  }

  /** A byte has no room for the key. */
  @Override
  public void writeByte(int address, int value) {
    write(address - start() & ~1, value & 0xFF);
  }

  /** KEYV survives, so that software finds out what reset it. */
  @Override
  public void reset() {
    int violation = registers[STATUS] & KEYV;
    Arrays.fill(registers, 0);
    registers[1] = FCTL2_RESET;
    registers[STATUS] = WAIT | LOCK | violation;
  }

  @Override
  public long[] save() {
    long[] saved = new long[registers.length];
    for (int i = 0; i < saved.length; i++) {
      saved[i] = registers[i];
    }
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    for (int i = 0; i < saved.length; i++) {
      registers[i] = (int) saved[i];
    }
  }
}
