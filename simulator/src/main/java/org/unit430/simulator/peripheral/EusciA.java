package org.unit430.simulator.peripheral;

/**
 * The serial interface eUSCI_A as a UART (SLAU367 chapter 22; hardware.md 8.6). Characters take
 * their exact time. Not modelled: SPI (UCSYNC = 1 neither sends nor receives), multiprocessor
 * addresses, automatic baud rates, infrared, breaks; the line has no noise, so parity and framing
 * errors do not occur.
 */
public final class EusciA extends RegisterBlock implements ClockListener, Uart {
  /** Bytes of address space that the module takes. */
  public static final int SIZE = 0x20;

  private static final int CTLW0 = 0x00;
  private static final int CTLW1 = 0x02;
  private static final int BRW = 0x06;
  private static final int MCTLW = 0x08;
  private static final int STATW = 0x0A;
  private static final int RXBUF = 0x0C;
  private static final int TXBUF = 0x0E;
  private static final int ABCTL = 0x10;
  private static final int IE = 0x1A;
  private static final int IFG = 0x1C;
  private static final int IV = 0x1E;

  private static final int UCPEN = 1 << 15;
  private static final int UC7BIT = 1 << 12;
  private static final int UCSPB = 1 << 11;
  private static final int UCSYNC = 1 << 8;
  private static final int UCSSEL_SHIFT = 6;
  private static final int UCSWRST = 1;
  private static final int UCOS16 = 1;

  private static final int UCLISTEN = 1 << 7;
  private static final int UCOE = 1 << 5;
  private static final int UCRXERR = 1 << 2;
  private static final int UCBUSY = 1;

  /** Flags and enables, in the order of their priority in UCAxIV: 02, 04, 06, 08. */
  private static final int RX = 1;

  private static final int TX = 1 << 1;
  private static final int START = 1 << 2;
  private static final int TX_COMPLETE = 1 << 3;
  private static final int FLAGS = RX | TX | START | TX_COMPLETE;

  private final EventScheduler scheduler;
  private final ClockTree clocks;
  private final InterruptLine interrupt;
  private final UartShifter transmitter;
  private final UartShifter receiver;
  private UartSink sink = (value, startCycle, endCycle) -> {};
  private UartSource source = receiverReady -> UartSource.NOTHING;
  private InterruptLine receiveTrigger = requested -> {};
  private InterruptLine transmitTrigger = requested -> {};

  private int control;
  private int control1;
  private int divider;
  private int modulation;
  private int status;
  private int autoBaud;
  private int enables;
  private int flags;
  private int received;
  private int transmitBuffer;
  private int shiftedOut;
  private int shiftedIn;

  /**
   * A module at its reset values. It has to be added to the clocks' listeners.
   *
   * @param base address of UCAxCTLW0
   * @param vector address of its interrupt vector
   */
  public EusciA(
      int base,
      ClockTree clocks,
      EventScheduler scheduler,
      InterruptController interrupts,
      int vector) {
    super(base, SIZE);
    this.clocks = clocks;
    this.scheduler = scheduler;
    this.interrupt = interrupts.line(vector);
    this.transmitter = new UartShifter(scheduler, this::transmitted);
    this.receiver = new UartShifter(scheduler, this::characterArrived);
    reset();
  }

  @Override
  public void setSink(UartSink sink) {
    this.sink = sink;
  }

  @Override
  public void setSource(UartSource source) {
    this.source = source;
    poll();
  }

  /** Connects UCRXIFG and UCTXIFG to DMA triggers, which clear them by {@link #clearFlag}. */
  public void connectDma(InterruptLine receive, InterruptLine transmit) {
    receiveTrigger = receive;
    transmitTrigger = transmit;
    update();
  }

  /**
   * Clears a flag, as DMA does when it takes its trigger.
   *
   * @param receive UCRXIFG rather than UCTXIFG
   */
  public void clearFlag(boolean receive) {
    flags &= ~(receive ? RX : TX);
    update();
  }

  @Override
  public void poll() {
    if (isOn() && !receiver.isBusy()) {
      int next = source.next((flags & RX) == 0);
      if (next != UartSource.NOTHING) {
        startReceiving(next);
      }
    }
  }

  private void startReceiving(int value) {
    shiftedIn = value & dataMask();
    flags |= START;
    receiver.start(brclk(), format());
    update();
  }

  private boolean isOn() {
    return (control & (UCSWRST | UCSYNC)) == 0;
  }

  private int dataMask() {
    return (control & UC7BIT) != 0 ? 0x7F : 0xFF;
  }

  /** UCSSEL: 1 is ACLK; 0, an external clock, is taken for SMCLK like 2 and 3. */
  private ClockSignal brclk() {
    return ((control >> UCSSEL_SHIFT) & 3) == 1 ? clocks.aclk() : clocks.smclk();
  }

  private UartFormat format() {
    int dataBits = (control & UC7BIT) != 0 ? 7 : 8;
    int parityBits = (control & UCPEN) != 0 ? 1 : 0;
    int stopBits = (control & UCSPB) != 0 ? 2 : 1;
    return new UartFormat(
        1 + dataBits + parityBits + stopBits,
        divider,
        (modulation & UCOS16) != 0,
        (modulation >> 4) & 15,
        modulation >> 8);
  }

