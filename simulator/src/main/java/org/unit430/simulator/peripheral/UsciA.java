package org.unit430.simulator.peripheral;

/**
 * The serial interface USCI_A as a UART (SLAU208 chapter 36, SLAU144 chapter 15). On the F5xx its
 * flags are registers of its own with a vector word; on the x2xx they are bits of IE2 and IFG2. Not
 * modelled: SPI (UCSYNC = 1 neither sends nor receives), multiprocessor addresses, automatic baud
 * rates, infrared, breaks.
 */
public final class UsciA extends BufferedUart {
  /** Bytes of address space that the module takes on the F5xx. */
  public static final int SIZE = 0x20;

  private static final int CTL0_PEN = 1 << 7;
  private static final int CTL0_7BIT = 1 << 4;
  private static final int CTL0_SPB = 1 << 3;
  private static final int CTL0_SYNC = 1;
  private static final int CTL1_SWRST = 1;
  private static final int CTL1_SSEL_SHIFT = 6;
  private static final int STAT_LISTEN = 1 << 7;
  private static final int STAT_OE = 1 << 5;
  private static final int STAT_RXERR = 1 << 2;
  private static final int STAT_BUSY = 1;

  /** The receiver's flag. */
  public static final int RXIFG = RX;

  /** The transmitter's flag. */
  public static final int TXIFG = TX;

  /** Which bits get an extra tick, the start bit in bit 7, by UCBRSx (SLAU208 table 36-2). */
  private static final int[] MODULATION = {0x00, 0x40, 0x44, 0x54, 0x55, 0x75, 0x77, 0x7F};

  /** Where a family has the registers; an offset of -1 is a register that it does not have. */
  public enum Layout {
    /** F5xx and F6xx: a block of its own. */
    F5XX(SIZE, 1, 0, 6, 7, 8, 10, 12, 14, 16, 0x1C, 0x1D, 0x1E),
    /** x2xx: bytes from UCA0ABCTL on, which is at an odd address; the block begins one before. */
    X2XX(0x0C, 4, 5, 6, 7, 8, 9, 10, 11, 1, -1, -1, -1);

    private final int size;
    private final int ctl0;
    private final int ctl1;
    private final int br0;
    private final int br1;
    private final int mctl;
    private final int stat;
    private final int rxbuf;
    private final int txbuf;
    private final int abctl;
    private final int ie;
    private final int ifg;
    private final int iv;

    Layout(int size, int... offsets) {
      this.size = size;
      this.ctl0 = offsets[0];
      this.ctl1 = offsets[1];
      this.br0 = offsets[2];
      this.br1 = offsets[3];
      this.mctl = offsets[4];
      this.stat = offsets[5];
      this.rxbuf = offsets[6];
      this.txbuf = offsets[7];
      this.abctl = offsets[8];
      this.ie = offsets[9];
      this.ifg = offsets[10];
      this.iv = offsets[11];
    }

    /** Bytes of address space. */
    public int size() {
      return size;
    }
  }

  private final Layout layout;

  private int control0;
  private int control1;
  private int divider;
  private int modulation;
  private int autoBaud;

  /**
   * A module at its reset values. It has to be added to the clocks' listeners.
   *
   * @param base address of the block
   * @param flags UCAxRXIFG as bit 0 and UCAxTXIFG as bit 1, with their enables
   */
  public UsciA(
      Layout layout, int base, ClockTree clocks, EventScheduler scheduler, FlagRegister flags) {
    super(base, layout.size, clocks, scheduler, flags, STAT_OE | STAT_RXERR);
    this.layout = layout;
    reset();
  }

  @Override
  int clockSelect() {
    return control1 >> CTL1_SSEL_SHIFT & 3;
  }

  @Override
  UartFormat format() {
    int dataBits = (control0 & CTL0_7BIT) != 0 ? 7 : 8;
    int parityBits = (control0 & CTL0_PEN) != 0 ? 1 : 0;
    int stopBits = (control0 & CTL0_SPB) != 0 ? 2 : 1;
    return new UartFormat(
        1 + dataBits + parityBits + stopBits,
        divider,
        (modulation & 1) != 0,
        modulation >> 4,
        MODULATION[modulation >> 1 & 7]);
  }

  @Override
  public int readByte(int address) {
    scheduler.catchUp();
    int offset = address - start();
    if (offset == layout.rxbuf) {
      return channel.readReceiveBuffer();
    }
    if (layout.iv >= 0 && (offset & ~1) == layout.iv) {
      return readVector() >> (8 * (offset & 1)) & 0xFF;
    }
    return peekByte(offset);
  }

