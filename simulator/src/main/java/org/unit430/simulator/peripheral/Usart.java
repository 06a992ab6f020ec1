package org.unit430.simulator.peripheral;

import java.util.function.BooleanSupplier;

/**
 * The serial interface USART of the x1xx as a UART (SLAU049 chapter 13). Its flags are bits of IE1
 * and IFG1, or of IE2 and IFG2. Not modelled: SPI and I2C (SYNC = 1 neither sends nor receives),
 * multiprocessor addresses, wake-up by the start edge, breaks.
 */
public final class Usart extends BufferedUart {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x08;

  private static final int CTL = 0;
  private static final int TCTL = 1;
  private static final int RCTL = 2;
  private static final int MCTL = 3;
  private static final int BR0 = 4;
  private static final int BR1 = 5;
  private static final int RXBUF = 6;
  private static final int TXBUF = 7;

  private static final int PENA = 1 << 7;
  private static final int SPB = 1 << 5;
  private static final int CHAR8 = 1 << 4;
  private static final int LISTEN = 1 << 3;
  private static final int SYNC = 1 << 2;
  private static final int SWRST = 1;
  private static final int SSEL_SHIFT = 4;
  private static final int TXEPT = 1;
  private static final int RCTL_OE = 1 << 5;
  private static final int RCTL_RXERR = 1;

  private final BooleanSupplier enabled;

  private int control;
  private int transmitControl;
  private int modulation;
  private int divider;

  /**
   * A module at its reset values. It has to be added to the clocks' listeners.
   *
   * @param base address of UxCTL
   * @param flags URXIFGx as bit 0 and UTXIFGx as bit 1, with their enables
   * @param enabled whether URXEx and UTXEx are set in the module enable register
   */
  public Usart(
      int base,
      ClockTree clocks,
      EventScheduler scheduler,
      FlagRegister flags,
      BooleanSupplier enabled) {
    super(base, SIZE, clocks, scheduler, flags, RCTL_OE | RCTL_RXERR);
    this.enabled = enabled;
    reset();
  }

  @Override
  int clockSelect() {
    return transmitControl >> SSEL_SHIFT & 3;
  }

  /** Bit 0 of UxMCTL adds a tick to the start bit, bit 1 to the bit behind it, and so on. */
  @Override
  UartFormat format() {
    int dataBits = (control & CHAR8) != 0 ? 8 : 7;
    int parityBits = (control & PENA) != 0 ? 1 : 0;
    int stopBits = (control & SPB) != 0 ? 2 : 1;
    return new UartFormat(
        1 + dataBits + parityBits + stopBits,
        divider,
        false,
        0,
        Integer.reverse(modulation) >>> 24);
  }

  @Override
  int peek(int offset) {
    return peekByte(offset) | peekByte(offset + 1) << 8;
  }

  private int peekByte(int offset) {
    return switch (offset) {
      case CTL -> control;
      case TCTL -> transmitControl | (channel.isTransmitting() ? 0 : TXEPT);
      case RCTL -> status;
      case MCTL -> modulation;
      case BR0 -> divider & 0xFF;
      case BR1 -> divider >> 8;
      case RXBUF -> channel.peekReceiveBuffer();
      default -> channel.transmitBuffer();
    };
  }

  @Override
  public int readByte(int address) {
    scheduler.catchUp();
    int offset = address - start();
    return offset == RXBUF ? channel.readReceiveBuffer() : peekByte(offset);
  }

  @Override
  int read(int offset) {
    return readByte(start() + offset) | readByte(start() + offset + 1) << 8;
  }

  @Override
  void write(int offset, int value) {
    writeByte(start() + offset, value & 0xFF);
    writeByte(start() + offset + 1, value >> 8);
  }

  @Override
  public void writeByte(int address, int value) {
    scheduler.catchUp();
    switch (address - start()) {
      case CTL -> writeControl(value);
      case TCTL -> transmitControl = value & ~TXEPT;
      case RCTL -> status = value;
      case MCTL -> modulation = value;
      case BR0 -> divider = (divider & 0xFF00) | value;
      case BR1 -> divider = (divider & 0xFF) | value << 8;
      case TXBUF -> {
        if (enabled.getAsBoolean()) {
          channel.writeTransmitBuffer(value);
        }
      }
      default -> {
        // RXBUF is read-only.
      }
    }
  }

  private void writeControl(int value) {
    control = value;
    channel.setSevenBits((control & CHAR8) == 0);
    channel.setLoopBack((control & LISTEN) != 0);
    channel.setOn((control & (SWRST | SYNC)) == 0);
  }

  /** UTXIFGx is set by a PUC (hardware.md 8.4). */
  @Override
  public void reset() {
    transmitControl = 0;
    status = 0;
    modulation = 0;
    divider = 0;
    writeControl(SWRST);
  }

  @Override
  public long[] save() {
    long[] saved = new long[5 + UartChannel.SAVED];
    saved[0] = control;
    saved[1] = transmitControl;
    saved[2] = status;
    saved[3] = modulation;
    saved[4] = divider;
    channel.save(saved, 5);
    return saved;
  }

  /** Puts back the registers; the flags are restored by the special function registers. */
  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    transmitControl = (int) saved[1];
    status = (int) saved[2];
    modulation = (int) saved[3];
    divider = (int) saved[4];
    channel.restore(saved, 5);
  }
}