  @Override
  int read(int offset) {
    scheduler.catchUp();
    int value = peek(offset);
    if (offset == RXBUF) {
      flags &= ~RX;
      status &= ~(UCOE | UCRXERR);
      update();
      poll();
    } else if (offset == IV) {
      clearHighest(value);
    }
    return value;
  }

  @Override
  int peek(int offset) {
    return switch (offset) {
      case CTLW0 -> control;
      case CTLW1 -> control1;
      case BRW -> divider;
      case MCTLW -> modulation;
      case STATW -> status | (transmitter.isBusy() || receiver.isBusy() ? UCBUSY : 0);
      case RXBUF -> received;
      case TXBUF -> transmitBuffer;
      case ABCTL -> autoBaud;
      case IE -> enables;
      case IFG -> flags;
      case IV -> highestRequest();
      default -> 0;
    };
  }

  @Override
  void write(int offset, int value) {
    scheduler.catchUp();
    switch (offset) {
      case CTLW0 -> writeControl(value);
      case CTLW1 -> control1 = value & 3;
      case BRW -> divider = value;
      case MCTLW -> modulation = value & 0xFFF1;
      case STATW -> status = (status & ~UCLISTEN) | (value & UCLISTEN);
      case TXBUF -> writeTransmitBuffer(value & 0xFF);
      case ABCTL -> autoBaud = value & 0x3D;
      case IE -> enables = value & FLAGS;
      case IFG -> flags = value & FLAGS;
      case IV -> clearHighest(highestRequest());
      default -> {
        // RXBUF is read-only; nothing elsewhere.
      }
    }
    update();
  }

  private void writeControl(int value) {
    boolean wasOn = isOn();
    control = value;
    if ((control & UCSWRST) != 0) {
      stop();
    } else if (!wasOn) {
      poll();
    }
  }

  /** What UCSWRST does (SLAU367 22.3.1). */
  private void stop() {
    transmitter.stop();
    receiver.stop();
    enables = 0;
    flags = TX;
    status &= UCLISTEN;
  }

  private void writeTransmitBuffer(int value) {
    transmitBuffer = value;
    if (isOn()) {
      flags &= ~TX;
      // The flag is low for a moment even if the buffer empties at once: DMA waits for it to rise.
      update();
      if (!transmitter.isBusy()) {
        startTransmitting();
      }
    }
  }

  /** The buffer moves to the shift register, which leaves it empty. */
  private void startTransmitting() {
    shiftedOut = transmitBuffer & dataMask();
    flags |= TX;
    long start = scheduler.cycle();
    long end = transmitter.start(brclk(), format());
    sink.transmitted(shiftedOut, start, end);
  }

  private void transmitted() {
    if ((status & UCLISTEN) != 0) {
      receive(shiftedOut);
    }
    if ((flags & TX) == 0) {
      startTransmitting();
    } else {
      flags |= TX_COMPLETE;
    }
    update();
  }

  private void characterArrived() {
    receive(shiftedIn);
    update();
    poll();
  }

  private void receive(int value) {
    if ((flags & RX) != 0) {
      status |= UCOE | UCRXERR;
    }
    received = value;
    flags |= RX;
  }

  private int highestRequest() {
    int requested = flags & enables;
    return requested == 0 ? 0 : 2 * Integer.numberOfTrailingZeros(requested) + 2;
  }

  private void clearHighest(int code) {
    if (code != 0) {
      flags &= ~(1 << (code / 2 - 1));
      update();
    }
  }

  private void update() {
    interrupt.set((flags & enables) != 0);
    int unattended = flags & ~enables;
    receiveTrigger.set((unattended & RX) != 0);
    transmitTrigger.set((unattended & TX) != 0);
  }

  @Override
  public void clocksChanged(long mclkHertz, long smclkHertz, long aclkHertz) {
    transmitter.reschedule();
    receiver.reschedule();
  }

  @Override
  public void reset() {
    control = UCSWRST;
    control1 = 3;
    divider = 0;
    modulation = 0;
    status = 0;
    autoBaud = 0;
    received = 0;
    transmitBuffer = 0;
    stop();
    update();
  }

  @Override
  public long[] save() {
    long[] saved = new long[12 + 2 * UartShifter.SAVED];
    saved[0] = control;
    saved[1] = control1;
    saved[2] = divider;
    saved[3] = modulation;
    saved[4] = status;
    saved[5] = autoBaud;
    saved[6] = enables;
    saved[7] = flags;
    saved[8] = received;
    saved[9] = transmitBuffer;
    saved[10] = shiftedOut;
    saved[11] = shiftedIn;
    transmitter.save(saved, 12);
    receiver.save(saved, 12 + UartShifter.SAVED);
    return saved;
  }

  /** Puts back the registers and characters under way; the source's position is the source's. */
  @Override
  public void restore(long[] saved) {
    control = (int) saved[0];
    control1 = (int) saved[1];
    divider = (int) saved[2];
    modulation = (int) saved[3];
    status = (int) saved[4];
    autoBaud = (int) saved[5];
    enables = (int) saved[6];
    flags = (int) saved[7];
    received = (int) saved[8];
    transmitBuffer = (int) saved[9];
    shiftedOut = (int) saved[10];
    shiftedIn = (int) saved[11];
    transmitter.restore(saved, 12, brclk());
    receiver.restore(saved, 12 + UartShifter.SAVED, brclk());
    update();
  }
}