  @Override
  int read(int offset) {
    scheduler.catchUp();
    if (offset == layout.iv) {
      return readVector();
    }
    return readByte(start() + offset) | readByte(start() + offset + 1) << 8;
  }

  @Override
  int peek(int offset) {
    return offset == layout.iv ? vector() : peekByte(offset) | peekByte(offset + 1) << 8;
  }

  private int peekByte(int offset) {
    if (offset == layout.ctl0) {
      return control0;
    } else if (offset == layout.ctl1) {
      return control1;
    } else if (offset == layout.br0) {
      return divider & 0xFF;
    } else if (offset == layout.br1) {
      return divider >> 8;
    } else if (offset == layout.mctl) {
      return modulation;
    } else if (offset == layout.stat) {
      return status | (channel.isBusy() ? STAT_BUSY : 0);
    } else if (offset == layout.rxbuf) {
      return channel.peekReceiveBuffer();
    } else if (offset == layout.txbuf) {
      return channel.transmitBuffer();
    } else if (offset == layout.abctl) {
      return autoBaud;
    } else if (offset == layout.ie) {
      return flags.enables();
    } else if (offset == layout.ifg) {
      return flags.flags();
    }
    return 0;
  }

  /** A word is its two bytes, the lower one first, except that a vector is cleared once. */
  @Override
  void write(int offset, int value) {
    if (offset == layout.iv) {
      readVector();
      return;
    }
    writeByte(start() + offset, value & 0xFF);
    // The buffers are words to firmware that writes them as words: nothing is in the upper half.
    writeByte(start() + offset + 1, value >> 8);
  }

  @Override
  public void writeByte(int address, int value) {
    scheduler.catchUp();
    int offset = address - start();
    if (offset == layout.ctl0) {
      control0 = value;
      channel.setSevenBits((control0 & CTL0_7BIT) != 0);
      updateChannel();
    } else if (offset == layout.ctl1) {
      control1 = value;
      updateChannel();
    } else if (offset == layout.br0) {
      divider = (divider & 0xFF00) | value;
    } else if (offset == layout.br1) {
      divider = (divider & 0xFF) | value << 8;
    } else if (offset == layout.mctl) {
      modulation = value;
    } else if (offset == layout.stat) {
      status = (status & ~STAT_LISTEN) | (value & STAT_LISTEN);
      channel.setLoopBack((status & STAT_LISTEN) != 0);
    } else if (offset == layout.txbuf) {
      channel.writeTransmitBuffer(value);
    } else if (offset == layout.abctl) {
      autoBaud = value & 0x3D;
    } else if (offset == layout.ie) {
      flags.setEnables(value & (RXIFG | TXIFG));
    } else if (offset == layout.ifg) {
      flags.setFlags(value & (RXIFG | TXIFG));
    }
  }

  private void updateChannel() {
    boolean on = (control1 & CTL1_SWRST) == 0 && (control0 & CTL0_SYNC) == 0;
    channel.setOn(on);
    if ((control1 & CTL1_SWRST) != 0) {
      // SLAU208 36.3.1: a software reset clears the enables, too.
      flags.setEnables(0);
    }
  }

  private int vector() {
    int requested = flags.flags() & flags.enables();
    return requested == 0 ? 0 : 2 * Integer.numberOfTrailingZeros(requested) + 2;
  }

  private int readVector() {
    int code = vector();
    if (code != 0) {
      flags.set(1 << (code / 2 - 1), false);
    }
    return code;
  }

  @Override
  public void reset() {
    control0 = 0;
    control1 = CTL1_SWRST;
    divider = 0;
    modulation = 0;
    status = 0;
    autoBaud = 0;
    channel.setSevenBits(false);
    channel.setLoopBack(false);
    updateChannel();
  }

  @Override
  public long[] save() {
    long[] saved = new long[8 + UartChannel.SAVED];
    long[] registers = {
      control0, control1, divider, modulation, status, autoBaud, flags.enables(), flags.flags()
    };
    System.arraycopy(registers, 0, saved, 0, registers.length);
    channel.save(saved, registers.length);
    return saved;
  }

  @Override
  public void restore(long[] saved) {
    control0 = (int) saved[0];
    control1 = (int) saved[1];
    divider = (int) saved[2];
    modulation = (int) saved[3];
    status = (int) saved[4];
    autoBaud = (int) saved[5];
    flags.setEnables((int) saved[6]);
    flags.setFlags((int) saved[7]);
    channel.restore(saved, 8);
  }
}
